"""Handing out work: the claim statement, and what stands around it.

Order of locks: the worker's participation row, then assignments (docs/locks.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction

from accounts.models import User
from ledger.domain import earned
from tasks.domain import handed_out, statements
from tasks.domain.in_hand import InHand, in_hand, in_hand_of
from tasks.models import Assignment, Job
from tasks.models.public_id import new_public_id
from transparency.domain import log
from transparency.domain.systems import automated_decision
from web.domain.doors import open_door
from web.domain.statements import prepared_cursor

# A second look behind the worker's place reads at most so many rows a claim, so its cost never grows.
LOOK_BACK_ROWS = 1000


class NothingToClaim(Exception):
    """No assignment of the job is left for this worker."""


class OwnJob(Exception):
    """The worker asked for this work themselves: nobody answers, and is paid by, their own job."""


class Suspended(Exception):
    """A person has suspended the worker from new work. What they hold they may finish or give back."""


class AtYearlyLimit(Exception):
    """Who isn't registered as a business has earned what this site pays in a year; what they hold they may finish."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An assignment in a worker's hands. `is_new` is False when they held it already."""

    assignment_id: int
    is_new: bool
    in_hand: InHand


def claim_next(*, job: Job, worker: User, at: datetime) -> Assignment:
    """Give `worker` the next assignment of `job` that is not theirs already.

    What they hold of the job already comes first, with a fresh lease: asking twice gives the same. Two workers who
    ask at once get two assignments, for each takes a row that the other has not locked. Raises NothingToClaim, OwnJob,
    Suspended, AtYearlyLimit.
    """
    claim = claim_row(job=job, worker=worker, at=at)
    if claim is None:
        raise NothingToClaim
    return Assignment.objects.select_related("job", "micro_task__item").get(pk=claim.assignment_id)


@automated_decision("handing-out")
def claim_row(*, job: Job, worker: User, at: datetime) -> Claim | None:
    """The claim with what a program needs of it, None when nothing is left. Raises OwnJob, Suspended, AtYearlyLimit."""
    refuse_new(job=job, worker=worker, at=at)
    try:
        return _claim_once(job, worker, at)
    except IntegrityError:
        # Another tab of this worker took a sibling of the same micro-task between our read and our write.
        return _claim_once(job, worker, at)


@automated_decision("yearly-limit")
def refuse_new(*, job: Job, worker: User, at: datetime) -> None:
    """Whoever hands out new work asks this. Raises OwnJob, Suspended, AtYearlyLimit."""
    refuse(job=job, worker=worker)
    if earned.standing(worker_id=worker.pk, at=at).is_reached:
        raise AtYearlyLimit


def refuse(*, job: Job, worker: User) -> None:
    """Whoever gives somebody work asks this, be it their own again. Raises OwnJob, Suspended."""
    if is_own(job=job, worker=worker):
        raise OwnJob
    if worker.is_suspended:
        raise Suspended


def may_claim(*, job: Job, worker: User, at: datetime) -> bool:
    """Whether `worker` can be given anything of `job`, as far as that hangs on who they are."""
    try:
        refuse_new(job=job, worker=worker, at=at)
    except (OwnJob, Suspended, AtYearlyLimit):
        return False
    return True


def is_own(*, job: Job, worker: User) -> bool:
    """Whether `worker` is the requester of `job`, and so can't work on it."""
    return job.requester_id == worker.pk


def _claim_once(job: Job, worker: User, at: datetime) -> Claim | None:
    values = values_of(job=job, worker=worker, at=at)
    claim = _claimed(statements.CLAIM, values, job=job, worker=worker)
    return claim or _claim_behind(job, worker, at)


@transaction.atomic(savepoint=False)
def _claim_behind(job: Job, worker: User, at: datetime) -> Claim | None:
    """What the quick statement doesn't find: the first claim of a worker, a lapsed lease, a row that was passed by.

    When nothing else is left, what somebody else holds ahead and doesn't look at yet goes to whoever stands waiting.
    """
    values = values_of(job=job, worker=worker, at=at)
    take_part(values)
    return take_first(
        (statements.CLAIM, statements.CLAIM_TOUCHED), values, job=job, worker=worker, at=at
    ) or _take_over(statements.WAITING_AHEAD, values, job=job, worker=worker, at=at)


def take_first(quick: Sequence[str], values: dict[str, Any], *, job: Job, worker: User, at: datetime) -> Claim | None:
    """By the `quick` statements, else a lease that ran out, else what lies behind the worker's place."""
    for statement in quick:
        claim = _claimed(statement, values, job=job, worker=worker)
        if claim is not None:
            return claim
    return _take_over(statements.LAPSED, values, job=job, worker=worker, at=at) or _look_back(
        values, job=job, worker=worker, at=at
    )


def values_of(*, job: Job, worker: User, at: datetime) -> dict[str, Any]:
    """What the statements of a claim ask for. What is taken is shown at once."""
    return {
        "job": job.pk,
        "requester": job.requester_id,
        "worker": worker.pk,
        "at": at,
        "due_at": at + timedelta(seconds=job.lease_seconds),
        "seen_at": at,
        "next_at": at,
        "done_at": at,
        "rows": LOOK_BACK_ROWS,
        "door": open_door(),
    }


def claim_of(row: Sequence[Any], *, job: Job, worker: User) -> Claim:
    """A claim out of the columns that the statements give. The process remembers what it hands out."""
    assignment_id, is_new, micro_task_id, *rest = row
    held = in_hand_of(rest)
    handed_out.keep(
        public_id=held.public_id,
        worker_id=worker.pk,
        handed_out=handed_out.HandedOut(
            (assignment_id, held.public_id, job.pk, micro_task_id, worker.pk),
            tuple(getattr(job, column) for column in statements.JOB_KEPT),
            (micro_task_id, held.micro_task, held.payload),
        ),
    )
    return Claim(assignment_id, is_new=is_new, in_hand=held)


