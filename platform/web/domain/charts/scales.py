"""Axes: where a value stands in percent of the length, and which round values are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from `low` to `high`; a logarithmic one needs `low` above zero."""

    low: float
    high: float
    is_log: bool = False

    def at(self, value: float) -> float:
        """The place of `value` in percent, kept within the axis."""
        if self.is_log:
            if value <= 0:
                return 0.0
            share = (log10(value) - log10(self.low)) / (log10(self.high) - log10(self.low))
        else:
            share = (value - self.low) / (self.high - self.low)
        return round(100 * min(max(share, 0.0), 1.0), 3)

    def ticks(self, most: int = 5) -> list[float]:
        """Round values on the axis, at most so many."""
        if not self.is_log:
            step = _round_step((self.high - self.low) / max(most - 1, 1))
            first = ceil(self.low / step - 1e-9)
            return [round(step * place, 10) for place in range(first, floor(self.high / step + 1e-9) + 1)]
        powers = range(ceil(log10(self.low) - 1e-9), floor(log10(self.high) + 1e-9) + 1)
        every = ceil(len(powers) / most)
        values = [10.0**power for power in powers[::every]]
        return values if len(values) > 1 else [self.low, self.high]


def _round_step(least: float) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `least`."""
    if least <= 0:
        return 1.0
    power = 10.0 ** floor(log10(least))
    return next(step * power for step in STEPS if step * power >= least * (1 - 1e-9))


def from_zero(values: Sequence[float], *, most_ticks: int = 5) -> Scale:
    """An axis from zero to a round value that all of `values` fit below."""
    top = max([value for value in values if value > 0], default=1.0)
    step = _round_step(top / max(most_ticks - 1, 1))
    return Scale(0.0, round(step * ceil(top / step - 1e-9), 10))
