"""Claiming ahead: what a worker gets next is theirs, and loaded, before they ask for it.

A row that is claimed and has no `shown_at` is held ahead. Its lease is short and renewed by the signs of life of what
is on screen. If nobody ever looks at it, it goes back by itself and costs its worker nothing: no second, no line in
their list, no part in any measure. Order of locks: the worker's participation row, then assignments (docs/locks.md).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction

from accounts.models import User
from tasks.domain import claiming, statements
from tasks.domain.in_hand import in_hand
from tasks.models import Assignment, Job, Participation
from transparency.domain import log
from transparency.domain.systems import automated_decision

# So many a desk holds beyond what is on screen; a desk that shows many at once asks for more.
COUNT = 1
LEASE_SECONDS = 120
_QUICK = (statements.CLAIM_AHEAD, statements.CLAIM_AHEAD_TOUCHED)


@automated_decision("handing-out", ahead_seconds=LEASE_SECONDS)
def claim_ahead(*, job: Job, worker: User, at: datetime, count: int = COUNT) -> list[claiming.Claim]:
    """Hold up to `count` assignments of `job` that `worker` will be shown later; all they hold so, oldest first.

    Asking again gives the same, with fresh leases, and fills up what is missing. They are of different micro-tasks,
    and none is taken from another worker unless its lease ran out. Raises OwnJob, Suspended.
    """
    claiming.refuse_new(job=job, worker=worker, at=at)
    try:
        return _claim_ahead_once(job, worker, at, count)
    except IntegrityError:
        # Another tab of this worker submitted to a sibling of the same micro-task between our read and our write.
        return _claim_ahead_once(job, worker, at, count)


@transaction.atomic
def _claim_ahead_once(job: Job, worker: User, at: datetime, count: int) -> list[claiming.Claim]:
    due_at = at + timedelta(seconds=LEASE_SECONDS)
    values = claiming.values_of(job=job, worker=worker, at=at) | {"due_at": due_at, "seen_at": None}
    claiming.take_part(values)
    # Two tabs that ask at once take turns, so that together they don't hold more than `count`.
    Participation.objects.select_for_update().get(job=job, worker=worker)
    held = [
        claiming.Claim(number, is_new=False, in_hand=in_hand(assignment_id=number))
        for number in renew(job=job, worker=worker, at=at)
    ]
    while len(held) < count:
        claim = claiming.take_first(_QUICK, values, job=job, worker=worker, at=at)
        if claim is None:
            break
        held.append(claim)
    return held


def renew(*, job: Job, worker: User, at: datetime) -> list[int]:
    """Extend the leases of what `worker` holds ahead of `job`, which they are at work on; its numbers, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH mine AS (
                SELECT id FROM tasks_assignment
                WHERE worker_id = %(worker)s AND job_id = %(job)s AND state = 'claimed' AND shown_at IS NULL
                ORDER BY id FOR UPDATE
            )
            UPDATE tasks_assignment a SET due_at = greatest(a.due_at, %(due_at)s) FROM mine WHERE a.id = mine.id
            RETURNING a.claimed_at, a.id
            """,
            {"worker": worker.pk, "job": job.pk, "due_at": at + timedelta(seconds=LEASE_SECONDS)},
        )
        return [number for _claimed_at, number in sorted(cursor.fetchall())]


@transaction.atomic
def show(*, assignment: Assignment, worker: User, at: datetime, shown_at: datetime | None = None) -> bool:
    """Put what was claimed ahead on screen: from `shown_at` on (now, when not told) it is work, with a whole lease.

    False when that was known, or the assignment isn't held any more: safe to repeat.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE tasks_assignment SET shown_at = least(%(at)s, greatest(claimed_at, %(shown_at)s)),
                last_seen_at = %(at)s, due_at = greatest(due_at, %(due_at)s)
            WHERE id = %(id)s AND worker_id = %(worker)s AND state = 'claimed' AND shown_at IS NULL
            """,
            {
                "id": assignment.pk,
                "worker": worker.pk,
                "at": at,
                "shown_at": shown_at or at,
                "due_at": at + timedelta(seconds=assignment.job.lease_seconds),
            },
        )
        moved = cursor.rowcount
    if moved:
        log.record([claiming.event_of(log.Type.SHOWN, assignment.pk, assignment.job, worker, at)])
    return bool(moved)


@transaction.atomic
def set_aside(*, job: Job, worker: User, at: datetime, but: Collection[int]) -> None:
    """Hold ahead what `worker` has on screen of `job`, all `but` these numbers: they come first now.

    What is done again after a rejection stays: nobody else may get it meanwhile. The time the
    others were on screen is counted with those that come first, whose work goes on.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH mine AS (
                SELECT id FROM tasks_assignment
                WHERE worker_id = %(worker)s AND job_id = %(job)s AND state = 'claimed' AND shown_at IS NOT NULL
                  AND id <> ALL(%(but)s::bigint[]) AND redo_of_id IS NULL
                ORDER BY id FOR UPDATE
            )
            UPDATE tasks_assignment a SET shown_at = NULL, due_at = %(due_at)s FROM mine WHERE a.id = mine.id
            RETURNING a.id
            """,
            {"worker": worker.pk, "job": job.pk, "but": list(but), "due_at": at + timedelta(seconds=LEASE_SECONDS)},
        )
        numbers: Sequence[Any] = cursor.fetchall()
    log.record([claiming.event_of(log.Type.SET_ASIDE, number, job, worker, at) for (number,) in sorted(numbers)])


@transaction.atomic
def let_go(*, job: Job, worker: User, at: datetime) -> None:
    """Return what `worker` holds ahead of `job`, if nothing of it is on their screen any more."""
    on_screen = Assignment.objects.filter(
        worker=worker, job=job, state=Assignment.State.CLAIMED, shown_at__isnull=False
    )
    if not on_screen.exists():
        give_back_ahead(job=job, worker=worker, at=at)


def give_back_ahead(*, job: Job, worker: User, at: datetime) -> int:
    """Return what `worker` holds ahead of `job`; how many. The caller has a transaction open."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE tasks_assignment SET state = 'returned', ended_at = %(at)s
            WHERE worker_id = %(worker)s AND job_id = %(job)s AND state = 'claimed' AND shown_at IS NULL
            RETURNING id, claimed_at
            """,
            {"worker": worker.pk, "job": job.pk, "at": at},
        )
        returned = sorted(cursor.fetchall())
        claiming.reopen_places(cursor, assignment_ids=[number for number, _claimed_at in returned])
    log.record(
        [
            log.Event(
                type=log.Type.RETURNED,
                at=at,
                worker_number=worker.pk,
                requester_number=job.requester_id,
                job_number=job.pk,
                assignment_number=number,
                started_at=claimed_at,
                ended_at=claimed_at,
                note=log.UNSEEN,
            )
            for number, claimed_at in returned
        ]
    )
    return len(returned)
