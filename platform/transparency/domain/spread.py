"""How pay, hours and waiting lie over people and answers: M10, M11, M19, M24, M25, M28 and M29. Nothing is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor

from transparency.domain.appealing import Share
from transparency.domain.rollup.reading import Labour

HOUR_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Quantiles:
    """What a tenth, a half and nine tenths of some values lie below, or other parts; `count` values are behind it."""

    parts: tuple[float, ...]
    values: tuple[float, ...]
    count: int


def quantiles(*, values: Iterable[float], parts: Sequence[float] = (0.1, 0.5, 0.9)) -> Quantiles | None:
    """M10 (s), M11 (micros), M25 and M28 (h): by linear interpolation, as percentile_cont does; None for none."""
    ordered = sorted(values)
    if not ordered:
        return None
    return Quantiles(tuple(parts), tuple(_at(ordered, part) for part in parts), len(ordered))


def _at(ordered: Sequence[float], part: float) -> float:
    place = part * (len(ordered) - 1)
    below, above = ordered[floor(place)], ordered[ceil(place)]
    return below + (above - below) * (place - floor(place))


def at_or_above_floor(*, people: Iterable[Labour], floor_micros: int, least_seconds: float = HOUR_SECONDS) -> Share:
    """M19, 0 to 1: of the workers with an hour at work or more, those whose M13c reaches the floor."""
    rates = [one.presence_hourly_micros for one in people if one.presence_seconds >= least_seconds]
    known = [rate for rate in rates if rate is not None]
    return Share(sum(rate >= floor_micros for rate in known), len(known))


def gini(*, values: Iterable[float]) -> float | None:
    """M29, 0 to 1: Gini's coefficient of pay or of paid hours: 0 where all have the same; None for nothing.

    The mean difference of all pairs over twice the mean: Σ (2i − n − 1) xᵢ ÷ (n Σ xᵢ), x in order, i from 1.
    """
    ordered = sorted(values)
    whole = sum(ordered)
    if not ordered or whole <= 0:
        return None
    count = len(ordered)
    return sum((2 * place - count - 1) * value for place, value in enumerate(ordered, start=1)) / (count * whole)


def share_of_top(*, values: Iterable[float], part: float = 0.1) -> float | None:
    """M29, 0 to 1: what the tenth that has most has of the whole; of the last person only the part that is needed."""
    ordered = sorted(values, reverse=True)
    whole = sum(ordered)
    if not ordered or whole <= 0:
        return None
    wanted = part * len(ordered)
    full = floor(wanted + 1e-9)
    rest = wanted - full
    return (sum(ordered[:full]) + (rest * ordered[full] if rest > 1e-9 and full < len(ordered) else 0.0)) / whole


def withheld_micros(*, people: Iterable[Labour]) -> int:
    """M24, micros: the price of answers that stay rejected."""
    return sum(one.withheld_micros for one in people)
