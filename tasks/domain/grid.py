"""Many micro-tasks on one screen, where the job says so: each is an assignment of its own, held and shown together.

How they are answered together stands in grid_answers.py. Order of locks: the worker's participation row, then
assignments (docs/locks.md).
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from tasks.domain import ahead, claiming, submitting, undoing
from tasks.kinds import kind_named
from tasks.models import Assignment, Job, Participation


def at_once(job: Job) -> int:
    """How many of the job's micro-tasks one screen shows."""
    return kind_named(job.kind).at_once(job.settings)


def on_screen(*, job: Job, worker: User) -> QuerySet[Assignment]:
    """What the worker has on screen of `job`, in the order in which it is shown; nothing is claimed."""
    return _in_hand(job, worker, is_ahead=False)


def _in_hand(job: Job, worker: User, *, is_ahead: bool) -> QuerySet[Assignment]:
    mine = Assignment.objects.filter(
        worker=worker, job=job, state=Assignment.State.CLAIMED, shown_at__isnull=is_ahead
    ).select_related("job__requester", "micro_task__item", "draft")
    return mine.order_by("claimed_at", "pk")[: at_once(job)]


def hold(*, job: Job, worker: User, at: datetime) -> QuerySet[Assignment]:
    """Hold what the next screen will show, in its order: whole, or what the job has left. Asked again, it is the same.

    Raises OwnJob.
    """
    ahead.claim_ahead(job=job, worker=worker, at=at, count=at_once(job))
    return _in_hand(job, worker, is_ahead=True)


def show(*, job: Job, worker: User, public_ids: Collection[str], at: datetime, shown_at: datetime) -> bool:
    """Put on screen what was held ahead and looked at since `shown_at`; whether anything is on screen now."""
    for row in own(job=job, worker=worker, public_ids=public_ids):
        ahead.show(assignment=row, worker=worker, at=at, shown_at=shown_at)
    return on_screen(job=job, worker=worker).exists()


def own(*, job: Job, worker: User, public_ids: Collection[str]) -> list[Assignment]:
    """The worker's own of what is named, in the order of the names; anybody else's is passed by."""
    mine = Assignment.objects.filter(job=job, worker=worker, public_id__in=list(public_ids))
    rows = {row.public_id: row for row in mine.select_related("micro_task", "draft")}
    for row in rows.values():
        row.job = job
    return [rows[public_id] for public_id in public_ids if public_id in rows]


def fill(*, job: Job, worker: User, at: datetime) -> bool:
    """Fill the worker's screen with what the job has for them; whether anything is on it.

    What is on it already stays. All leases end together. Asked again, it changes nothing but these. Raises OwnJob,
    Suspended.
    """
    if claiming.claim_row(job=job, worker=worker, at=at) is None:
        return False
    if at_once(job) > 1:
        _fill_up(job, worker, at)
    return True


@transaction.atomic
def _fill_up(job: Job, worker: User, at: datetime) -> None:
    # Two tabs that ask at once take turns, so that together they don't fill more than one screen.
    Participation.objects.select_for_update().get(job=job, worker=worker)
    missing = at_once(job) - len(on_screen(job=job, worker=worker))
    if missing > 0:
        claims = ahead.claim_ahead(job=job, worker=worker, at=at, count=missing)
        for claim in claims[:missing]:
            ahead.show(assignment=Assignment(pk=claim.assignment_id, job=job), worker=worker, at=at)
    shown = [row.pk for row in on_screen(job=job, worker=worker)]
    Assignment.objects.filter(pk__in=shown).update(due_at=at + timedelta(seconds=job.lease_seconds))


@transaction.atomic
def bring_back(*, job: Job, worker: User, public_ids: Collection[str], timing: submitting.Timing, at: datetime) -> None:
    """Put a screen back that could not be sent as it was. What is on screen meanwhile is held ahead."""
    rows = own(job=job, worker=worker, public_ids=public_ids)
    for row in rows:
        ahead.show(assignment=row, worker=worker, at=at, shown_at=timing.began(at))
    ahead.set_aside(job=job, worker=worker, at=at, but=[row.pk for row in rows])


@transaction.atomic
def undo(*, job: Job, worker: User, public_ids: Collection[str], at: datetime) -> None:
    """Take a screen's submission back: its answers are drafts again. What is on screen meanwhile is held ahead.

    What was decided on already stands, and the others come back without it. Repeated, it changes nothing. Raises
    TooLateToUndo when nothing can be taken back.
    """
    Participation.objects.select_for_update().filter(job=job, worker=worker).first()
    rows = sorted(own(job=job, worker=worker, public_ids=public_ids), key=lambda row: row.pk)
    taken = [row for row in rows if undoing.take_back(assignment=row, worker=worker, at=at)]
    in_hand = [row.pk for row in rows if row in taken or row.state == Assignment.State.CLAIMED]
    if not in_hand:
        raise undoing.TooLateToUndo
    if taken:
        ahead.set_aside(job=job, worker=worker, at=at, but=in_hand)


def give_back(*, job: Job, worker: User, public_ids: Collection[str], at: datetime) -> int:
    """Return what is named and in the worker's hands; how many."""
    return sum(
        give_one_back(assignment=row, worker=worker, at=at)
        for row in own(job=job, worker=worker, public_ids=public_ids)
    )


def give_one_back(*, assignment: Assignment, worker: User, at: datetime) -> int:
    """How many went back: 1, or 0 when it isn't in the worker's hands any more."""
    with suppress(submitting.LeaseLost):
        return int(submitting.give_back(assignment=assignment, worker=worker, at=at))
    return 0
