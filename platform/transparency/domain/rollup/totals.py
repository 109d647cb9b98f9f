"""The sums of one worker's days, out of their time: the fields of `WorkerDay` and `JobDay`. Nothing is read.

A stretch that crosses midnight is cut there. An answer and its pay belong to the day on which the work ended; what
lifted pay to the floor and bonuses to the day they were given on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol, TypeVar

from transparency.domain.rollup.attempts import Attempt, Happening, Type
from transparency.domain.rollup.days import SECOND, Day, day, is_night
from transparency.domain.rollup.intervals import clipped, joined, length
from transparency.domain.rollup.kinds import Label
from transparency.domain.rollup.sweep import Stretch, Time, told_apart
from transparency.models import CLUSTER_MINUTES

Totals = dict[str, Any]
GIFTS = {Type.FLOOR_PAID.value: "floor_micros", Type.BONUS.value: "bonus_micros"}


class Span(NamedTuple):
    """A bare stretch of time."""

    start: int
    end: int


class _Timed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


T = TypeVar("T", bound=_Timed)


def worker_days(time: Time, gifts: Iterable[Happening], days: Sequence[date]) -> dict[date, Totals]:
    """The sums of these days over all jobs; days on which nothing happened are absent.

    `gifts` are the events that paid something for no answer in particular.
    """
    edges = [day(one) for one in sorted(days)]
    found = _sums(time.attempts, time.stretches, gifts, edges)
    counted = _counted(time.attempts)
    clusters = [_by_day(_joined(counted, gap=gap * 60 * SECOND), edges) for gap in CLUSTER_MINUTES]
    present = _by_day(_joined(time.stretches), edges)
    for one in edges:
        if one.date in found:
            found[one.date]["cluster_seconds"] = [_seconds(cluster[one.date], one) for cluster in clusters]
            found[one.date] |= _hours(present[one.date], one)
    return found


def job_days(time: Time, gifts: Iterable[Happening], days: Sequence[date]) -> dict[tuple[int, date], Totals]:
    """The same for each job by itself: of several at once each has its whole time."""
    edges = [day(one) for one in sorted(days)]
    attempts, stretches, given = (_by_job(some) for some in (time.attempts, time.stretches, gifts))
    return {
        (job, one): totals
        for job in sorted({*stretches, *given} - {None})
        for one, totals in _sums(attempts[job], stretches[job], given[job], edges).items()
    }


def _by_job(some: Iterable[Any]) -> defaultdict[Any, list[Any]]:
    found = defaultdict(list)
    for one in some:
        found[one.job].append(one)
    return found


def _sums(
    attempts: Sequence[Attempt], stretches: Sequence[Stretch], gifts: Iterable[Happening], edges: Sequence[Day]
) -> dict[date, Totals]:
    on, counted = _by_day(stretches, edges), _by_day(_counted(attempts), edges)
    found = {one.date: _time(on[one.date], counted[one.date], one) for one in edges if on[one.date]}
    for moment, totals in (*_work(attempts), *_given(gifts)):
        place = _place(moment, edges)
        if 0 <= place < len(edges) and moment < edges[place].end:
            into = found.setdefault(edges[place].date, _nothing())
            for name, value in totals.items():
                into[name] += value
    return found


def _place(moment: int, edges: Sequence[Day]) -> int:
    return bisect_right(edges, moment, key=lambda one: one.start) - 1


def _by_day(some: Iterable[T], edges: Sequence[Day]) -> defaultdict[date, list[T]]:
    """What of some stretches touches each of these days, longer than not at all."""
    found = defaultdict(list)
    for one in some:
        for place in range(max(0, _place(one.start, edges)), len(edges)):
            if edges[place].start >= one.end:
                break
            if one.start < min(one.end, edges[place].end):
                found[edges[place].date].append(one)
    return found


def _nothing() -> Totals:
    seconds = {label.column: 0.0 for label in Label} | {"counted_seconds": 0.0}
    whole = ("pay_micros", "floor_micros", "bonus_micros", "withheld_micros", "submitted_count", "paid_count",
             "training_count", "rejected_count", "returned_count", "expired_count")  # fmt: skip
    return {**seconds, **dict.fromkeys(whole, 0)}


def _time(stretches: Iterable[Stretch], counted: Iterable[Span], edges: Day) -> Totals:
    """The seconds of each kind in a day."""
    lengths = dict.fromkeys(Label, 0)
    for start, end, label in told_apart(stretches):
        lengths[label] += max(0, min(end, edges.end) - max(start, edges.start))
    seconds = {label.column: length / SECOND for label, length in lengths.items()}
    return _nothing() | seconds | {"counted_seconds": _seconds(counted, edges)}


def _counted(attempts: Iterable[Attempt]) -> list[Span]:
    return _joined(one for one in attempts if one.is_counted)


def _joined(some: Iterable[_Timed], *, gap: int | None = None) -> list[Span]:
    return [Span(*pair) for pair in joined(((one.start, one.end) for one in some), gap=gap)]


def _seconds(stretches: Iterable[Span], edges: Day) -> float:
    return length(clipped(stretches, edges.start, edges.end)) / SECOND


def _work(attempts: Iterable[Attempt]) -> Iterator[tuple[int, Totals]]:
    """What each attempt counts as and paid, at the moment it ended."""
    for one in attempts:
        is_left = not one.is_submission and not one.is_paid
        yield (
            one.end,
            {
                "pay_micros": one.pay_micros,
                "withheld_micros": one.withheld_micros,
                "submitted_count": int(one.is_submission),
                "paid_count": int(one.is_submission and one.is_paid),
                "training_count": int(one.is_submission and one.is_paid and one.is_training),
                "rejected_count": int(one.is_rejected),
                "returned_count": int(is_left and one.is_returned),
                "expired_count": int(is_left and not one.is_returned),
            },
        )


def _given(gifts: Iterable[Happening]) -> Iterator[tuple[int, Totals]]:
    for gift in gifts:
        yield gift.at, {GIFTS[gift.type]: gift.micros}


def _hours(present: Iterable[Span], edges: Day) -> Totals:
    """All time at work, by the hour of the clock, and how much of it was at night or on a weekend (M38)."""
    hours = [0] * 24
    for start, end in clipped(present, edges.start, edges.end):
        for hour, share in edges.by_hour(start, end):
            hours[hour] += share
    whole, night = sum(hours), sum(share for hour, share in enumerate(hours) if is_night(hour))
    weekend = whole if edges.is_weekend else 0
    return {
        "presence_seconds": whole / SECOND,
        "night_seconds": night / SECOND,
        "weekend_seconds": weekend / SECOND,
        "night_or_weekend_seconds": max(night, weekend) / SECOND,
        "hour_seconds": [share / SECOND for share in hours],
    }
