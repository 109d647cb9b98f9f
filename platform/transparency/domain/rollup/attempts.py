"""What one worker's log tells of their attempts at tasks: from when to when, and what became of each. Nothing is read.

Decisions, takings back and pay come later than the work, in any order and perhaps twice: the same comes out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from transparency.domain import log
from transparency.domain.rollup.kinds import Label

Type = log.Type
ENDS_OF_WORK = {Type.SUBMITTED.value, Type.RETURNED.value, Type.EXPIRED.value}
WON_BY_WORKERS = {"won", "given_in"}


class Happening(NamedTuple):
    """One row of the log, its moments as whole microseconds since 1970. `number` is its place in the log."""

    number: int
    type: str
    at: int
    job: int | None = None
    assignment: int | None = None
    started: int | None = None
    ended: int | None = None
    micros: int = 0
    note: str = ""
    withheld: int | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One stretch of work on a task, and what became of it.

    `label` says how its time counts; `is_counted` that it is in M13b: paid, returned, expired or rejected.
    """

    job: int
    assignment: int
    start: int
    end: int
    label: Label
    is_submission: bool
    is_returned: bool
    is_paid: bool
    is_rejected: bool
    pay_micros: int
    withheld_micros: int

    @property
    def is_training(self) -> bool:
        return self.assignment < 0

    @property
    def is_counted(self) -> bool:
        return self.label is not Label.PENDING


@dataclass(slots=True)
class _Outcome:
    """What was decided on an assignment, by any number of events."""

    paid_micros: int = 0
    withheld_micros: int = 0
    last_undone: int = 0
    is_paid: bool = False
    is_rejected: bool = False
    is_overturned: bool = False


def in_order(happenings: Iterable[Happening]) -> list[Happening]:
    """Each once, as the log has them."""
    return sorted(set(happenings), key=lambda row: row.number)


def attempts_of(happenings: Iterable[Happening]) -> list[Attempt]:
    """The attempts in one worker's log, in its order.

    No work: what was claimed ahead and never shown, and a submission that was taken back. What is paid is paid for the
    submission that stands.
    """
    rows = in_order(happenings)
    outcomes = _outcomes(rows)
    work = [row for row in rows if row.type in ENDS_OF_WORK and row.note != log.UNSEEN]
    return [_attempt(row, outcomes[row.assignment]) for row in work if _stands(row, outcomes[row.assignment])]


def _outcomes(rows: list[Happening]) -> defaultdict[int | None, _Outcome]:
    found: defaultdict[int | None, _Outcome] = defaultdict(_Outcome)
    for row in rows:
        outcome = found[row.assignment]
        if row.type == Type.PAID:
            outcome.is_paid = True
            outcome.paid_micros += row.micros
        elif row.type == Type.REJECTED:
            outcome.is_rejected = True
            outcome.withheld_micros += row.withheld or 0
        elif row.type == Type.UNDONE:
            outcome.last_undone = max(outcome.last_undone, row.number)
        elif row.type == Type.APPEAL_DECIDED:
            outcome.is_overturned = outcome.is_overturned or row.note in WON_BY_WORKERS
    return found


def _stands(row: Happening, outcome: _Outcome) -> bool:
    return row.type != Type.SUBMITTED or outcome.last_undone < row.number


def _attempt(row: Happening, outcome: _Outcome) -> Attempt:
    if row.job is None or row.assignment is None or row.started is None or row.ended is None:
        raise ValueError(f"the log's checks let no {row.type} without a stretch of work in")
    is_submission = row.type == Type.SUBMITTED
    is_rejected = is_submission and outcome.is_rejected and not outcome.is_paid
    return Attempt(
        job=row.job,
        assignment=row.assignment,
        start=row.started,
        end=row.ended,
        label=_label(row, outcome, is_rejected=is_rejected),
        is_submission=is_submission,
        is_returned=row.type == Type.RETURNED,
        is_paid=outcome.is_paid,
        is_rejected=is_rejected,
        pay_micros=outcome.paid_micros if is_submission else 0,
        withheld_micros=outcome.withheld_micros if is_rejected and not outcome.is_overturned else 0,
    )


def _label(row: Happening, outcome: _Outcome, *, is_rejected: bool) -> Label:
    if outcome.is_paid:
        return Label.PAID
    if is_rejected:
        return Label.REJECTED
    if row.type == Type.SUBMITTED:
        return Label.PENDING
    # Whoever leaves a training unfinished tried to qualify, and nothing was paid for that.
    if row.assignment is not None and row.assignment < 0:
        return Label.QUALIFICATION
    return Label.RETURNED if row.type == Type.RETURNED else Label.EXPIRED
