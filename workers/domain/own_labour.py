"""A worker's own time and pay over chosen days: hourly pay four ways, unpaid time by kind, when they worked.

For their eyes alone. Everything is read from the days of work (`transparency.domain.rollup`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from tasks.domain.floor_policy import floor_hourly_micros
from transparency.domain import own_words
from transparency.domain.rollup import keeping, reading
from transparency.domain.rollup.kinds import Kind
from transparency.domain.rollup.rates import hourly_micros
from transparency.domain.rollup.reading import Labour
from transparency.models import WorkerDay
from workers.domain.spans import Span, Unit, span_of

HOURS = 24
DAYS_OF_WEEK = 7
# Of the curve (M13d) these two gaps, in minutes, are named (Hara et al. 2018).
SHORT_GAP, LONG_GAP = 1, 12


@dataclass(frozen=True, slots=True)
class Unpaid:
    """The unpaid time of one kind, and its share of all unpaid time."""

    kind: Kind
    seconds: float
    share: float


@dataclass(frozen=True, slots=True)
class OwnLabour:
    """One worker's labour over a span. `stated_seconds` is what they add to the measured time, less what was no work.

    `hours` holds seconds at work by day of the week (Monday first) and hour, of the week or month that the span is or
    lies in.
    """

    span: Span
    labour: Labour
    floor_micros: int
    stated_seconds: int
    hours: list[list[float]]
    hours_span: Span

    @property
    def earning_seconds(self) -> float:
        """What is behind M13c: all time at work but that of answers which wait for a decision."""
        return max(0.0, self.labour.presence_seconds - self.labour.pending_seconds)

    @property
    def stated_hourly_micros(self) -> int | None:
        """M13c with the time as the worker says it was; None where they said nothing, or no time is left."""
        if not self.stated_seconds:
            return None
        return hourly_micros(
            pay_micros=self.labour.earned_micros, seconds=max(0.0, self.earning_seconds + self.stated_seconds)
        )

    @property
    def unpaid(self) -> list[Unpaid]:
        """The kinds of unpaid time that there was any of, the greatest first (M23)."""
        whole = self.labour.unpaid_seconds
        found = [Unpaid(kind, seconds, seconds / whole) for kind, seconds in self.labour.unpaid.items() if seconds > 0]
        return sorted(found, key=lambda one: -one.seconds)

    @property
    def kinds_without(self) -> list[Kind]:
        """The kinds that there was no time of."""
        return [kind for kind, seconds in self.labour.unpaid.items() if seconds <= 0]

    @property
    def weekly_hours(self) -> float:
        """Hours at work a week, as measured and said."""
        return max(0.0, self.labour.presence_seconds + self.stated_seconds) / 3600 / self.span.weeks

    @property
    def decided_count(self) -> int:
        """Answers behind the rates: paid and rejected ones."""
        return self.labour.paid_count + self.labour.rejected_count


def own_labour(*, worker: User, span: Span, at: datetime) -> OwnLabour:
    """The labour of `worker` over a span, exact up to `at`: what the clock has not summed up yet is summed up first."""
    keeping.refresh_worker(worker_number=worker.pk, at=at)
    hours_span = span if span.unit is not Unit.DAY else span_of(unit=Unit.WEEK, day=span.first)
    days = reading.days_of_worker(worker_number=worker.pk, first=hours_span.first, last=hours_span.last)
    return OwnLabour(
        span=span,
        labour=reading.labour_of_worker(worker_number=worker.pk, first=span.first, last=span.last),
        floor_micros=floor_hourly_micros(at=at),
        stated_seconds=own_words.balance_seconds(worker_number=worker.pk, since=span.starts_at, until=span.ends_at),
        hours=_by_hour(days),
        hours_span=hours_span,
    )


def _by_hour(days: Sequence[WorkerDay]) -> list[list[float]]:
    """Seconds at work by day of the week and hour, added up over some days."""
    hours = [[0.0] * HOURS for _ in range(DAYS_OF_WEEK)]
    for day in days:
        for hour, seconds in enumerate(day.hour_seconds):
            hours[day.day.weekday()][hour] += seconds
    return hours
