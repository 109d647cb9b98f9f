"""Handing out work: the claim statement, and what stands around it.

Order of locks: the worker's participation row, then assignments (docs/locks.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction

from accounts.models import User
from tasks.models import Assignment, Job
from tasks.models.public_id import new_public_id
from transparency.domain import log

# A second look behind the worker's place reads at most so many rows a claim, so its cost never grows.
LOOK_BACK_ROWS = 1000

_HELD = """
    UPDATE tasks_assignment SET due_at = greatest(due_at, %(due_at)s)
    WHERE id = (
        SELECT id FROM tasks_assignment
        WHERE worker_id = %(worker)s AND job_id = %(job)s AND state = 'claimed'
        ORDER BY claimed_at LIMIT 1
    ) AND state = 'claimed'
    RETURNING id
"""

# The worker's own row is locked first: two tabs of one worker take turns, two workers never meet. OFFSET 0 keeps the
# planner from joining with everything that the worker ever did: each row asks one unique index once.
_CLAIM_TEXT = """
    WITH me AS (
        SELECT id, place FROM tasks_participation
        WHERE job_id = %(job)s AND worker_id = %(worker)s FOR UPDATE
    ),
    candidate AS (
        SELECT a.id, a.place FROM tasks_assignment a
        WHERE a.job_id = %(job)s AND a.state = 'open' AND a.place > (SELECT place FROM me)
          AND EXISTS (SELECT 1 FROM tasks_job j WHERE j.id = %(job)s AND j.state = 'open')
          AND NOT EXISTS (
              SELECT 1 FROM tasks_assignment mine
              WHERE mine.micro_task_id = a.micro_task_id AND mine.worker_id = %(worker)s
                AND (mine.state = 'claimed' OR mine.submitted_at IS NOT NULL) OFFSET 0
          )
          {untouched}
        ORDER BY a.place
        LIMIT 1
        FOR UPDATE OF a SKIP LOCKED
    ),
    taken AS (
        UPDATE tasks_assignment a
        SET state = 'claimed', worker_id = %(worker)s, claimed_at = %(at)s, shown_at = %(at)s,
            last_seen_at = %(at)s, due_at = %(due_at)s
        FROM candidate WHERE a.id = candidate.id
        RETURNING a.id, a.place
    ),
    moved AS (
        UPDATE tasks_participation p SET place = taken.place | 15
        FROM taken WHERE p.job_id = %(job)s AND p.worker_id = %(worker)s
    )
    SELECT id FROM taken
"""

# A row that was taken after this statement's snapshot would be locked, found to be taken, and stay locked until we
# commit, so that its holder's submission waits for us. Its header tells at once that somebody touched it.
_CLAIM = _CLAIM_TEXT.format(untouched="AND a.xmax = '0'::xid")
# The same for rows that a claim touched and then rolled back.
_CLAIM_TOUCHED = _CLAIM_TEXT.format(untouched="")

_LOOK_BACK = """
    WITH me AS (
        SELECT place, look_back FROM tasks_participation
        WHERE job_id = %(job)s AND worker_id = %(worker)s FOR UPDATE
    ),
    seen AS MATERIALIZED (
        SELECT a.id, a.place, a.micro_task_id FROM tasks_assignment a
        WHERE a.job_id = %(job)s AND a.state = 'open'
          AND a.place > (SELECT look_back FROM me) AND a.place <= (SELECT place FROM me)
        ORDER BY a.place LIMIT %(rows)s
    ),
    candidate AS (
        SELECT a.id FROM seen JOIN tasks_assignment a ON a.id = seen.id
        WHERE a.state = 'open'
          AND EXISTS (SELECT 1 FROM tasks_job j WHERE j.id = %(job)s AND j.state = 'open')
          AND NOT EXISTS (
              SELECT 1 FROM tasks_assignment mine
              WHERE mine.micro_task_id = seen.micro_task_id AND mine.worker_id = %(worker)s
                AND (mine.state = 'claimed' OR mine.submitted_at IS NOT NULL) OFFSET 0
          )
        ORDER BY seen.place
        LIMIT 1
        FOR UPDATE OF a SKIP LOCKED
    ),
    taken AS (
        UPDATE tasks_assignment a
        SET state = 'claimed', worker_id = %(worker)s, claimed_at = %(at)s, shown_at = %(at)s,
            last_seen_at = %(at)s, due_at = %(due_at)s
        FROM candidate WHERE a.id = candidate.id
        RETURNING a.id
    ),
    moved AS (
        UPDATE tasks_participation p
        SET look_back = CASE
            WHEN EXISTS (SELECT 1 FROM taken) THEN p.look_back
            WHEN (SELECT count(*) FROM seen) < %(rows)s THEN 0
            ELSE (SELECT max(place) FROM seen) END
        WHERE p.job_id = %(job)s AND p.worker_id = %(worker)s
    )
    SELECT id FROM taken
"""

_LAPSED = """
    SELECT a.id FROM tasks_assignment a
    WHERE a.job_id = %(job)s AND a.state = 'claimed' AND a.due_at < %(at)s AND a.worker_id <> %(worker)s
      AND EXISTS (SELECT 1 FROM tasks_job j WHERE j.id = %(job)s AND j.state = 'open')
      AND NOT EXISTS (
          SELECT 1 FROM tasks_assignment mine
          WHERE mine.micro_task_id = a.micro_task_id AND mine.worker_id = %(worker)s
            AND (mine.state = 'claimed' OR mine.submitted_at IS NOT NULL) OFFSET 0
      )
    ORDER BY a.due_at
    LIMIT 1
    FOR UPDATE OF a SKIP LOCKED
