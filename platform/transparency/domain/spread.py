"""How pay, hours and waiting lie over people and answers: M10, M11, M19, M24, M25, M28 and M29. Nothing is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, floor

from transparency.domain.appealing import Share
from transparency.domain.rollup.reading import Labour

HOUR_SECONDS = 3600


def quantile(ordered: Sequence[float], part: float) -> float:
    """M10 (s), M11 (micros), M25 and M28 (h): the value below which `part` of the ordered values lie, on the line
    between its two neighbours, as percentile_cont does.
    """
    at = part * (len(ordered) - 1)
    below, above = ordered[floor(at)], ordered[ceil(at)]
    return below + (above - below) * (at - floor(at))


def at_or_above_floor(*, people: Iterable[Labour], floor_micros: int, least_seconds: float = HOUR_SECONDS) -> Share:
    """M19, 0 to 1: of the workers with an hour at work or more, those whose M13c reaches the floor."""
    rates = [one.presence_hourly_micros for one in people if one.presence_seconds >= least_seconds]
    known = [rate for rate in rates if rate is not None]
    return Share(sum(rate >= floor_micros for rate in known), len(known))


def gini(values: Sequence[float]) -> float | None:
    """M29, 0 to 1: 0 where all have the same, near 1 where one has all (Gini 1912). None where nobody has anything.

    Half the mean difference of any two people over the mean: 2 Σ i·x(i) ÷ (n Σ x) − (n + 1) ÷ n, x ordered upwards.
    """
    total = sum(values)
    if total <= 0:
        return None
    count = len(values)
    weighted = sum(rank * value for rank, value in enumerate(sorted(values), start=1))
    return 2 * weighted / (count * total) - (count + 1) / count


def top_share(values: Sequence[float], *, part: float = 0.1) -> float | None:
    """M29, 0 to 1: what the tenth of the people with the most have of all; of 25 people three count as a tenth."""
    total = sum(values)
    if total <= 0:
        return None
    return sum(sorted(values, reverse=True)[: ceil(len(values) * part)]) / total


def withheld_micros(*, people: Iterable[Labour]) -> int:
    """M24, micros: the price of answers that stay rejected."""
    return sum(one.withheld_micros for one in people)
