"""Many micro-tasks on one screen, where the job says so: each is an assignment of its own, held and answered together.

The time of a screen is shared out among what was answered on it, in equal parts one after the other, so that a second
counts once. Order of locks: the worker's participation row, then assignments (docs/locks.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from accounts.models import User
from tasks.domain import ahead, claiming, desk, submitting
from tasks.kinds import kind_named
from tasks.kinds.base import AnswerRefused
from tasks.models import Assignment, Job, Participation

MILLISECOND = timedelta(milliseconds=1)


class SomeRefused(Exception):
    """Some answers can't be taken as they are; `sentences` says why, by public id. Nothing was saved."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        super().__init__("some answers can't be taken")
        self.sentences = sentences


@dataclass(slots=True)
class Sent:
    """What became of the answers of a screen, by the numbers of their assignments.

    `late` were paid from the reserve, `lost` were given back before, `standing` had another answer before.
    """

    kept: list[int] = field(default_factory=list)
    late: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    standing: list[int] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many assignments of the worker's were meant."""
        return len(self.kept) + len(self.late) + len(self.lost) + len(self.standing)


def at_once(job: Job) -> int:
    """How many of the job's micro-tasks one screen shows."""
    return kind_named(job.kind).at_once(job.settings)


def on_screen(*, job: Job, worker: User) -> QuerySet[Assignment]:
    """What the worker has on screen of `job`, in the order in which it is shown; nothing is claimed."""
    shown = Assignment.objects.filter(
        worker=worker, job=job, state=Assignment.State.CLAIMED, shown_at__isnull=False
    ).select_related("job__requester", "micro_task__item", "draft")
    return shown.order_by("claimed_at", "pk")[: at_once(job)]


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


def submit(
    *, job: Job, worker: User, answers: Mapping[str, object], key: str, at: datetime, give_back_rest: bool = False
) -> Sent:
    """Submit each of `answers`, by public id, in the order in which they were given; each is kept once.

    With `give_back_rest`, what has no answer that can be taken is given back and the others are submitted. Repeated
    with the same `key` it changes nothing. Raises SomeRefused.
    """
    rows = _own(job, worker, answers)
    refused = _refused(rows, answers)
    if refused and not give_back_rest:
        raise SomeRefused(refused)
    for row in rows:
        if row.public_id in refused:
            _given_back(row, worker, at)
    rows = [row for row in rows if row.public_id not in refused and not _is_gone(row, answers)]
    sent, timings = Sent(), _share_out(rows, worker, at)
    for row in rows:
        timing = timings.get(row.pk, submitting.SENT_AT_ONCE)
        _submit_one(sent, row, timing, worker=worker, answer=answers[row.public_id], key=key, at=at)
    return sent


def _submit_one(
    sent: Sent,
    row: Assignment,
    timing: submitting.Timing,
    *,
    worker: User,
    answer: object,
    key: str,
    at: datetime,
) -> None:
    try:
        submission = submitting.submit(
            assignment=row, worker=worker, answer=answer, key=f"{key}:{row.public_id}", at=at, timing=timing
        )
    except submitting.LeaseLost:
        sent.lost.append(row.pk)
    except submitting.AlreadySubmitted:
        sent.standing.append(row.pk)
    else:
        is_news = submission.is_late and not submission.is_repeat
        (sent.late if is_news else sent.kept).append(submission.assignment_id)


def _own(job: Job, worker: User, answers: Mapping[str, object]) -> list[Assignment]:
    """The worker's own of what is named, in the order of the names; anybody else's is passed by."""
    mine = Assignment.objects.filter(job=job, worker=worker, public_id__in=list(answers))
    rows = {row.public_id: row for row in mine.select_related("micro_task", "draft")}
    for row in rows.values():
        row.job = job
    return [rows[public_id] for public_id in answers if public_id in rows]


def _refused(rows: Sequence[Assignment], answers: Mapping[str, object]) -> dict[str, str]:
    """Why each answer can't be taken that can't. What isn't in hand any more and has no answer needs none."""
    sentences: dict[str, str] = {}
    for row in rows:
        if _is_gone(row, answers):
            continue
        try:
            kind_named(row.job.kind).check(
                answer=answers[row.public_id], settings=row.job.settings, payload=row.micro_task.payload
            )
        except AnswerRefused as refusal:
            sentences[row.public_id] = refusal.sentence
    return sentences


def _is_gone(row: Assignment, answers: Mapping[str, object]) -> bool:
    return row.state != Assignment.State.CLAIMED and not answers[row.public_id]


def _share_out(rows: Sequence[Assignment], worker: User, at: datetime) -> dict[int, submitting.Timing]:
    """Give each its part of the time since the screen was shown, one after the other; the last one ends now.

    What an assignment began with moves to the beginning of its part. A rest of less than a millisecond a part is the
    first one's. What was submitted before keeps its time.
    """
    fresh = [row for row in rows if row.submitted_at is None]
    if not fresh:
        return {}
    began = min(row.shown_at or row.claimed_at or at for row in fresh)
    part_ms = max(0, (at - began) // MILLISECOND // len(fresh))
    waits = [(len(fresh) - 1 - number) * part_ms for number in range(len(fresh))]
    begins = [began, *(at - (wait_ms + part_ms) * MILLISECOND for wait_ms in waits[1:])]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            WITH mine AS (
                SELECT id FROM tasks_assignment
                WHERE id = ANY(%(ids)s::bigint[]) AND worker_id = %(worker)s AND state = 'claimed'
                ORDER BY id FOR UPDATE
            )
            UPDATE tasks_assignment a SET shown_at = greatest(a.claimed_at, part.began_at)
            FROM unnest(%(ids)s::bigint[], %(begins)s::timestamptz[]) AS part (id, began_at)
            JOIN mine ON mine.id = part.id WHERE a.id = part.id
            """,
            {"ids": [row.pk for row in fresh], "begins": begins, "worker": worker.pk},
        )
    return {
        row.pk: submitting.Timing(waited_ms=wait_ms, worked_ms=part_ms)
        for row, wait_ms in zip(fresh, waits, strict=True)
    }


def keep_drafts(*, job: Job, worker: User, answers: Mapping[str, object], at: datetime) -> None:
    """Keep what is chosen on a screen that isn't submitted yet. What isn't in hand any more is passed by."""
    rows = _own(job, worker, answers)
    for row in rows:
        content = answers[row.public_id]
        if not isinstance(content, dict) or not content:
            continue
        kept = getattr(row, "draft", None)
        with suppress(desk.DraftConflict, submitting.LeaseLost, submitting.AlreadySubmitted):
            desk.save_draft(
                assignment=row, worker=worker, content=content, revision=kept.revision if kept else 0, at=at
            )


def give_back(*, job: Job, worker: User, public_id: str, at: datetime) -> int:
    """Return one of the screen; how many were in hand: 1, or 0 when it isn't any more."""
    for row in on_screen(job=job, worker=worker):
        if row.public_id == public_id:
            return _given_back(row, worker, at)
    return 0


def give_back_all(*, job: Job, worker: User, at: datetime) -> int:
    """Return everything of `job` that the worker has on screen; how many."""
    return sum(_given_back(row, worker, at) for row in on_screen(job=job, worker=worker))


def _given_back(row: Assignment, worker: User, at: datetime) -> int:
    with suppress(submitting.LeaseLost):
        return int(submitting.give_back(assignment=row, worker=worker, at=at))
    return 0
