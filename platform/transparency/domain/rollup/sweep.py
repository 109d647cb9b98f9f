"""One worker's time at work, cut into stretches of which each is one thing. Nothing is read, nothing is counted twice.

Work is from the showing of a task to its end. Looking at a page (the list of jobs, instructions, questions, payouts)
lasts until the worker's next act, `PAGE_SECONDS` at most. What is left of the time at work is waiting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from transparency.domain.rollup.attempts import Attempt, Happening, Type, attempts_of, in_order
from transparency.domain.rollup.days import SECOND
from transparency.domain.rollup.intervals import common
from transparency.domain.rollup.kinds import PRECEDENCE, Label

# Nothing tells how long a page is looked at that no further act follows: no more than a minute counts.
PAGE_SECONDS = 60
# A search counts for the job of the next task that is taken, if that is taken soon.
LEADS_TO_SECONDS = 1800
NOTHING_TO_CLAIM = "0"

_PAGES: dict[str, Label] = {
    Type.MESSAGE_SENT.value: Label.MESSAGES,
    Type.MESSAGE_VIEWED.value: Label.MESSAGES,
    "list.viewed": Label.SEARCH,
    "task.previewed": Label.PREVIEW,
    "instructions.viewed": Label.INSTRUCTIONS,
    "qualification.started": Label.QUALIFICATION,
    "payout.viewed": Label.PAYMENT,
    "payout.requested": Label.PAYMENT,
}
# What others do, or the clock, and not in that moment the worker; a sign of life is no act either.
_NO_ACT = {
    Type.PRESENCE_STARTED.value,
    Type.APPROVED.value,
    Type.REJECTED.value,
    Type.PAID.value,
    Type.BONUS.value,
    Type.FLOOR_PAID.value,
    Type.EXPIRED.value,
    Type.CORRECTED.value,
    Type.APPEAL_DECIDED.value,
    "payout.paid",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some time, what it counts as, and for which job; `job` is None for time that is no job's."""

    start: int
    end: int
    label: Label
    job: int | None


@dataclass(frozen=True, slots=True)
class Time:
    """One worker's time: `attempts` with their outcomes, and all `stretches`, which may overlap."""

    attempts: Sequence[Attempt]
    stretches: Sequence[Stretch]


def time_of(
    happenings: Iterable[Happening],
    *,
    outages: Iterable[tuple[int, int]] = (),
    running: tuple[int, int] | None = None,
) -> Time:
    """What a worker's log says of their time. `running` is the time at work that has not ended yet, up to now."""
    rows = in_order(happenings)
    attempts = attempts_of(rows)
    presences = [
        (row.started, row.ended)
        for row in rows
        if row.type == Type.PRESENCE_STOPPED and row.started is not None and row.ended is not None
    ]
    presences += [running] if running else []
    return Time(
        attempts=attempts,
        stretches=[
            *(Stretch(one.start, one.end, one.label, one.job) for one in attempts),
            *_pages(rows),
            *(Stretch(start, end, Label.TECHNICAL, None) for start, end in common(outages, presences)),
            *(Stretch(start, end, Label.WAITING, None) for start, end in presences),
        ],
    )


def _pages(rows: Iterable[Happening]) -> list[Stretch]:
    """The looks at pages. A list with nothing to claim on it is waiting, not searching."""
    acts = sorted((_moment(row), row.number, row) for row in rows if row.type not in _NO_ACT)
    found: list[Stretch] = []
    following: int | None = None
    claimed: tuple[int, int | None] | None = None
    for at, _number, row in reversed(acts):
        if row.type in _PAGES:
            longest = at + PAGE_SECONDS * SECOND
            end = longest if following is None else min(following, longest)
            found.append(_page(row, at, end, claimed))
        if row.type == Type.CLAIMED:
            claimed = (at, row.job)
        following = at
    return found


def _moment(row: Happening) -> int:
    """When a worker did it. A time at work that fell silent ended before anybody noticed."""
    return row.ended if row.type == Type.PRESENCE_STOPPED and row.ended is not None else row.at


def _page(row: Happening, at: int, end: int, claimed: tuple[int, int | None] | None) -> Stretch:
    label = _PAGES[row.type]
    if label is not Label.SEARCH:
        return Stretch(at, end, label, row.job)
    if row.note == NOTHING_TO_CLAIM:
        return Stretch(at, end, Label.WAITING, None)
    led_to = claimed[1] if claimed is not None and claimed[0] <= at + LEADS_TO_SECONDS * SECOND else None
    return Stretch(at, end, label, led_to)


def told_apart(stretches: Iterable[Stretch]) -> list[tuple[int, int, Label]]:
    """The time that any of `stretches` covers, in order: each moment once, as the first label that claims it."""
    edges = []
    for one in stretches:
        if one.start < one.end:
            place = PRECEDENCE[one.label]
            edges += [(one.start, place, 1), (one.end, place, -1)]
    labels, counts = list(Label), [0] * len(PRECEDENCE)
    found: list[tuple[int, int, Label]] = []
    before, first = 0, len(counts)
    for at, place, change in sorted(edges):
        if at > before and first < len(counts):
            _add(found, before, at, labels[first])
        counts[place] += change
        before = at
        first = next((number for number, count in enumerate(counts) if count), len(counts))
    return found


def _add(found: list[tuple[int, int, Label]], start: int, end: int, label: Label) -> None:
    """Add what comes next, in one piece with what it goes on from."""
    if found and found[-1][1] == start and found[-1][2] is label:
        found[-1] = (found[-1][0], end, label)
    else:
        found.append((start, end, label))
