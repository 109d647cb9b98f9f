"""Pay as auditors explore it: of a job, a requester, a kind of work or everybody, in any days, summed by the database.

Read off the days of work, which the clock keeps; nothing adds up the log itself. A person is one value in each spread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Sum

from ledger.domain import accounts, closing
from ledger.models import Transfer
from transparency.domain.anonymity import LEAST_WORKERS
from transparency.domain.appealing import Share
from transparency.domain.auditing import spread
from transparency.domain.auditing.delays import Delays, delays
from transparency.domain.auditing.scope import AT_WORK_OF_DAYS, AT_WORK_OF_JOBS, DAYS, SUMS, Asked, Measure
from transparency.domain.auditing.spread import Bin, Spread
from transparency.domain.rollup.rates import hourly_micros
from transparency.domain.spread import gini, quantile, top_share

# Widths of the bars in which hourly pay is drawn, in micros an hour: the first that needs few enough of them.
_WIDTHS = (500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000)


@dataclass(frozen=True, slots=True)
class Pay:
    """What the work came to. Money in micros; `spread`, `bins` and M29 are over people, None of fewer than eleven.

    `missing_micros` is what people would need beyond their pay for the floor to be kept on the time of their tasks.
    """

    people_count: int
    earned_micros: int
    floor_micros: int
    withheld_micros: int
    missing_micros: int
    paid_seconds: float
    counted_seconds: float
    at_work_seconds: float
    rejection: Share
    spread: Spread | None
    bins: Sequence[Bin]
    above: Share
    pay_gini: float | None
    pay_top_tenth: float | None
    hours_gini: float | None
    hours_top_tenth: float | None

    @property
    def hourly(self) -> dict[str, int | None]:
        """M13, M13b and M13c of all together: ratios of sums, in micros an hour."""
        seconds = {"M13": self.paid_seconds, "M13b": self.counted_seconds, "M13c": self.at_work_seconds}
        return {name: hourly_micros(pay_micros=self.earned_micros, seconds=each) for name, each in seconds.items()}

    @property
    def unpaid_seconds(self) -> float:
        return max(0.0, self.at_work_seconds - self.paid_seconds)

    @property
    def unpaid_minutes(self) -> float | None:
        """M21: unpaid minutes to an hour of paid work."""
        return 60 * self.unpaid_seconds / self.paid_seconds if self.paid_seconds else None


def pay(*, asked: Asked, floor_hourly_micros: int) -> Pay:
    """What the work that was asked for paid and took, and how that is spread over the people who did it."""
    people = _people(asked)
    earned, paid, counted, at_work = people["earned"], people["paid"], people["counted"], people["at_work"]
    seconds = {Measure.PAID: paid, Measure.TASKS: counted, Measure.PRESENCE: at_work}[asked.measure]
    rates = [own * 3600 / took for own, took in zip(earned, seconds, strict=True) if took > 0]
    told = spread.spread_of(rates)
    missing = (floor_hourly_micros * took / 3600 - own for own, took in zip(earned, counted, strict=True))
    known = sum(took > 0 for took in counted) >= LEAST_WORKERS
    return Pay(
        people_count=len(rates),
        earned_micros=sum(earned),
        floor_micros=sum(people["floors"]),
        withheld_micros=sum(people["withheld"]),
        missing_micros=round(sum(each for each in missing if each > 0)) if floor_hourly_micros else 0,
        paid_seconds=sum(paid),
        counted_seconds=sum(counted),
        at_work_seconds=sum(at_work),
        rejection=Share(sum(people["rejected"]), sum(people["approved"]) + sum(people["rejected"])),
        spread=told,
        bins=spread.bins_of(rates, width=_width(rates)) if told else [],
        above=Share(sum(round(rate) >= floor_hourly_micros for rate in rates), len(rates)),
        pay_gini=gini(earned) if known else None,
        pay_top_tenth=top_share(earned) if known else None,
        hours_gini=gini(paid) if known else None,
        hours_top_tenth=top_share(paid) if known else None,
    )


def _width(rates: Sequence[float]) -> int:
    """The narrowest bars in which nineteen in twenty people find room."""
    most = quantile(sorted(rates), 0.95)
    return next((width for width in _WIDTHS if most / width < spread.MOST_BINS - 1), _WIDTHS[-1])


def _people(asked: Asked) -> dict[str, list[Any]]:
    """One list a column, one value a person; people who only wait for a decision are in none."""
    columns = ("earned", "floors", "withheld", "paid", "counted", "at_work", "approved", "rejected")
    sums = SUMS.format(at_work=AT_WORK_OF_DAYS if asked.is_of_all else AT_WORK_OF_JOBS)
    days = DAYS if asked.is_of_all else asked.days_of_jobs
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH person AS (SELECT {sums} {days} GROUP BY worker_number)
            SELECT {", ".join(f"array_agg({column} ORDER BY worker_number)" for column in columns)}
            FROM person WHERE earned > 0 OR at_work > 0
            """,  # noqa: S608 (our own pieces)
            asked.values,
        )
        found = cursor.fetchone() or ()
    return {column: values or [] for column, values in zip(columns, found, strict=True)}


def time_to_pay(*, asked: Asked) -> Delays | None:
    """M25 of what was paid in these days."""
    jobs = None if asked.is_of_all else list(asked.facts.values_list("job_number", flat=True))
    return delays(first=asked.first, last=asked.last, job_numbers=jobs)


def fee_micros(*, asked: Asked) -> int:
    """What the platform took as its fee in these days, less what it gave back."""
    ends_at = closing.midnight(asked.last + timedelta(days=1))
    moved = Transfer.objects.filter(at__gte=closing.midnight(asked.first), at__lt=ends_at)
    fees = accounts.fees()
    came, went = moved.filter(credit=fees), moved.filter(debit=fees)
    if not asked.is_of_all:
        jobs = asked.facts.values("job_number")
        came, went = came.filter(debit__job_number__in=jobs), went.filter(credit__job_number__in=jobs)
    total = [each.aggregate(total=Sum("amount_micros"))["total"] or 0 for each in (came, went)]
    return int(total[0] - total[1])
