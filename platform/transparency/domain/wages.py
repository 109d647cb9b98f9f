"""What some piece work took and paid, by pure arithmetic: nothing is read, so any rows can be held against it.

Hara et al. (CHI 2018): pay over time, where a second of one worker counts once, however many answers were in hand.
All rates are exact fractions of micros an hour; whoever shows one rounds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, floor, sqrt
from statistics import NormalDist, median

HOUR = 3600
CONFIDENCE = Fraction(95, 100)
# From so many values on exact ranks cost more than they tell: they are the normal law's to within one.
MANY = 500
Stretch = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Piece:
    """One answer: who gave it, from when to when in seconds, and what it pays. `worker` is any name or number."""

    worker: int | str
    started: float
    ended: float
    micros: int

    @property
    def seconds(self) -> float:
        return self.ended - self.started


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the true median lies, with the confidence that was asked for."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Wages:
    """What pieces came to. `sum_seconds` adds every piece; `union_seconds` counts a second of one worker once.

    `pooled` rates are ratios of those sums; the others are medians over answers and over workers. A rate is None where
    no time passed. `interval` is None for fewer than six answers.
    """

    answer_count: int
    worker_count: int
    pay_micros: int
    sum_seconds: float
    union_seconds: float
    pooled_hourly_by_sum: Fraction | None
    pooled_hourly_by_union: Fraction | None
    median_answer_hourly: Fraction | None
    median_worker_hourly_by_sum: Fraction | None
    median_worker_hourly_by_union: Fraction | None
    hourly_of_workers: tuple[Fraction, ...]
    median_seconds: float
    interval: Interval | None

    def share_of_workers_at(self, floor_hourly_micros: int) -> Fraction:
        """The part of the workers who made so much an hour or more, by the union of their time."""
        reached = sum(hourly >= floor_hourly_micros for hourly in self.hourly_of_workers)
        return Fraction(reached, len(self.hourly_of_workers)) if self.hourly_of_workers else Fraction(0)


def wages_of(pieces: Iterable[Piece]) -> Wages:
    """What `pieces` took and paid. At least one is needed."""
    by_worker: dict[int | str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        by_worker[piece.worker].append(piece)
    every = [piece for own in by_worker.values() for piece in own]
    pay = {worker: sum(piece.micros for piece in own) for worker, own in by_worker.items()}
    sums = {worker: sum(piece.seconds for piece in own) for worker, own in by_worker.items()}
    unions = {worker: union_seconds((piece.started, piece.ended) for piece in own) for worker, own in by_worker.items()}
    by_union = _rates((pay[worker], unions[worker]) for worker in by_worker)
    seconds = [piece.seconds for piece in every]
    return Wages(
        answer_count=len(every),
        worker_count=len(by_worker),
        pay_micros=sum(pay.values()),
        sum_seconds=sum(sums.values()),
        union_seconds=sum(unions.values()),
        pooled_hourly_by_sum=_rate(sum(pay.values()), sum(sums.values())),
        pooled_hourly_by_union=_rate(sum(pay.values()), sum(unions.values())),
        median_answer_hourly=_middle(_rates((piece.micros, piece.seconds) for piece in every)),
        median_worker_hourly_by_sum=_middle(_rates((pay[worker], sums[worker]) for worker in by_worker)),
        median_worker_hourly_by_union=_middle(by_union),
        hourly_of_workers=tuple(sorted(by_union)),
        median_seconds=median(seconds),
        interval=median_interval(seconds),
    )


def union_seconds(stretches: Iterable[Stretch]) -> float:
    """Length in seconds of the union of `stretches` (start, end) of one worker."""
    total, reached = 0.0, float("-inf")
    for start, end in sorted(stretches):
        if end > reached:
            total += end - max(start, reached)
            reached = end
    return total


def median_interval(values: Sequence[float], confidence: Fraction = CONFIDENCE) -> Interval | None:
    """An interval for the median that supposes nothing of how the values are spread; None for too few of them.

    Two of the ordered values: how many of n lie below the true median is binomial (n, 1/2), so the r-th from below and
    the r-th from above enclose it unless fewer than r lie on one side (David and Nagaraja, Order Statistics, 3rd ed.,
    section 7.1). r is the greatest that keeps the chance of that within 1 - `confidence`; five values are too few for
    95 %. Of 500 values or more r is that of the normal law. It takes the values as independent: answers of one worker
    resemble each other, so a few people's many answers tell less than it says.
    """
    count = len(values)
    rank = exact_rank(count, confidence) if count < MANY else normal_rank(count, confidence)
    if not rank:
        return None
    ordered = sorted(values)
    return Interval(ordered[rank - 1], ordered[count - rank])


def exact_rank(count: int, confidence: Fraction = CONFIDENCE) -> int:
    """r of `median_interval` from the binomial law itself; 0 where there are too few values for any."""
    tail, allowed, rank = 0, (1 - confidence) / 2 * 2**count, 0
    for below in range(count // 2):
        tail += comb(count, below)
        if tail > allowed:
            break
        rank = below + 1
    return rank


def normal_rank(count: int, confidence: Fraction = CONFIDENCE) -> int:
    """r of `median_interval` from the normal law that the binomial one comes near (David and Nagaraja, section 7.1):
    n ÷ 2 − z √n ÷ 2, rounded down.
    """
    z = NormalDist().inv_cdf(float((1 + confidence) / 2))
    return max(0, floor(count / 2 - z * sqrt(count) / 2))


def _rate(micros: int, seconds: float) -> Fraction | None:
    return Fraction(micros * HOUR) / Fraction(seconds) if seconds > 0 else None


def _rates(paid: Iterable[tuple[int, float]]) -> list[Fraction]:
    return [rate for micros, seconds in paid if (rate := _rate(micros, seconds)) is not None]


def _middle(rates: list[Fraction]) -> Fraction | None:
    return median(rates) if rates else None
