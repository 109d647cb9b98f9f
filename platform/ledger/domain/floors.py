"""Which wage floor holds on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet

from ledger.models import PayFloor


@dataclass(frozen=True, slots=True)
class Floor:
    """A floor as it holds here: `hourly_micros` is the row's figure times what multiplies it, rounded up."""

    row: PayFloor
    hourly_micros: int

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def source(self) -> str:
        return self.row.source

    @property
    def valid_from(self) -> date:
        return self.row.valid_from


def in_force(row: PayFloor) -> Floor:
    """`row` with its own multiplier, or else the instance's for the self-employed."""
    permille = row.multiplier_permille or settings.SELF_EMPLOYED_PERMILLE
    return Floor(row, -(-row.hourly_micros * permille // 1000))


def floors_of(*, country: str) -> QuerySet[PayFloor]:
    """The floors that pay on this instance is held against: of its kind and in its currency, the latest first."""
    rows = PayFloor.objects.filter(country=country, kind=settings.PAY_FLOOR_KIND, currency=settings.CURRENCY)
    return rows.order_by("-valid_from")


def floor_on(*, country: str, day: date) -> Floor | None:
    """The floor of `country` that holds on `day`; None when no row covers it."""
    rows = floors_of(country=country).filter(valid_from__lte=day)
    row = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day)).first()
    return in_force(row) if row else None