"""


class NothingToClaim(Exception):
    """No assignment of the job is left for this worker."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An assignment in a worker's hands. `is_new` is False when they held it already."""

    assignment_id: int
    is_new: bool


def claim_next(*, job: Job, worker: User, at: datetime) -> Assignment:
    """Give `worker` the next assignment of `job` that is not theirs already.

    What they hold of the job already comes first, with a fresh lease: asking twice gives the same. Two workers who
    ask at once get two assignments, for each takes a row that the other has not locked. Raises NothingToClaim.
    """
    claim = claim_row(job=job, worker=worker, at=at)
    if claim is None:
        raise NothingToClaim
    return Assignment.objects.select_related("job", "micro_task__item").get(pk=claim.assignment_id)


def claim_row(*, job: Job, worker: User, at: datetime) -> Claim | None:
    """The claim without loading the row, None when nothing is left: for doors that read what they need themselves."""
    try:
        return claim_within(job=job, worker=worker, at=at)
    except IntegrityError:
        # Another tab of this worker took a sibling of the same micro-task between our read and our write.
        return claim_within(job=job, worker=worker, at=at)


@transaction.atomic(savepoint=False)
def claim_within(*, job: Job, worker: User, at: datetime) -> Claim | None:
    """`claim_row` as a part of a greater transaction, which starts anew when this raises IntegrityError."""
    values = {
        "job": job.pk,
        "worker": worker.pk,
        "at": at,
        "due_at": at + timedelta(seconds=job.lease_seconds),
        "rows": LOOK_BACK_ROWS,
    }
    with connection.cursor() as cursor:
        held = _first(cursor, _HELD, values)
        if held is not None:
            return Claim(held, is_new=False)
        taken = _first(cursor, _CLAIM, values)
        if taken is None:
            _take_part(cursor, values)
            taken = (
                _first(cursor, _CLAIM, values)
                or _first(cursor, _CLAIM_TOUCHED, values)
                or _take_over_lapsed(cursor, values, job=job, worker=worker, at=at)
                or _first(cursor, _LOOK_BACK, values)
            )
    if taken is None:
        return None
    log.record([_event(log.Type.CLAIMED, taken, job, worker, at), _event(log.Type.SHOWN, taken, job, worker, at)])
    return Claim(taken, is_new=True)


def _first(cursor: Any, statement: str, values: dict[str, Any]) -> int | None:
    cursor.execute(statement, values)
    row = cursor.fetchone()
    return int(row[0]) if row else None


def _take_part(cursor: Any, values: dict[str, Any]) -> None:
    cursor.execute(
        "INSERT INTO tasks_participation (job_id, worker_id, place, look_back) VALUES (%(job)s, %(worker)s, 0, 0)"
        " ON CONFLICT (job_id, worker_id) DO NOTHING",
        values,
    )


def _take_over_lapsed(cursor: Any, values: dict[str, Any], *, job: Job, worker: User, at: datetime) -> int | None:
    """End one lease that ran out and take its place at once: no clock stands between a worker and work."""
    lapsed = _first(cursor, _LAPSED, values)
    if lapsed is None:
        return None
    expire_rows(cursor, assignment_ids=[lapsed], job=job, at=at)
    cursor.execute(
        """
        INSERT INTO tasks_assignment (public_id, job_id, micro_task_id, ordinal, place, state, worker_id, claimed_at,
            shown_at, last_seen_at, due_at, visible_ms, active_ms, reject_code, reject_words)
        SELECT %(public_id)s, job_id, micro_task_id, ordinal, place, 'claimed', %(worker)s, %(at)s,
            %(at)s, %(at)s, %(due_at)s, 0, 0, '', ''
        FROM tasks_assignment WHERE id = %(lapsed)s
        RETURNING id
        """,
        {**values, "lapsed": lapsed, "public_id": new_public_id()},
    )
    return int(cursor.fetchone()[0])


def expire_rows(cursor: Any, *, assignment_ids: list[int], job: Job, at: datetime) -> None:
    """Mark claimed rows as expired and log the work they had seen. The caller holds their locks."""
    cursor.execute(
        """
        UPDATE tasks_assignment SET state = 'expired', ended_at = %s
        WHERE id = ANY(%s) AND state = 'claimed'
        RETURNING id, worker_id, coalesce(shown_at, claimed_at), coalesce(last_seen_at, claimed_at)
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
            )
            for pk, worker_id, started_at, seen_at in cursor.fetchall()
        ]
    )


def reopen_places(cursor: Any, *, assignment_ids: list[int]) -> None:
    """Put a fresh open row for each of these at the end of its job's queue, where every worker will pass.

    A job that is closed gets none: nobody could claim it, and its money went back.
    """
    cursor.execute(
        """
        INSERT INTO tasks_assignment (public_id, job_id, micro_task_id, ordinal, place, state,
            visible_ms, active_ms, reject_code, reject_words)
        SELECT fresh.public_id, a.job_id, a.micro_task_id, a.ordinal,
            ((1::bigint << 50) + nextval(pg_get_serial_sequence('tasks_assignment', 'id'))) * 16,
            'open', 0, 0, '', ''
        FROM unnest(%s::bigint[], %s::text[]) AS fresh (id, public_id)
        JOIN tasks_assignment a ON a.id = fresh.id
        JOIN tasks_job j ON j.id = a.job_id AND j.state = 'open'
        ORDER BY a.id
        """,
        [assignment_ids, [new_public_id() for _ in assignment_ids]],
    )


def _event(kind: log.Type, assignment_id: int, job: Job, worker: User, at: datetime) -> log.Event:
    return log.Event(
        type=kind,
        at=at,
        worker_number=worker.pk,
        requester_number=job.requester_id,
        job_number=job.pk,
        assignment_number=assignment_id,
    )
