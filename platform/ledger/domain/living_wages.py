"""Which living wage is known, beside the floor."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class LivingWage:
    """What an hour must pay to live on, and who says so."""

    hourly_micros: int
    source: str


def living_wage() -> LivingWage | None:
    """The living wage that this instance shows prices against; None when none is known."""
    if not settings.LIVING_WAGE_MICROS:
        return None
    return LivingWage(settings.LIVING_WAGE_MICROS, settings.LIVING_WAGE_SOURCE)
