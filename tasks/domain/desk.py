"""What a worker does between claim and submit: showing signs of life, saving drafts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest

from accounts.models import User
from tasks.domain import ahead
from tasks.domain.submitting import AlreadySubmitted, LeaseLost
from tasks.kinds.base import Json
from tasks.models import Assignment, Draft

# No counter says more: nobody looks at one picture for a day.
DAY_MS = 86_400_000


class DraftConflict(Exception):
    """A newer draft is on the server; `draft` holds it, so both can be shown."""

    def __init__(self, draft: Draft) -> None:
        super().__init__("a newer draft exists")
        self.draft = draft


def renew(*, assignment: Assignment, worker: User, visible_ms: int, active_ms: int, at: datetime) -> datetime:
    """Extend the lease while the page is visible; the new `due_at`. Counters are cumulative: the greatest wins.

    What is held ahead lives on with it; what shows a sign of life is on screen. Raises AlreadySubmitted, and LeaseLost
    when the assignment isn't held any more.
    """
    due_at = at + timedelta(seconds=assignment.job.lease_seconds)
    lease_ms = min(DAY_MS, int((at - (assignment.claimed_at or at)).total_seconds() * 1000) + 2000)
    visible_ms = max(0, min(visible_ms, lease_ms))
    moved = Assignment.objects.filter(pk=assignment.pk, worker=worker, state=Assignment.State.CLAIMED).update(
        due_at=due_at,
        last_seen_at=at,
        visible_ms=Greatest("visible_ms", Value(visible_ms)),
        active_ms=Greatest("active_ms", Value(max(0, min(active_ms, visible_ms)))),
    )
    if not moved:
        raise _what_ended(assignment, worker)
    if assignment.shown_at is None:
        since = at - timedelta(milliseconds=visible_ms)
        ahead.show(assignment=assignment, worker=worker, at=at, shown_at=since)
    ahead.renew(job=assignment.job, worker=worker, at=at)
    return due_at


def _what_ended(assignment: Assignment, worker: User) -> Exception:
    """An answer that was sent says it all: what comes after it, from a slower way, harms nothing."""
    answered = Assignment.objects.filter(pk=assignment.pk, worker=worker, submitted_at__isnull=False).exists()
    return AlreadySubmitted() if answered else LeaseLost()


@transaction.atomic
def save_draft(*, assignment: Assignment, worker: User, content: Json, revision: int, at: datetime) -> int:
    """Keep an unfinished answer; the new revision. `revision` is the one the browser last saw (0 for none).

    Raises DraftConflict when another tab saved since, AlreadySubmitted, and LeaseLost when the assignment isn't the
    worker's.
    """
    held = (
        Assignment.objects.select_for_update()
        .filter(pk=assignment.pk, worker=worker, state__in=[Assignment.State.CLAIMED, Assignment.State.EXPIRED])
        .filter(submitted_at__isnull=True)
        .exists()
    )
    if not held:
        raise _what_ended(assignment, worker)
    draft = Draft.objects.filter(assignment=assignment).first()
    if draft is None:
        Draft.objects.create(assignment=assignment, content=content, revision=1, saved_at=at)
        return 1
    if draft.content == content:
        return draft.revision
    if draft.revision != revision:
        raise DraftConflict(draft)
    draft.content, draft.revision, draft.saved_at = content, revision + 1, at
    draft.save(update_fields=["content", "revision", "saved_at"])
    return draft.revision
