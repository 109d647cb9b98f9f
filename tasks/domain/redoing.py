"""Doing a rejected answer again: once, within a time, as long as nobody else has taken its place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain.transfers import InsufficientFunds, transfer
from ledger.models import Transfer
from tasks.domain import claiming
from tasks.domain.pricing import fee_on
from tasks.models import Appeal, Assignment, Draft, Job, MicroTask
from transparency.domain import log

# Of these there is at most one a wanted answer.
LIVING = [
    Assignment.State.OPEN,
    Assignment.State.CLAIMED,
    Assignment.State.SUBMITTED,
    Assignment.State.APPROVED,
    Assignment.State.WITHDRAWN,
]
NOTE = "redo"


class NotToBeRedone(Exception):
    """The answer isn't rejected, is a redo itself, was redone or appealed before, or its time to be redone is over."""


class PlaceTaken(Exception):
    """Somebody else holds the place, or has answered there; or nothing pays for another answer."""


def not_redone_sentence() -> str:
    """Why an answer can't be done again."""
    return _("This answer can’t be done again: its time is over, or you did it again or appealed before.")


def taken_sentence() -> str:
    """Why nobody can do this answer again any more."""
    return _("Somebody else has taken the place of this answer, so it can’t be done again. You can still appeal.")


def redo_until(assignment: Assignment) -> datetime | None:
    """Until when a rejected answer may be done again; None for any other."""
    is_first = assignment.state == Assignment.State.REJECTED and assignment.redo_of_id is None
    return assignment.decided_at + settings.REDO_TIME if is_first and assignment.decided_at else None


def redoable(*, worker: User, at: datetime) -> QuerySet[Assignment]:
    """The rejected answers of `worker` that they may do again now, as far as the rows tell without their locks."""
    every = Assignment.objects.filter(worker=worker, state=Assignment.State.REJECTED, redo_of__isnull=True)
    every = every.filter(appeal__isnull=True, decided_at__gt=at - settings.REDO_TIME)
    every = every.filter(micro_task__withdrawn_at__isnull=True)
    place = Assignment.objects.filter(micro_task=OuterRef("micro_task"), ordinal=OuterRef("ordinal"))
    is_taken = Exists(place.filter(state__in=[state for state in LIVING if state != Assignment.State.OPEN]))
    is_open = Exists(place.filter(state=Assignment.State.OPEN))
    redos = Assignment.objects.filter(redo_of=OuterRef("pk"))
    every = every.filter(~is_taken, ~Exists(redos.filter(submitted_at__isnull=False)))
    return every.filter(is_open | ~Exists(redos))


@transaction.atomic
def redo(*, assignment: Assignment, worker: User, at: datetime) -> Assignment:
    """Put a rejected answer into its worker's hands again, as a draft: their right to appeal against it ends.

    It takes the open row of its replacement. Where none was opened, the money that the rejected answer still holds
    pays for it; what the price rose since comes from the requester. It is theirs until the time to redo is over.
    Repeated, it gives what is in hand. Raises NotToBeRedone, PlaceTaken, and Suspended where the worker is.
    """
    # Whoever closes the job, raises its price or opens a replacement waits for us, or we see what they wrote.
    job = Job.objects.select_for_update(no_key=True).get(pk=assignment.job_id)
    first = Assignment.objects.select_for_update().get(pk=assignment.pk, worker=worker)
    until = redo_until(first)
    begun = first.redos.order_by("-pk").first()
    if begun is not None and begun.state == Assignment.State.CLAIMED:
        return begun
    if until is None or at >= until or Appeal.objects.filter(assignment=first).exists():
        raise NotToBeRedone
    if begun is not None and begun.submitted_at is not None:
        raise NotToBeRedone
    claiming.refuse(job=job, worker=worker)
    values = {
        "state": Assignment.State.CLAIMED,
        "worker": worker,
        "claimed_at": at,
        "shown_at": at,
        "last_seen_at": at,
        "due_at": max(until, at + timedelta(seconds=job.lease_seconds)),
        "redo_of": first,
    }
    mine = _take_replacement(first, values) or _take_own_place(job, first, values, at, is_again=begun is not None)
    Draft.objects.create(assignment=mine, content=first.answer.content, revision=1, saved_at=at)
    events = [log.Type.CLAIMED, log.Type.SHOWN]
    log.record([claiming.event_of(kind, mine.pk, job, worker, at, note=NOTE) for kind in events])
    return mine


def _take_replacement(first: Assignment, values: dict[str, object]) -> Assignment | None:
    """The open row of the place; None when the place has no row at all. Raises PlaceTaken."""
    place = Assignment.objects.filter(micro_task=first.micro_task_id, ordinal=first.ordinal, state__in=LIVING)
    fresh = place.filter(state=Assignment.State.OPEN).select_for_update(skip_locked=True).first()
    if fresh is None:
        if place.exists():
            raise PlaceTaken
        return None
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=list(values))
    return fresh


def _take_own_place(
    job: Job, first: Assignment, values: dict[str, object], at: datetime, *, is_again: bool
) -> Assignment:
    """A fresh row that the rejected answer's own money pays for: once, for it is spent then. Raises PlaceTaken."""
    task = MicroTask.objects.select_for_update(no_key=True).get(pk=first.micro_task_id)
    if is_again or task.withdrawn_at is not None:
        raise PlaceTaken
    more_micros = job.price_micros - (first.price_micros or 0)
    if more_micros:
        _set_aside(job, first, more_micros, at)
    return Assignment.objects.create(job=job, micro_task=task, ordinal=first.ordinal, place=first.place, **values)


def _set_aside(job: Job, first: Assignment, more_micros: int, at: datetime) -> None:
    try:
        with transaction.atomic():
            transfer(
                debit=books.funds(owner_id=job.requester_id),
                credit=books.escrow(job_number=job.pk),
                amount_micros=more_micros + fee_on(pay_micros=more_micros, fee_permille=job.fee_permille),
                reason=Transfer.Reason.RAISE,
                key=f"assignment:{first.pk}:redo",
                at=at,
            )
    except InsufficientFunds:
        raise PlaceTaken from None


def not_redone() -> Q:
    """Rejected answers whose worker has not begun to do them again: only these may still be appealed against."""
    return ~Q(Exists(Assignment.objects.filter(redo_of=OuterRef("pk"))))


def begun_redos(*, assignment_ids: Sequence[int]) -> dict[int, Assignment]:
    """The newest redo of each of these rejected answers that has one, by the rejected answer's number."""
    redos = Assignment.objects.filter(redo_of__in=assignment_ids).order_by("pk")
    return {redo.redo_of_id or 0: redo for redo in redos}
