"""Days, weeks and months of somebody's own work, by the platform's clock (TIME_ZONE); a week begins on Monday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from web.domain.periods import Period

# Nothing was written down here before; earlier days are no addresses.
EARLIEST = date(2020, 1, 1)
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


class Unit(Enum):
    """How long a span is, as an address names it."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Span:
    """A day, a week or a month; `last` is in it."""

    unit: Unit
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def previous(self) -> Span | None:
        """The one before; None where nothing was written down yet."""
        return span_of(unit=self.unit, day=self.first - DAY) if self.first > EARLIEST else None

    @property
    def next(self) -> Span:
        return span_of(unit=self.unit, day=self.last + DAY)

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.first, time(), timezone.get_default_timezone())

    @property
    def ends_at(self) -> datetime:
        """The first moment that is no longer in it."""
        return datetime.combine(self.last + DAY, time(), timezone.get_default_timezone())

    @property
    def weeks(self) -> float:
        """How many weeks it is long: 1 for a week, a little over 4 for a month."""
        return self.days / 7

    @property
    def name(self) -> str:
        """As people say it, in the language of the moment: “March 2026”, “2 March 2026”."""
        if self.unit is Unit.MONTH:
            return Period(self.first.year, self.first.month).name
        if self.unit is Unit.DAY:
            return date_format(self.first, "DATE_FORMAT")
        first, last = (date_format(day, "SHORT_DATE_FORMAT") for day in (self.first, self.last))
        return _("%(first)s to %(last)s") % {"first": first, "last": last}

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def span_of(*, unit: Unit, day: date) -> Span:
    """The day, week or month in which `day` lies."""
    if unit is Unit.DAY:
        return Span(unit, day, day)
    if unit is Unit.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Span(unit, monday, monday + WEEK - DAY)
    month = Period(day.year, day.month)
    return Span(unit, month.first_day, month.next.first_day - DAY)


def read(*, unit: str, on: str, today: date) -> Span:
    """The span that an address names; what can't be read, or lies ahead, is this week and today."""
    units = {each.value: each for each in Unit}
    try:
        day = date.fromisoformat(on)
    except ValueError:
        day = today
    return span_of(unit=units.get(unit, Unit.WEEK), day=min(max(day, EARLIEST), today))
