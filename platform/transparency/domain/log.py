"""Writing the labour log. Called by the functions that change an assignment, in their transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from transparency.models import JobEvent, JobFact, WorkEvent
from web.domain.doors import open_door

Type = WorkEvent.Type
# What a requester, or the clock, does to a published job: some of the same types.
JobType = WorkEvent.Type
# What the columns of an event mean. A change of their meaning gets the next number.
SCHEMA_VERSION = 2
# The note of an attempt that ended before anybody looked at it: it was claimed ahead and is no work.
UNSEEN = "unseen"
# Of an event `{event}`: no submission, or one that was not taken back afterwards.
STANDS = """NOT EXISTS (
            SELECT 1 FROM transparency_workevent undone
            WHERE undone.type = 'task.undone' AND {event}.type = 'task.submitted'
              AND undone.job_number = {event}.job_number AND undone.assignment_number = {event}.assignment_number
              AND undone.id > {event}.id)"""


@dataclass(frozen=True, slots=True)
class Event:
    """One row to add. Numbers are primary keys of facts that may vanish later; the log keeps the numbers.

    `seconds` belong to what a worker says of their own time. `worker_number` is None for what befell the whole site
    or was done to a job.
    """

    type: WorkEvent.Type
    at: datetime
    worker_number: int | None = None
    requester_number: int | None = None
    job_number: int | None = None
    assignment_number: int | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    micros: int = 0
    note: str = ""
    seconds: int | None = None
    withheld_micros: int | None = None
    before_micros: int | None = None
    count: int | None = None


# For a statement that changes an assignment and records it in the same breath; a SELECT of these columns follows.
INSERT = """INSERT INTO transparency_workevent (at, type, worker_number, requester_number, job_number,
            assignment_number, started_at, ended_at, micros, note, recorded_by)"""

# The columns come as one list each: a thousand rows are then as quick to send as one.
_INSERT_MANY = (
    INSERT.replace("recorded_by)", "recorded_by, seconds, withheld_micros, before_micros, count)")
    + """
    SELECT * FROM unnest(%s::timestamptz[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[],
        %s::timestamptz[], %s::timestamptz[], %s::bigint[], %s::text[], %s::text[], %s::int[], %s::bigint[],
        %s::bigint[], %s::int[])"""
)


def record(events: Sequence[Event]) -> None:
    """Add `events`, in their order, in one statement."""
    if not events:
        return
    door = open_door()
    rows = [
        (
            e.at, e.type.value, e.worker_number, e.requester_number, e.job_number, e.assignment_number, e.started_at,
            max(e.started_at, e.ended_at) if e.started_at and e.ended_at else e.ended_at,
            e.micros, e.note, door, e.seconds, e.withheld_micros, e.before_micros, e.count,
        )
        for e in events
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_MANY, [list(column) for column in zip(*rows, strict=True)])


def record_job(
    *,
    type: WorkEvent.Type,
    at: datetime,
    job_number: int,
    requester_number: int,
    micros: int = 0,
    before_micros: int | None = None,
    count: int | None = None,
) -> None:
    """Add what a requester did to a published job."""
    record(
        [
            Event(
                type=type,
                at=at,
                job_number=job_number,
                requester_number=requester_number,
                micros=micros,
                before_micros=before_micros,
                count=count,
            )
        ]
    )


def history(*, job_number: int) -> QuerySet[JobEvent]:
    """What was done to a job since it was published, the latest first."""
    return JobEvent.objects.filter(job_number=job_number).order_by("-at", "-pk")


def count_of(*, job_number: int, type: WorkEvent.Type) -> int:
    """How often this was done to a job."""
    return JobEvent.objects.filter(job_number=job_number, type=type).count()


def last_raises(*, job_numbers: Sequence[int]) -> dict[int, JobEvent]:
    """The latest raise of the price of each of `job_numbers` that had one, in one query."""
    raises = JobEvent.objects.filter(type=JobType.PRICE_CHANGED, job_number__in=job_numbers)
    highest = raises.order_by("job_number", "-micros").distinct("job_number")
    return {event.job_number: event for event in highest if event.job_number is not None}


def remember_rest(*, job_number: int, price_micros: int, expected_seconds: int, micro_task_count: int) -> None:
    """Keep what a job is once all of it is published, after its pilot."""
    JobFact.objects.filter(pk=job_number).update(
        price_micros=price_micros, expected_seconds=expected_seconds, micro_task_count=micro_task_count
    )


def remember_job(
    *,
    job_number: int,
    public_id: str,
    requester_number: int,
    title: str,
    purpose: str,
    kind: str,
    price_micros: int,
    expected_seconds: int,
    wanted_answers: int,
    micro_task_count: int,
    published_at: datetime,
) -> None:
    """Keep what a job is at its publication. Safe to repeat."""
    JobFact.objects.get_or_create(
        job_number=job_number,
        defaults={
            "public_id": public_id,
            "requester_number": requester_number,
            "title": title,
            "purpose": purpose,
            "kind": kind,
            "price_micros": price_micros,
            "expected_seconds": expected_seconds,
            "wanted_answers": wanted_answers,
            "micro_task_count": micro_task_count,
            "published_at": published_at,
        },
    )
