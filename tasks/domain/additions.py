"""Adding items to a running job: they are cut like a draft's, and their places open once the money is set aside."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Sum

from ledger.domain import accounts as books
from ledger.domain.transfers import Movement, transfer_many
from ledger.models import Transfer
from tasks.domain import pricing
from tasks.domain.cutting import ITEMS_A_CHUNK, POSITIONS_AN_ITEM
from tasks.domain.jobs import CostChanged, NothingToPublish, StillCutting, is_cutting
from tasks.domain.pausing import NotRunning
from tasks.models import Addition, Assignment, Job, MicroTask, SplitChunk
from transparency.domain import log

# So many parts are opened while the requester waits; the background opens the rest.
OPENED_AT_ONCE = 20


class RestFirst(Exception):
    """The job is in its pilot: what was added to it comes after the rest of it."""


def waiting(*, job: Job) -> Addition | None:
    """What is being added to `job` and not published yet."""
    return Addition.objects.filter(job=job, published_at__isnull=True).first()


def begin(*, job: Job, at: datetime) -> Addition:
    """The addition that takes in what is brought to a running job. The caller holds the job's lock."""
    numbered = Addition.objects.filter(job=job).count() + 1
    addition, _made = Addition.objects.get_or_create(
        job=job, published_at=None, defaults={"number": numbered, "created_at": at}
    )
    return addition


def cost_of(*, addition: Addition) -> pricing.Cost:
    """What publishing an addition sets aside, with what is cut of it by now, at the job's price of the moment."""
    job = addition.job
    return pricing.Cost(
        micro_task_count=pricing.cut_micro_tasks(job=job, addition=addition),
        wanted_answers=job.wanted_answers,
        price_micros=job.price_micros,
        fee_permille=job.fee_permille,
        floor_each_micros=job.floor_each_micros,
    )


@transaction.atomic
def publish(*, addition: Addition, at: datetime, agreed_micros: int | None = None) -> bool:
    """Set aside what the added items cost and make them part of their job; False when that was done before.

    Their places are opened afterwards (`open_next`). `agreed_micros` is the cost that the requester saw.
    Raises RestFirst, NotRunning, StillCutting, NothingToPublish, CostChanged and InsufficientFunds.
    """
    job = Job.objects.select_for_update(no_key=True).get(pk=addition.job_id)
    if job.is_pilot:
        raise RestFirst
    locked = Addition.objects.select_for_update(of=("self",)).select_related("job").get(pk=addition.pk)
    if locked.published_at is not None:
        return False
    if not job.is_running:
        raise NotRunning
    if is_cutting(job, addition=locked):
        raise StillCutting
    cost = cost_of(addition=locked)
    if not cost.micro_task_count:
        raise NothingToPublish
    if agreed_micros not in (None, cost.total_micros):
        raise CostChanged(cost.total_micros)
    Addition.objects.filter(pk=locked.pk).update(published_at=at, micro_task_count=cost.micro_task_count)
    Job.objects.filter(pk=job.pk).update(micro_task_count=F("micro_task_count") + cost.micro_task_count)
    _set_aside(job, cost, locked.number, at)
    log.record_job(
        type=log.JobType.ITEMS_ADDED,
        at=at,
        job_number=job.pk,
        requester_number=job.requester_id,
        micros=cost.total_micros,
        count=cost.micro_task_count,
    )
    return True


def _set_aside(job: Job, cost: pricing.Cost, number: int, at: datetime) -> None:
    funds, escrow = books.funds(owner_id=job.requester_id), books.escrow(job_number=job.pk)
    parts = [
        (Transfer.Reason.ADDED, "added", cost.pay_micros + cost.fee_micros),
        (Transfer.Reason.FLOOR_SET_ASIDE, "floor:added", cost.floor_micros),
    ]
    movements = [
        Movement(funds.pk, escrow.pk, micros, reason, key=f"job:{job.pk}:{name}:{number}")
        for reason, name, micros in parts
        if micros
    ]
    transfer_many(movements=movements, at=at)


def open_some(*, job: Job, at: datetime) -> None:
    """Open the places of a small addition at once; of a large one, the first parts."""
    for _ in range(OPENED_AT_ONCE):
        if not open_next(job=job, at=at):
            return


