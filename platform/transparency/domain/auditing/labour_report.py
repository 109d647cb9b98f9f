"""What Directive (EU) 2024/2831, Art. 17, has a platform tell authorities and representatives, every six months.

All of it is added up from the days of work. Figures over people are of eleven or more; others are None.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import sqrt
from statistics import mean, stdev
from typing import Any

from django.conf import settings
from django.db.models import Max, Min, Q
from django.utils import timezone

from accounts.models import User
from transparency.domain import reports
from transparency.domain.activity import WEEKS, YEAR_DAYS, Activity, activity_of
from transparency.domain.anonymity import LEAST_WORKERS
from transparency.domain.auditing.spread import spread_of
from transparency.domain.rollup import reading
from transparency.domain.rollup.reading import Labour
from transparency.models import WorkerDay
from web.domain.formatting import MICROS

_WRITTEN = re.compile(r"(?P<year>20\d\d)H(?P<half>[12])", re.ASCII)
HOUR = 3600
FULL_TIME_HOURS = 1607
LEAST_SECONDS = 3600
Z = 1.959964
_SUBMITTED = Q(submitted_count__gt=0)


class NotAHalfYear(ValueError):
    """The text names no half of a year."""


@dataclass(frozen=True, slots=True, order=True)
class HalfYear:
    """The first or the second half of a year."""

    year: int
    half: int

    def __str__(self) -> str:
        return f"{self.year}H{self.half}"

    @property
    def first(self) -> date:
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def last(self) -> date:
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)


def read_period(text: str) -> HalfYear:
    """The half of a year that is written as “2026H2”. Raises NotAHalfYear."""
    found = _WRITTEN.fullmatch(text.strip().upper())
    if found is None:
        raise NotAHalfYear(text)
    return HalfYear(int(found["year"]), int(found["half"]))


def half_year_of(at: datetime) -> HalfYear:
    """The half of a year in which a moment lies."""
    today = timezone.localtime(at, timezone.get_default_timezone()).date()
    return HalfYear(today.year, 1 if today.month <= 6 else 2)


def latest(*, at: datetime) -> list[HalfYear]:
    """The half-year of a moment and the one before."""
    this = half_year_of(at)
    return [this, HalfYear(this.year, 1) if this.half == 2 else HalfYear(this.year - 1, 2)]


def report(*, period: HalfYear, at: datetime) -> dict[str, Any]:
    """The whole report as plain values. Of a period that isn't over, up to the day of `at`, which it says.

    Amounts are in the platform's currency; rates are ratios of sums where they say so.
    """
    today = timezone.localtime(at, timezone.get_default_timezone()).date()
    last = min(period.last, today)
    labours = reading.labour_by_worker(first=period.first, last=last)
    everybody = reading.labour_of_all(first=period.first, last=last)
    classes = _classes(last)
    weeks = max(1, (last - period.first).days + 1) / 7
    floor, public = reports.floor_of_day(at=at), f"{settings.SITE_ADDRESS}/transparency"
    return {
        "period": str(period),
        "first_day": period.first.isoformat(),
        "last_day": last.isoformat(),
        "is_over": period.last < today,
        "platform": {"address": settings.SITE_ADDRESS, "currency": settings.CURRENCY},
        "legal_basis": "Directive (EU) 2024/2831, Art. 17",
        "rule": f"Figures over people are of {LEAST_WORKERS} or more; null where fewer are behind them.",
        "persons": _persons(labours, classes, last),
        "terms": {"address": f"{public}/", "systems": f"{public}/systems/"},
        "intermediaries": {"count": 0, "words": "None: the platform contracts with each person directly."},
        "duration": _duration(labours, last),
        "weekly_hours": _weekly_hours(labours, weeks),
        "income": _income(labours, classes, weeks),
        "hourly": _hourly(labours, everybody, floor.hourly_micros if floor else None),
        "unpaid": {
            "M21_minutes_per_paid_hour": _known(everybody.unpaid_minutes_per_paid_hour, everybody.worker_count),
            "M22_share": _known(everybody.unpaid_share, everybody.worker_count),
        },
        "full_time_equivalents": {
            "M06_fte": _known(everybody.presence_seconds / HOUR / FULL_TIME_HOURS, everybody.worker_count, 3),
            "hours": _known(everybody.presence_seconds / HOUR, everybody.worker_count),
        },
    }  # fmt: skip


def _persons(labours: Sequence[Labour], classes: dict[int, Activity], last: date) -> dict[str, Any]:
    counts = {kind.value: sum(found is kind for found in classes.values()) for kind in Activity}
    registered = User.objects.filter(is_worker=True, joined_at__date__lte=last).count()
    counts[Activity.DORMANT.value] += registered - len(classes)
    return {
        "registered": _count(registered),
        "at_work_in_the_period": _count(len(labours)),
        "M01_by_level_of_activity": {name: _count(count) for name, count in counts.items()},
        "by_status": {"self_employed": _count(registered), "employed": 0},
    }


def _classes(last: date) -> dict[int, Activity]:
    """M01 of everybody registered who ever submitted, on the last day, by the last four complete ISO weeks."""
    sunday = last - timedelta(days=last.isoweekday() % 7)
    mondays = [sunday - timedelta(days=7 * back + 6) for back in range(WEEKS)]
    workers = User.objects.filter(is_worker=True, joined_at__date__lte=last)
    registered = set(workers.values_list("pk", flat=True))
    rows = WorkerDay.objects.filter(_SUBMITTED, day__lte=last).order_by("worker_number").values("worker_number")
    last_days = dict(rows.annotate(last=Max("day")).values_list("worker_number", "last"))
    recent = WorkerDay.objects.filter(_SUBMITTED, day__range=(mondays[-1], sunday)).values_list("worker_number", "day")
    seen: dict[int, list[bool]] = {}
    starts = sorted(mondays)
    for number, day in recent:
        seen.setdefault(number, [False] * WEEKS)[bisect_left(starts, day + timedelta(days=1)) - 1] = True
    return {
        number: activity_of(
            weeks=seen.get(number, [False] * WEEKS),
            days_since_last=days if (days := (last - last_day).days) <= YEAR_DAYS else None,
        )
        for number, last_day in last_days.items()
        if number in registered
    }


def _duration(labours: Sequence[Labour], last: date) -> dict[str, Any]:
    """How long people have worked here, and how long an answer and a day at work take."""
    numbers = [one.worker_number or 0 for one in labours]
    rows = WorkerDay.objects.filter(_SUBMITTED, worker_number__in=numbers, day__lte=last)
    spans = rows.order_by("worker_number").values("worker_number").annotate(first=Min("day"), last=Max("day"))
    days = [float((span["last"] - span["first"]).days + 1) for span in spans]
    hours = [one.presence_seconds / HOUR / one.day_count for one in labours if one.day_count]
    return {
        "days_between_first_and_last_answer": _spread(days),
        "hours_of_a_day_at_work": _spread(hours),
    }


def _weekly_hours(labours: Sequence[Labour], weeks: float) -> dict[str, Any]:
    return {
        "all": _spread([one.presence_seconds / HOUR / weeks for one in labours]),
        "paid": _spread([one.paid_seconds / HOUR / weeks for one in labours]),
    }


def _income(labours: Sequence[Labour], classes: dict[int, Activity], weeks: float) -> dict[str, Any]:
    """What people earned a month, fees and taxes aside: of those who work regularly or more, and of all."""
    regular = (Activity.VERY_ACTIVE, Activity.REGULAR)
    months = weeks * 7 / (365.25 / 12)
    monthly = {one.worker_number or 0: one.earned_micros / MICROS / months for one in labours}
    return {
        "regular_workers_a_month": _spread(
            [each for number, each in monthly.items() if classes.get(number) in regular]
        ),
        "all_workers_a_month": _spread(list(monthly.values())),
    }


def _hourly(labours: Sequence[Labour], everybody: Labour, floor_micros: int | None) -> dict[str, Any]:
    """M13, M13b and M13c: over people, and as ratios of sums; M19."""
    told: dict[str, Any] = {}
    for name, rate in (
        ("M13", "paid_only_hourly_micros"),
        ("M13b", "all_tasks_hourly_micros"),
        ("M13c", "presence_hourly_micros"),
    ):
        rates = [micros / MICROS for one in labours if (micros := getattr(one, rate)) is not None]
        together = getattr(everybody, rate)
        told[name] = {
            "of_workers": _spread(rates),
            "all_pay_over_all_time": _known(None if together is None else together / MICROS, everybody.decided_count),
        }
    hours = [one for one in labours if one.presence_seconds - one.pending_seconds >= LEAST_SECONDS]
    above = sum((one.presence_hourly_micros or 0) >= (floor_micros or 0) for one in hours)
    told["floor"] = None if floor_micros is None else floor_micros / MICROS
    told["M19_share_at_or_above_the_floor"] = (
        _known(above / len(hours), len(hours), 3) if hours and floor_micros else None
    )
    return told


def _spread(values: Sequence[float]) -> dict[str, Any] | None:
    """Mean and median, both with their 95 % interval, and of how many; None of fewer than eleven."""
    found = spread_of(values)
    if found is None:
        return None
    half = Z * stdev(values) / sqrt(len(values))
    middle = mean(values)
    return {
        "n": found.count,
        "mean": round(middle, 2),
        "mean_95": [round(middle - half, 2), round(middle + half, 2)],
        "median": round(found.median, 2),
        "median_95": None if found.low is None else [round(found.low, 2), round(found.high or 0.0, 2)],
        "p10": round(found.p10, 2),
        "p90": round(found.p90, 2),
    }


def _count(people: int) -> int | None:
    return people if people >= LEAST_WORKERS or people == 0 else None


def _known(value: float | None, people: int, decimals: int = 2) -> float | None:
    return None if value is None or people < LEAST_WORKERS else round(value, decimals)
