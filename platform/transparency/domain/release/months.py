"""Months as releases take them: the first day, and days and weeks before its end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

WEEKS = 4


def first_of(day: date) -> date:
    """The first day of the month that `day` is in."""
    return day.replace(day=1)


def before(month: date, *, months: int = 1) -> date:
    """The first day of the month that came so many months earlier."""
    place = month.year * 12 + month.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)


def last_of(month: date) -> date:
    """The last day of a month."""
    return before(month, months=-1) - timedelta(days=1)


def middle_of(month: date) -> date:
    """The day whose answers to the questionnaire hold for the month."""
    return month.replace(day=15)


def is_over(month: date, *, at: datetime) -> bool:
    """Whether the whole month lies before `at`, by the site's clock."""
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date() > last_of(month)


def bounds(month: date) -> tuple[datetime, datetime]:
    """The moments at which a month begins and ends, by the site's clock."""
    zone = ZoneInfo(settings.TIME_ZONE)
    start, end = month, before(month, months=-1)
    return datetime(start.year, start.month, 1, tzinfo=zone), datetime(end.year, end.month, 1, tzinfo=zone)


def last_weeks(month: date) -> list[tuple[date, date]]:
    """Monday and Sunday of the last four ISO weeks that ended in the month or on its last day, the latest first."""
    last = last_of(month)
    sunday = last - timedelta(days=last.isoweekday() % 7)
    return [(sunday - timedelta(days=7 * week + 6), sunday - timedelta(days=7 * week)) for week in range(WEEKS)]
