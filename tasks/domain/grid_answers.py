"""Answering many micro-tasks of one screen together: each answer is kept for itself, as if it had been sent alone.

The time of a screen is shared out among what was answered on it, in equal parts one after the other, so that a second
counts once. Order of locks: the worker's participation row, then assignments (docs/locks.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from tasks.domain import ahead, desk, grid, submitting
from tasks.kinds import kind_named
from tasks.kinds.base import AnswerRefused
from tasks.models import Assignment, Job

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


def answers_of(*, job: Job, fields: MultiValueDict[str, str], cells: Sequence[str]) -> dict[str, object]:
    """What was entered for each of `cells`, in their order: the names of its fields begin with the cell's own."""
    kind, answers = kind_named(job.kind), dict[str, object]()
    for cell in cells[: grid.at_once(job)]:
        start = f"{cell}-"
        own = {name.removeprefix(start): fields.getlist(name) for name in fields if name.startswith(start)}
        answers[cell.replace("\x00", "")] = kind.answer_from_form(MultiValueDict(own))
    return answers


def submit(
    *,
    job: Job,
    worker: User,
    answers: Mapping[str, object],
    key: str,
    at: datetime,
    give_back_rest: bool = False,
    timing: submitting.Timing = submitting.SENT_AT_ONCE,
) -> Sent:
    """Submit each of `answers`, by public id, in the order in which they were given; each is kept once.

    With `give_back_rest`, what has no answer that can be taken is given back and the others are submitted. Repeated
    with the same `key` it changes nothing. `timing` is the whole screen's. Raises SomeRefused.
    """
    rows = grid.own(job=job, worker=worker, public_ids=answers)
    refused = _refused(rows, answers)
    if refused and not give_back_rest:
        raise SomeRefused(refused)
    for row in rows:
        if row.public_id in refused:
            grid.give_one_back(assignment=row, worker=worker, at=at)
    rows = [row for row in rows if row.public_id not in refused and not _is_gone(row, answers)]
    sent, timings = Sent(), _share_out(rows, worker, timing, at)
    for row in rows:
        share = timings.get(row.pk, submitting.SENT_AT_ONCE)
        _submit_one(sent, row, share, worker=worker, answer=answers[row.public_id], key=key, at=at)
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


def _share_out(
    rows: Sequence[Assignment], worker: User, timing: submitting.Timing, at: datetime
) -> dict[int, submitting.Timing]:
    """Give each its part of the time since the screen was shown, one after the other; the last ends when it was sent.

    What an assignment began with moves to the beginning of its part. A rest of less than a millisecond a part is the
    first one's. What was submitted before keeps its time.
    """
    fresh = [row for row in rows if row.submitted_at is None]
    if not fresh:
        return {}
    began = _began(fresh, timing, at)
    for row in fresh:
        if row.shown_at is None:
            ahead.show(assignment=row, worker=worker, at=at, shown_at=began)
    waited_ms = min(timing.waited_ms, (at - began) // MILLISECOND)
    part_ms = ((at - began) // MILLISECOND - waited_ms) // len(fresh)
    waits = [waited_ms + (len(fresh) - 1 - number) * part_ms for number in range(len(fresh))]
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


def _began(fresh: Sequence[Assignment], timing: submitting.Timing, at: datetime) -> datetime:
    """When the screen was shown. What nobody told us of was held ahead: then the browser says how long it stood."""
    shown = [row.shown_at for row in fresh if row.shown_at is not None]
    if shown:
        return min(at, *shown)
    return min(at, max(timing.began(at), *(row.claimed_at or at for row in fresh)))


def keep_drafts(*, job: Job, worker: User, answers: Mapping[str, object], at: datetime) -> None:
    """Keep what is chosen on a screen that isn't submitted yet. What isn't in hand any more is passed by."""
    rows = grid.own(job=job, worker=worker, public_ids=answers)
    for row in rows:
        content = answers[row.public_id]
        if not isinstance(content, dict) or not content:
            continue
        kept = getattr(row, "draft", None)
        with suppress(desk.DraftConflict, submitting.LeaseLost, submitting.AlreadySubmitted):
            desk.save_draft(
                assignment=row, worker=worker, content=content, revision=kept.revision if kept else 0, at=at
            )
