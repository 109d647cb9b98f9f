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
    """Where a job's money went, in micros. `set_aside` = `paid` + `fee` + `given_back` + `left`, at any moment."""

    set_aside_micros: int
    paid_micros: int
    fee_micros: int
    given_back_micros: int
    left_micros: int


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
                (SELECT coalesce(sum(amount_micros), 0)::bigint FROM ledger_transfer WHERE credit_id = account.id),
                (SELECT coalesce(sum(price_micros), 0)::bigint FROM tasks_assignment
                    WHERE job_id = %(job)s AND state = 'approved'),
                (SELECT coalesce(sum(amount_micros), 0)::bigint FROM ledger_transfer
                    WHERE debit_id = account.id AND reason = 'training_pay')
            FROM ledger_account account WHERE account.kind = 'escrow' AND account.job_number = %(job)s
            """,
            {"job": job.pk},
        )
        left, set_aside, paid, trained = cursor.fetchone() or (0, 0, 0, 0)
    fee = fee_on(pay_micros=paid, fee_permille=job.fee_permille)
    given_back = set_aside - paid - trained - fee - left
    return JobMoney(set_aside, paid + trained, fee, given_back_micros=given_back, left_micros=left)


def seconds_until_next_look(*, job: Job, answering: Answering) -> int | None:
    """When an open page should look again; None once nothing of the job can change by itself any more.

    A closed job still moves while work is in hand or answers wait: both are decided without its requester.
    """
    if answering.claimed:
        return BUSY_SECONDS
    if job.is_running or answering.submitted:
        return QUIET_SECONDS
    return None
