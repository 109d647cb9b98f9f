"""Where a requester's jobs stand: how far each has come, and where its money is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Sum, Value, When

from accounts.models import User
from ledger.models import Account
from tasks.domain import progress
from tasks.domain.pricing import fee_on
from tasks.domain.progress import Answering
from tasks.models import Job, SplitChunk
from tasks.models.job import RUNNING

# How often a page looks again: often while somebody is at work, else now and then.
BUSY_SECONDS = 5
QUIET_SECONDS = 20


# Of a chunk: it was there when its job was published, or will be.
PUBLISHED_WITH_ITS_JOB = Q(upload__addition__isnull=True)


@dataclass(frozen=True, slots=True)
class JobMoney:
    """Where a job's money went, in micros. `set_aside` = `paid` + `fee` + `given_back` + `left`, at any moment.

    `paid` holds `floor_paid`: what went to workers up to the guaranteed floor. `left` holds `floor_left`, which is set
    aside for that. `floor_owed` is what workers are to get, and nothing is there to pay it from.
    """

    set_aside_micros: int
    paid_micros: int
    fee_micros: int
    given_back_micros: int
    left_micros: int
    floor_paid_micros: int = 0
    floor_left_micros: int = 0
    floor_owed_micros: int = 0


@dataclass(frozen=True, slots=True)
class Cut:
    """How much of a job's uploads is cut into micro-tasks. `planned` counts uploaded things, not micro-tasks."""

    planned: int = 0
    done: int = 0
    micro_tasks: int = 0

    @property
    def part(self) -> int:
        """What of `whole` is cut: micro-tasks once there is nothing left to cut, uploaded things until then."""
        return self.done if self.done < self.planned else self.micro_tasks

    @property
    def whole(self) -> int:
        """All there is to cut, in what `part` counts."""
        return self.planned if self.done < self.planned else self.micro_tasks


@dataclass(frozen=True, slots=True)
class Row:
    """One job in its requester's list. A draft's wanted answers are those it would ask for as it is now."""

    job: Job
    cut: Cut
    answering: Answering
    left_micros: int

    @property
    def wanted(self) -> int:
        return self.answering.awaited or self.cut.micro_tasks * self.job.wanted_answers

    @property
    def paid_micros(self) -> int:
        return self.answering.paid_micros


def jobs_of(*, requester: User, state: str = "", words: str = "") -> QuerySet[Job]:
    """A requester's jobs: drafts first, then running ones, each newest first; those that hold all of `words`."""
    rank = Case(
        When(state=Job.State.DRAFT, then=Value(0)),
        When(state__in=RUNNING, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    jobs = Job.objects.filter(requester=requester)
    if state:
        jobs = jobs.filter(state=state)
    for word in words.split():
        jobs = jobs.filter(Q(title__icontains=word) | Q(purpose__icontains=word) | Q(public_id=word.lower()))
    return jobs.order_by(rank, "-created_at", "-pk")


def rows_of(*, jobs: Sequence[Job]) -> list[Row]:
    """What the list says of each job, in three queries however many there are."""
    numbers = [job.pk for job in jobs]
    answering = progress.answering_by_job(jobs=list(jobs))
    cuts = _cuts(numbers)
    escrows = Account.objects.filter(kind=Account.Kind.ESCROW, job_number__in=numbers)
    left = dict(escrows.values_list("job_number", "balance_micros"))
    return [Row(job, cuts.get(job.pk, Cut()), answering[job.pk], left.get(job.pk, 0)) for job in jobs]


def _cuts(job_numbers: list[int]) -> dict[int, Cut]:
    done = Q(state=SplitChunk.State.DONE)
    rows = (
        SplitChunk.objects.filter(job__in=job_numbers)
        .exclude(state__in=[SplitChunk.State.CANCELLED, SplitChunk.State.PARKED])
        .filter(PUBLISHED_WITH_ITS_JOB | Q(upload__addition__published_at__isnull=False))
        .values_list("job_id")
        .annotate(planned=Sum("count"), cut=Sum("count", filter=done), made=Sum("micro_task_count", filter=done))
    )
    return {job_id: Cut(planned, cut or 0, made or 0) for job_id, planned, cut, made in rows}


def money_of(*, job: Job) -> JobMoney:
    """Where the money of `job` is. Read in one statement, so that no payment stands between two of its figures."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT account.balance_micros,
                came_in.everything,
                (SELECT coalesce(sum(price_micros), 0)::bigint FROM tasks_assignment
                    WHERE job_id = %(job)s AND state = 'approved'),
                moved_out.trained, moved_out.floor, came_in.for_floor - moved_out.floor - moved_out.floor_back,
                (SELECT coalesce(sum(amount_micros), 0)::bigint FROM tasks_floorpay
                    WHERE job_id = %(job)s AND paid_at IS NULL)
            FROM ledger_account account CROSS JOIN LATERAL (
                SELECT coalesce(sum(amount_micros) FILTER (WHERE reason = 'training_pay'), 0)::bigint AS trained,
                    coalesce(sum(amount_micros) FILTER (WHERE reason = 'floor_pay'), 0)::bigint AS floor,
                    coalesce(sum(amount_micros) FILTER (WHERE reason = 'floor_back'), 0)::bigint AS floor_back
                FROM ledger_transfer WHERE debit_id = account.id
            ) moved_out CROSS JOIN LATERAL (
                SELECT coalesce(sum(amount_micros), 0)::bigint AS everything,
                    coalesce(sum(amount_micros) FILTER (WHERE reason = 'floor_set_aside'), 0)::bigint AS for_floor
                FROM ledger_transfer WHERE credit_id = account.id
            ) came_in WHERE account.kind = 'escrow' AND account.job_number = %(job)s
            """,
            {"job": job.pk},
        )
        row = cursor.fetchone() or (0, 0, 0, 0, 0, 0, 0)
    left, set_aside, approved, trained, floor_paid, floor_left, floor_owed = row
    paid, fee = approved + trained + floor_paid, fee_on(pay_micros=approved, fee_permille=job.fee_permille)
    return JobMoney(
        set_aside_micros=set_aside,
        paid_micros=paid,
        fee_micros=fee,
        given_back_micros=set_aside - paid - fee - left,
        left_micros=left,
        floor_paid_micros=floor_paid,
        floor_left_micros=floor_left,
        floor_owed_micros=floor_owed,
    )


def seconds_until_next_look(*, job: Job, answering: Answering) -> int | None:
    """When an open page should look again; None once nothing of the job can change by itself any more.

    A closed job still moves while work is in hand or answers wait: both are decided without its requester.
    """
    if answering.claimed:
        return BUSY_SECONDS
    if job.is_running or answering.submitted:
        return QUIET_SECONDS
    return None
