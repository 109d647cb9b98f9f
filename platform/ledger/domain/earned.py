"""What a worker was paid in a year: by quarter for the report to a tax office, and against the limit of this site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import ExtractQuarter
from django.utils import timezone

from ledger.models import Account, TaxDetails, Transfer
from web.domain.periods import Period

# From so many percent of the limit on, a worker is told that it comes.
TOLD_AT_PERCENT = 80
# A standing is remembered so long: far from the limit, and near it.
_FAR_SECONDS, _NEAR_SECONDS = 60, 5
_FOR_ANSWERS = Q(reason__in=[Transfer.Reason.PAY, Transfer.Reason.LATE_PAY, Transfer.Reason.TRAINING_PAY])


@dataclass(frozen=True, slots=True)
class Quarter:
    """What a worker was paid in a quarter, and for how many answers."""

    micros: int = 0
    activities: int = 0


NO_QUARTERS = (Quarter(), Quarter(), Quarter(), Quarter())


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a worker stands against the yearly limit of this site; a limit of 0 is none."""

    earned_micros: int
    limit_micros: int

    @property
    def is_reached(self) -> bool:
        return 0 < self.limit_micros <= self.earned_micros

    @property
    def is_near(self) -> bool:
        """Whether the worker must be told: from four fifths of it on."""
        return 0 < self.limit_micros * TOLD_AT_PERCENT <= self.earned_micros * 100

    @property
    def left_micros(self) -> int:
        return max(0, self.limit_micros - self.earned_micros)


def year_of(at: datetime) -> Period:
    """The year in which a moment lies, by the platform's own clock."""
    return Period(timezone.localtime(at, timezone.get_default_timezone()).year)


def _paid(year: int) -> QuerySet[Transfer]:
    """What reached workers in a year: all that came to their earnings, but for what banks sent back."""
    period = Period(year)
    return Transfer.objects.filter(
        credit__kind=Account.Kind.EARNINGS, at__gte=period.starts_at, at__lt=period.ends_at
    ).exclude(reason=Transfer.Reason.SENT_BACK)


def quarters_of(*, worker_id: int, year: int) -> tuple[Quarter, ...]:
    """The four quarters of one worker."""
    rows = _by_quarter(_paid(year).filter(credit__owner_id=worker_id))
    return next((quarters for _worker, quarters in _joined(rows)), NO_QUARTERS)


def every_worker(*, year: int) -> Iterator[tuple[int, tuple[Quarter, ...]]]:
    """Everybody who was paid in a year and is to be reported, by number, with their quarters."""
    for worker_id, quarters in _joined(_by_quarter(_paid(year))):
        if is_reported(quarters=quarters):
            yield worker_id, quarters


def _by_quarter(paid: QuerySet[Transfer]) -> QuerySet[Transfer, Any]:
    quarter = ExtractQuarter("at", tzinfo=timezone.get_default_timezone())
    rows = paid.annotate(quarter=quarter).values("credit__owner_id", "quarter")
    counted = rows.annotate(total=Sum("amount_micros"), activities=Count("pk", filter=_FOR_ANSWERS))
    return counted.order_by("credit__owner_id", "quarter")


def _joined(rows: QuerySet[Transfer, Any]) -> Iterator[tuple[int, tuple[Quarter, ...]]]:
    found: dict[int, dict[int, Quarter]] = {}
    for row in rows:
        mine = found.setdefault(row["credit__owner_id"], {})
        mine[row["quarter"]] = Quarter(row["total"], row["activities"])
    for worker_id, mine in found.items():
        yield worker_id, tuple(mine.get(number, Quarter()) for number in range(1, 5))


def is_reported(*, quarters: Sequence[Quarter]) -> bool:
    """Whether a year of a worker goes into the report, by the thresholds of the settings."""
    micros = sum(quarter.micros for quarter in quarters)
    activities = sum(quarter.activities for quarter in quarters)
    return micros > 0 and micros >= settings.REPORT_LEAST_MICROS and activities >= settings.REPORT_LEAST_ACTIVITIES


def standing(*, worker_id: int, at: datetime) -> Standing:
    """Where a worker stands against the limit, some seconds old at most. A professional has none."""
    limit = settings.YEARLY_LIMIT_MICROS
    if not limit:
        return Standing(0, 0)
    key = f"yearly-limit:{worker_id}:{year_of(at)}"
    known = cache.get(key)
    if known is None:
        known = _standing(worker_id, limit, at)
        cache.set(key, known, _NEAR_SECONDS if known.is_near else _FAR_SECONDS)
    return known if isinstance(known, Standing) else _standing(worker_id, limit, at)


def _standing(worker_id: int, limit: int, at: datetime) -> Standing:
    if TaxDetails.objects.filter(pk=worker_id).exclude(siret="").exists():
        return Standing(0, 0)
    paid = _paid(year_of(at).year).filter(credit__owner_id=worker_id)
    return Standing(paid.aggregate(total=Sum("amount_micros"))["total"] or 0, limit)


def forget_standing(*, worker_id: int, at: datetime) -> None:
    """Look anew at the next question: the worker has just said that they work as a professional, or no longer."""
    cache.delete(f"yearly-limit:{worker_id}:{year_of(at)}")
