"""Amounts over time, rounded once."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal


def hourly_micros(*, pay_micros: int, seconds: float) -> int | None:
    """Micros an hour, half-even to a whole micro; None for no time at all."""
    if seconds <= 0:
        return None
    exact = Decimal(pay_micros) * 3600 / Decimal(str(seconds))
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