@transaction.atomic
def open_next(*, job: Job, at: datetime) -> bool:
    """Open the places of one part of `job` that was paid for, added or the rest of a pilot; False when none is left.

    Any number of processes may call it at once. They stand at the end of the queue, where every worker will pass.
    """
    addition = Addition.objects.filter(job=job, published_at__isnull=False, opened_at__isnull=True).first()
    if addition is None and not _of_rests(Job.objects.filter(pk=job.pk)).exists():
        return False
    unopened = SplitChunk.objects.filter(
        job=job, upload__addition=addition, state=SplitChunk.State.DONE, opened_at__isnull=True
    ).order_by("number")
    chunk = unopened.select_for_update(skip_locked=True, of=("self",)).first()
    # Who raises the price counts what isn't open yet, and who closes the job leaves it so: they wait for us, or we
    # for them.
    if not Job.objects.select_for_update(no_key=True).get(pk=job.pk).is_running:
        return False
    if chunk is None:
        if addition is not None and not unopened.exists():
            Addition.objects.filter(pk=addition.pk).update(opened_at=at)
        return False
    _open_places(chunk, job.wanted_answers)
    SplitChunk.objects.filter(pk=chunk.pk).update(opened_at=at)
    return True


def _open_places(chunk: SplitChunk, wanted: int) -> None:
    first = chunk.number * ITEMS_A_CHUNK * POSITIONS_AN_ITEM
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO tasks_assignment (public_id, job_id, micro_task_id, ordinal, place, state,
                visible_ms, active_ms, reject_code, reject_words)
            SELECT substr(translate(md5(gen_random_uuid()::text), '0189', 'wxyz'), 1, 16), wanted.job_id, wanted.id,
                wanted.n, ((1::bigint << 50) + nextval(pg_get_serial_sequence('tasks_assignment', 'id'))) * 16,
                'open', 0, 0, '', ''
            FROM (
                SELECT m.job_id, m.id, n FROM tasks_microtask m CROSS JOIN generate_series(1, %(wanted)s::int) AS n
                WHERE m.job_id = %(job)s AND m.position >= %(first)s AND m.position < %(end)s
                  AND NOT EXISTS (SELECT 1 FROM tasks_trainingtask t WHERE t.micro_task_id = m.id)
                  AND NOT EXISTS (SELECT 1 FROM tasks_assignment a WHERE a.micro_task_id = m.id)
                ORDER BY m.position, n
            ) wanted
            """,
            {
                "job": chunk.job_id,
                "wanted": wanted,
                "first": first,
                "end": first + ITEMS_A_CHUNK * POSITIONS_AN_ITEM,
            },
        )


def unopened_count(*, job: Job) -> int:
    """How many micro-tasks of `job` are paid for and wait until their places are opened."""
    chunks = SplitChunk.objects.filter(job=job, state=SplitChunk.State.DONE, opened_at__isnull=True)
    total: int | None = chunks.filter(
        upload__addition__published_at__isnull=False, upload__addition__opened_at__isnull=True
    ).aggregate(total=Sum("micro_task_count"))["total"]
    return (total or 0) + _unopened_rest_count(job)


def _unopened_rest_count(job: Job) -> int:
    """Of a job after its pilot, those of the rest that have no places yet."""
    if not _of_rests(Job.objects.filter(pk=job.pk)).exists():
        return 0
    waiting = MicroTask.objects.filter(job=job, item__upload__addition__isnull=True, training_task__isnull=True)
    return waiting.filter(~Exists(Assignment.objects.filter(micro_task=OuterRef("pk")))).count()


def _of_rests(jobs: QuerySet[Job]) -> QuerySet[Job]:
    """Those of `jobs` of which the rest is published after a pilot, and not wholly open."""
    closed_parts = SplitChunk.objects.filter(
        job=OuterRef("pk"), upload__addition__isnull=True, state=SplitChunk.State.DONE, opened_at__isnull=True
    )
    return jobs.filter(Exists(closed_parts), pilot_ended_at__isnull=False, closed_at__isnull=True)


def jobs_to_open() -> list[int]:
    """Running jobs with places that wait to be opened: a message may have been lost."""
    waiting = Addition.objects.filter(published_at__isnull=False, opened_at__isnull=True, job__closed_at__isnull=True)
    rests = _of_rests(Job.objects.all()).values_list("pk", flat=True)
    return sorted({*waiting.values_list("job_id", flat=True), *rests})
