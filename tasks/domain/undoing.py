"""Taking the last submission back, for some seconds."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from tasks.domain import ahead, claiming
from tasks.models import Answer, Assignment, Draft, RejectionRequest
from transparency.domain import log

UNDO_SECONDS = 10
# For the way of the request.
GRACE_SECONDS = 5


class TooLateToUndo(Exception):
    """The answer stands: it was decided on, or its time to be taken back is over."""


def too_late_sentence() -> str:
    """Why a submission can't be taken back any more."""
    return _("This answer stands: it can be taken back for %(seconds)d seconds, and until it is decided on.") % {
        "seconds": UNDO_SECONDS
    }


@transaction.atomic
def undo(*, assignment: Assignment, worker: User, at: datetime) -> None:
    """Take a submission back: the answer becomes the draft, the assignment is in hand again.

    What the worker has on screen of the job is held ahead meanwhile. Repeated, it changes nothing.

    Raises TooLateToUndo.
    """
    if take_back(assignment=assignment, worker=worker, at=at):
        ahead.set_aside(job=assignment.job, worker=worker, at=at, but=[assignment.pk])
    elif not Assignment.objects.filter(pk=assignment.pk, worker=worker, state=Assignment.State.CLAIMED).exists():
        raise TooLateToUndo


def take_back(*, assignment: Assignment, worker: User, at: datetime) -> bool:
    """Put a submission back into the worker's hands; False when it can't be taken back. In the caller's transaction.

    The log keeps the submission, and that it was taken back: the next one of the same assignment counts for both.
    """
    # With its lock, for whoever asks to reject it takes that too.
    Assignment.objects.select_for_update().filter(pk=assignment.pk).first()
    if RejectionRequest.objects.filter(assignment=assignment.pk).exists():
        return False
    since = at - timedelta(seconds=UNDO_SECONDS + GRACE_SECONDS)
    moved = Assignment.objects.filter(
        pk=assignment.pk, worker=worker, state=Assignment.State.SUBMITTED, submitted_at__gt=since
    ).update(
        state=Assignment.State.CLAIMED,
        submitted_at=None,
        price_micros=None,
        last_seen_at=at,
        due_at=at + timedelta(seconds=assignment.job.lease_seconds),
    )
    if not moved:
        return False
    answer = Answer.objects.get(pk=assignment.pk)
    Draft.objects.create(assignment=assignment, content=answer.content, revision=1, saved_at=at)
    answer.delete()
    log.record([claiming.event_of(log.Type.UNDONE, assignment.pk, assignment.job, worker, at)])
    return True
