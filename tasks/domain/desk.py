"""What a worker does between claim and submit: showing signs of life, saving drafts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from tasks.domain import ahead
from tasks.domain.submitting import AlreadySubmitted, LeaseLost
from tasks.kinds.base import Json
from tasks.models import Assignment, Draft
from transparency.domain import attention, presence


class DraftConflict(Exception):
    """A newer draft is on the server; `draft` holds it, so both can be shown."""

    def __init__(self, draft: Draft) -> None:
        super().__init__("a newer draft exists")
        self.draft = draft


@dataclass(frozen=True, slots=True)
class Beat:
    """What a page tells of one stretch of time with one assignment, named by its public id.

    `began_ms` is a moment of the server's clock, in milliseconds since 1970; the counters grow until the stretch ends.
    """

    assignment: str
    seq: int
    began_ms: int
    visible_ms: int
    active_ms: int
    media_ms: int = 0


# The name of a program in place of a page's: its counters run through from the moment that the work was shown.
PROGRAM = "program"
# A stretch may end so much after the server saw the work end.
SPARE_MS = 2000


def renew(*, assignment: Assignment, worker: User, visible_ms: int, active_ms: int, at: datetime) -> datetime:
    """A sign of life of a program: the new `due_at`. Counters run from the claim; the greatest count.

    What is held ahead lives on with it; what shows a sign of life is on screen. Raises AlreadySubmitted, and LeaseLost
    when the assignment isn't held any more.
    """
    presence.be_present(worker_number=worker.pk, at=at)
    if assignment.shown_at is None:
        ahead.show(assignment=assignment, worker=worker, at=at, shown_at=at - timedelta(milliseconds=visible_ms))
        assignment.refresh_from_db(fields=["shown_at"])
    began_ms = attention.milliseconds(assignment.shown_at or assignment.claimed_at or at)
    visible_ms = min(visible_ms, attention.milliseconds(at) - began_ms + SPARE_MS)
    beats = [
        Beat(
            assignment=assignment.public_id,
            seq=first // attention.LONGEST_MS,
            began_ms=began_ms + first,
            visible_ms=min(visible_ms - first, attention.LONGEST_MS),
            active_ms=min(max(0, active_ms - first), attention.LONGEST_MS),
        )
        for first in range(0, max(1, visible_ms), attention.LONGEST_MS)
    ]
    due_at = hear(worker=worker, tab=PROGRAM, beats=beats, at=at).get(assignment.public_id)
    if due_at is None:
        raise _what_ended(assignment, worker)
    return due_at


def _what_ended(assignment: Assignment, worker: User) -> Exception:
    """An answer that was sent says it all: what comes after it, from a slower way, harms nothing."""
    answered = Assignment.objects.filter(pk=assignment.pk, worker=worker, submitted_at__isnull=False).exists()
    return AlreadySubmitted() if answered else LeaseLost()


@transaction.atomic
def hear(*, worker: User, tab: str, beats: Sequence[Beat], at: datetime) -> dict[str, datetime | None]:
    """Keep what a page called `tab` tells of its time; when each lease ends, None for what isn't held any more.

    A lease is renewed while the work is in use, and not by a page that only lies open. What is about anybody else's
    assignment is passed by. Safe to repeat: the greatest counters of a stretch count.
    """
    seen_ms = max((beat.began_ms + beat.visible_ms for beat in beats), default=0)
    if seen_ms > attention.milliseconds(at - presence.SILENCE):
        presence.be_present(worker_number=worker.pk, at=min(at, attention.moment(seen_ms)))
    known = {
        row.public_id: row
        for row in Assignment.objects.filter(
            worker=worker, public_id__in={beat.assignment for beat in beats}
        ).select_related("job")
    }
    heard = [beat for beat in beats if beat.assignment in known and beat.visible_ms > 0]
    _show(worker, known, heard, at)
    told = [_told(known[beat.assignment], tab, beat, at) for beat in heard]
    shares = attention.keep(worker_number=worker.pk, told=[one for one in told if one.visible_ms > 0], at=at)
    in_use = _write(worker, known.values(), shares, at)
    for job in {row.job for row in known.values() if row.pk in in_use}:
        ahead.renew(job=job, worker=worker, at=at)
    held = Assignment.objects.filter(worker=worker, public_id__in=known, state=Assignment.State.CLAIMED)
    due = dict(held.values_list("public_id", "due_at"))
    return {public_id: due.get(public_id) for public_id in known}


def _show(worker: User, known: Mapping[str, Assignment], beats: Sequence[Beat], at: datetime) -> None:
    """What was claimed ahead and is looked at is on screen, from the first moment that is told of it."""
    for beat in sorted(beats, key=lambda beat: beat.began_ms):
        row = known[beat.assignment]
        if row.shown_at is None and row.state == Assignment.State.CLAIMED:
            ahead.show(assignment=row, worker=worker, at=at, shown_at=attention.moment(beat.began_ms))
            row.refresh_from_db(fields=["shown_at"])


def _told(assignment: Assignment, tab: str, beat: Beat, at: datetime) -> attention.Told:
    """A beat held against what the server knows: no time before the work was shown, none after it ended."""
    first = attention.milliseconds(assignment.shown_at or assignment.claimed_at or at)
    last = attention.milliseconds(assignment.submitted_at or _returned_at(assignment) or at) + SPARE_MS
    began = min(max(beat.began_ms, first), last)
    too_early = max(0, first - beat.began_ms)
    visible = max(0, min(beat.visible_ms - too_early, last - began, attention.LONGEST_MS))
    active = max(0, min(beat.active_ms - too_early, visible))
    return attention.Told(
        assignment_number=assignment.pk,
        job_number=assignment.job_id,
        tab=tab,
        seq=beat.seq,
        started_at=attention.moment(began),
        visible_ms=visible,
        active_ms=active,
        media_ms=max(0, min(beat.media_ms, active)),
    )


def _returned_at(assignment: Assignment) -> datetime | None:
    return assignment.ended_at if assignment.state == Assignment.State.RETURNED else None


_WRITE = """
    WITH before AS MATERIALIZED (
        SELECT id, job_id, active_ms FROM tasks_assignment
        WHERE id = ANY(%(ids)s::bigint[]) AND worker_id = %(worker)s ORDER BY id FOR NO KEY UPDATE
    )
    UPDATE tasks_assignment a SET visible_ms = told.visible_ms, active_ms = told.active_ms,
        last_seen_at = CASE WHEN a.state = 'claimed' AND told.is_heard THEN %(at)s ELSE a.last_seen_at END,
        due_at = CASE WHEN a.state = 'claimed' AND told.is_heard AND told.active_ms > before.active_ms
            THEN greatest(a.due_at, %(at)s + j.lease_seconds * interval '1 second') ELSE a.due_at END
    FROM unnest(%(ids)s::bigint[], %(visible)s::int[], %(active)s::int[], %(heard)s::bool[])
        AS told (id, visible_ms, active_ms, is_heard)
    JOIN before ON before.id = told.id JOIN tasks_job j ON j.id = before.job_id
    WHERE a.id = told.id
    RETURNING a.id, a.state = 'claimed' AND told.is_heard AND told.active_ms > before.active_ms
"""


def _write(worker: User, heard: Iterable[Assignment], shares: Mapping[int, attention.Share], at: datetime) -> set[int]:
    """Give each assignment its share of the worker's time, and those in use a fresh lease; which these are."""
    numbers = {assignment.pk for assignment in heard}
    values: dict[str, Any] = {
        "at": at,
        "worker": worker.pk,
        "ids": list(shares),
        "visible": [share.visible_ms for share in shares.values()],
        "active": [share.active_ms for share in shares.values()],
        "heard": [number in numbers for number in shares],
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)
        return {number for number, is_in_use in cursor.fetchall() if is_in_use}


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