def _claimed(statement: str, values: dict[str, Any], *, job: Job, worker: User) -> Claim | None:
    with prepared_cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return claim_of(row, job=job, worker=worker) if row else None


def _first(cursor: Any, statement: str, values: dict[str, Any]) -> int | None:
    cursor.execute(statement, values)
    row = cursor.fetchone()
    return int(row[0]) if row else None


def take_part(values: dict[str, Any]) -> None:
    """Give the worker a place in the job's queue, unless they have one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tasks_participation (job_id, worker_id, place, look_back) VALUES (%(job)s, %(worker)s, 0, 0)"
            " ON CONFLICT (job_id, worker_id) DO NOTHING",
            values,
        )


def _look_back(values: dict[str, Any], *, job: Job, worker: User, at: datetime) -> Claim | None:
    with connection.cursor() as cursor:
        taken = _first(cursor, statements.LOOK_BACK, values)
    return _begun(taken, values, job=job, worker=worker, at=at) if taken is not None else None


def _take_over(statement: str, values: dict[str, Any], *, job: Job, worker: User, at: datetime) -> Claim | None:
    """End one claim that ran out and take its place at once: no clock stands between a worker and work."""
    with connection.cursor() as cursor:
        lapsed = _first(cursor, statement, values)
        if lapsed is None:
            return None
        expire_rows(cursor, assignment_ids=[lapsed], job=job, at=at)
        cursor.execute(
            """
            INSERT INTO tasks_assignment (public_id, job_id, micro_task_id, ordinal, place, state, worker_id,
                claimed_at, shown_at, last_seen_at, due_at, visible_ms, active_ms, reject_code, reject_words)
            SELECT %(public_id)s, job_id, micro_task_id, ordinal, place, 'claimed', %(worker)s,
                %(at)s, %(seen_at)s, %(seen_at)s, %(due_at)s, 0, 0, '', ''
            FROM tasks_assignment WHERE id = %(lapsed)s
            RETURNING id
            """,
            {**values, "lapsed": lapsed, "public_id": new_public_id()},
        )
        taken = int(cursor.fetchone()[0])
    return _begun(taken, values, job=job, worker=worker, at=at)


def _begun(taken: int, values: dict[str, Any], *, job: Job, worker: User, at: datetime) -> Claim:
    """The claim of a row that was taken by hand, and its lines in the log."""
    kinds = [log.Type.CLAIMED, log.Type.SHOWN] if values["seen_at"] else [log.Type.CLAIMED]
    log.record([event_of(kind, taken, job, worker, at) for kind in kinds])
    return Claim(taken, is_new=True, in_hand=in_hand(assignment_id=taken))


def expire_rows(cursor: Any, *, assignment_ids: list[int], job: Job, at: datetime) -> None:
    """Mark claimed rows as expired and log the work they had seen: none, where nobody looked at it yet.

    The caller holds their locks.
    """
    cursor.execute(
        """
        UPDATE tasks_assignment SET state = 'expired', ended_at = %s
        WHERE id = ANY(%s) AND state = 'claimed'
        RETURNING id, worker_id, shown_at IS NULL, coalesce(shown_at, claimed_at),
            CASE WHEN shown_at IS NULL THEN claimed_at ELSE coalesce(last_seen_at, claimed_at) END
        """,
        [at, assignment_ids],
    )
    log.record(
        [
            log.Event(
                type=log.Type.EXPIRED,
                at=at,
                worker_number=worker_id,
                requester_number=job.requester_id,
                job_number=job.pk,
                assignment_number=pk,
                started_at=started_at,
                ended_at=seen_at,
                note=log.UNSEEN if is_unseen else "",
            )
            for pk, worker_id, is_unseen, started_at, seen_at in cursor.fetchall()
        ]
    )


def reopen_places(cursor: Any, *, assignment_ids: list[int]) -> None:
    """Put a fresh open row for each of these at the end of its job's queue, where every worker will pass.

    A job that is closed gets none: nobody could claim it, and its money went back. Where the micro-task is withdrawn,
    the fresh row is withdrawn with it; the micro-task's lock keeps it from being withdrawn or put back meanwhile.
    """
    cursor.execute(
        """
        INSERT INTO tasks_assignment (public_id, job_id, micro_task_id, ordinal, place, state,
            visible_ms, active_ms, reject_code, reject_words)
        SELECT fresh.public_id, a.job_id, a.micro_task_id, a.ordinal,
            ((1::bigint << 50) + nextval(pg_get_serial_sequence('tasks_assignment', 'id'))) * 16,
            CASE WHEN m.withdrawn_at IS NULL THEN 'open' ELSE 'withdrawn' END, 0, 0, '', ''
        FROM unnest(%s::bigint[], %s::text[]) AS fresh (id, public_id)
        JOIN tasks_assignment a ON a.id = fresh.id
        JOIN tasks_microtask m ON m.id = a.micro_task_id
        JOIN tasks_job j ON j.id = a.job_id AND j.closed_at IS NULL
        ORDER BY m.id, a.id
        FOR SHARE OF m
        """,
        [assignment_ids, [new_public_id() for _ in assignment_ids]],
    )


def event_of(kind: log.Type, assignment_id: int, job: Job, worker: User, at: datetime, *, note: str = "") -> log.Event:
    """A line of the log about something that isn't the end of a stretch of work."""
    return log.Event(
        type=kind,
        at=at,
        worker_number=worker.pk,
        requester_number=job.requester_id,
        job_number=job.pk,
        assignment_number=assignment_id,
        note=note,
    )
