"""How pay and hours are spread over people, by pure arithmetic: middles with their intervals, and bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transparency.domain.anonymity import LEAST_WORKERS
from transparency.domain.spread import quantile
from transparency.domain.wages import median_interval

# A spread is drawn with so many bars at most; the last holds all that lie further out.
MOST_BINS = 24


@dataclass(frozen=True, slots=True)
class Spread:
    """Values of `count` people, one each: percentiles by straight lines between the ordered ones.

    `low` and `high` hold the true median at 95 % (order statistics); `mean` stands beside the median alone.
    """

    count: int
    median: float
    low: float | None
    high: float | None
    p10: float
    p90: float
    mean: float


@dataclass(frozen=True, slots=True)
class Bin:
    """How many of the people have from `low` to below `high`."""

    low: float
    high: float
    count: int


def spread_of(values: Sequence[float]) -> Spread | None:
    """The spread of one value a person; None of fewer than eleven people, whose spread would show single ones."""
    if len(values) < LEAST_WORKERS:
        return None
    ordered = sorted(values)
    interval = median_interval(ordered)
    return Spread(
        count=len(ordered),
        median=quantile(ordered, 0.5),
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        p10=quantile(ordered, 0.1),
        p90=quantile(ordered, 0.9),
        mean=sum(ordered) / len(ordered),
    )


def bins_of(values: Sequence[float], *, width: float) -> list[Bin]:
    """How many values lie in each range of `width` from zero on; what lies beyond the last bar is counted in it."""
    if not values:
        return []
    number = min(MOST_BINS, int(max(values) // width) + 1)
    counts = [0] * number
    for value in values:
        counts[min(number - 1, int(max(0.0, value) // width))] += 1
    return [Bin(index * width, (index + 1) * width, count) for index, count in enumerate(counts)]
