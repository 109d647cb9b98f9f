"""One answer beside the others to the same micro-task: what is drawn elsewhere, which words differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any, Literal

from tasks.domain import review_filters, withheld
from tasks.domain.desk_view import answer_context
from tasks.domain.pseudonyms import worker_code
from tasks.kinds import kind_named
from tasks.kinds.base import Json, Kind
from tasks.models import Assignment

Change = Literal["same", "added", "missing"]


@dataclass(frozen=True, slots=True)
class Side:
    """One answer of a comparison. `number` is its place, from 0 for the answer that the others are held against.

    `words` are its words as they differ from that one's; none for answers that are no text.
    """

    number: int
    assignment: Assignment
    worker: str
    shown: dict[str, Any]
    is_same: bool
    words: list[tuple[Change, str]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An answer and the others. `mine` is None where its content is withheld; then nothing is held against it."""

    kind: Kind
    assignment: Assignment
    mine: Side | None
    others: list[Side]

    @property
    def sides(self) -> list[Side]:
        return [self.mine, *self.others] if self.mine else self.others

    @property
    def same_count(self) -> int:
        return sum(side.is_same for side in self.others)


def compare(*, assignment: Assignment, at: datetime) -> Comparison:
    """`assignment`, with its answer and micro-task, beside those that wait or are approved. Rejected ones stay out."""
    kind = kind_named(assignment.job.kind)
    content = withheld.content_for_requester(assignment)
    others = review_filters.others_of(assignments=[assignment])[assignment.pk]
    mine = None if content is None else _side(kind, 0, assignment, assignment, content, at)
    sides = [_side(kind, number, assignment, other, content, at) for number, other in enumerate(others, start=1)]
    return Comparison(kind, assignment, mine, sides)


def _side(
    kind: Kind, number: int, assignment: Assignment, other: Assignment, against: Json | None, at: datetime
) -> Side:
    content: Json = other.answer.content
    is_text = not kind.has_labels and not kind.draws_marks
    return Side(
        number=number,
        assignment=other,
        worker=worker_code(requester_id=assignment.job.requester_id, worker_id=other.worker_id or 0),
        shown=answer_context(micro_task=assignment.micro_task, answer=content, at=at),
        is_same=content == against,
        words=differing_words(kind.said(against or {}), kind.said(content)) if is_text and against and number else [],
    )


def differing_words(before: str, after: str) -> list[tuple[Change, str]]:
    """The words of `after` in runs: those of `before` too, those added, and in their place those that are missing."""
    one, other = before.split(), after.split()
    runs: list[tuple[Change, str]] = []
    for what, first, last, begin, end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if what == "equal":
            runs.append(("same", " ".join(other[begin:end])))
            continue
        if last > first:
            runs.append(("missing", " ".join(one[first:last])))
        if end > begin:
            runs.append(("added", " ".join(other[begin:end])))
    return runs
