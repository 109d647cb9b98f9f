"""Months and years of papers, by the platform's own clock (TIME_ZONE)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format

_WRITTEN = re.compile(r"(?P<year>20\d\d)(?:-(?P<month>0[1-9]|1[0-2]))?", re.ASCII)


class NotAPeriod(ValueError):
    """The text names no month and no year."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month, or with month 0 a whole year."""

    year: int
    month: int = 0

    def __str__(self) -> str:
        """As an address names it: “2026-03”, “2026”."""
        return f"{self.year}-{self.month:02d}" if self.month else str(self.year)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, 1)

    @property
    def starts_at(self) -> datetime:
        return _midnight(self.first_day)

    @property
    def ends_at(self) -> datetime:
        """The first moment that is no longer in it."""
        return _midnight(self.next.first_day)

    @property
    def next(self) -> Period:
        if not self.month:
            return Period(self.year + 1)
        return Period(self.year + 1, 1) if self.month == 12 else Period(self.year, self.month + 1)

    @property
    def name(self) -> str:
        """As people say it, in the language of the moment: “March 2026”."""
        return date_format(self.first_day, "F Y") if self.month else str(self.year)

    @property
    def months(self) -> list[Period]:
        return [self] if self.month else [Period(self.year, month) for month in range(1, 13)]


def read(text: str) -> Period:
    """The period that an address names. Raises NotAPeriod."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise NotAPeriod(text)
    return Period(int(found["year"]), int(found["month"] or 0))


def month_of(at: datetime) -> Period:
    """The month in which a moment lies."""
    here = timezone.localtime(at, timezone.get_default_timezone())
    return Period(here.year, here.month)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_default_timezone())
