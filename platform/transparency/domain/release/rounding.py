"""R3: counts to the base of 5, and what is reckoned out of them."""

from __future__ import annotations

import hmac
from decimal import ROUND_HALF_EVEN, Decimal
from math import sqrt

BASE = 5
# How far a rounded count may be from the true one.
FARTHEST = BASE - 1
# Medians and their intervals are of so many people at least; a tenth is of eleven beyond it.
LEAST_FOR_MEDIAN = 20
LEAST_FOR_TENTHS = 110
MONEY_STEP = Decimal("0.05")
Z95 = 1.959963984540054


def lot(*, key: bytes, table: str, cell: str) -> float:
    """A number from 0 to 1 that belongs to a cell for ever: nobody without `key` foretells it."""
    digest = hmac.new(key, f"{table}\n{cell}".encode(), "sha256").digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def rounded(count: int, *, key: bytes, table: str, cell: str) -> int:
    """`count` to a multiple of 5 below or above, by the lot of its cell: right on average, and never another for the
    same count, so that asking again tells nothing new.
    """
    rest = count % BASE
    return count - rest + (BASE if lot(key=key, table=table, cell=cell) * BASE < rest else 0)


def share(part: int, whole: int) -> float | None:
    """0 to 1, out of rounded counts, to a tenth of a percent; at most 1 though both were rounded."""
    return round(min(1.0, part / whole), 3) if whole else None


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The interval at 95 % of a share (Wilson 1927), 0 to 1. `part` of rounded counts may be above `whole`."""
    if not whole:
        return 0.0, 1.0
    rate, square = min(1.0, part / whole), Z95**2 / whole
    middle = (rate + square / 2) / (1 + square)
    spread = Z95 * sqrt(rate * (1 - rate) / whole + square / whole / 4) / (1 + square)
    return max(0.0, middle - spread), min(1.0, middle + spread)


def to_step(value: float, step: Decimal) -> float:
    """To a multiple of `step`, half-even."""
    whole = (Decimal(str(value)) / step).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
    return float(whole * step)
