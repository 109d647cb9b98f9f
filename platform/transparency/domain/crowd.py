"""How many people work here, how often they come and for how long they stay: M02 to M08, M20, M30 and M37.

A day is an occasion, and whoever submitted something on it was there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import log

from transparency.domain.activity import WEEKS, YEAR_DAYS, Activity, activity_of
from transparency.domain.appealing import Share
from transparency.domain.population import Estimate, chao1, half_life
from transparency.models import WorkerDay

# Our convention for a year of full-time work, in hours.
FULL_TIME_HOURS = 1607
HOUR_SECONDS = 3600


def weeks_before(*, day: date) -> list[date]:
    """The Mondays of the last four complete ISO weeks before a day, the earliest first."""
    monday = day - timedelta(days=day.weekday())
    return [monday - timedelta(weeks=back) for back in range(WEEKS, 0, -1)]


def activity_of_workers(*, day: date) -> dict[int, Activity]:
    """M01: the class of everybody who submitted anything in the year before a day; the rest are dormant."""
    mondays = weeks_before(day=day)
    rows = WorkerDay.objects.filter(submitted_count__gt=0, day__lt=day, day__gte=day - timedelta(days=YEAR_DAYS))
    days: dict[int, list[date]] = {}
    for number, worked_on in rows.values_list("worker_number", "day"):
        days.setdefault(number, []).append(worked_on)
    return {
        number: activity_of(
            weeks=[any(monday <= one < monday + timedelta(weeks=1) for one in worked) for monday in mondays],
            days_since_last=(day - max(worked)).days,
        )
        for number, worked in days.items()
    }


def dormant_count(*, registered_count: int, classes: Mapping[int, Activity]) -> int:
    """M02, people: those who are registered and in none of the other classes."""
    return registered_count - sum(found is not Activity.DORMANT for found in classes.values())


def reactivation(*, dormant: Iterable[int], active: Iterable[int]) -> Share:
    """M03, 0 to 1: of those who were dormant at the beginning, those who submitted something until the end."""
    before = set(dormant)
    return Share(len(before & set(active)), len(before))


def mean_platforms(*, answers: Sequence[int]) -> float | None:
    """M04, platforms: the mean number that people say they work on, this one included; `answers` are others (Q18)."""
    return 1 + sum(answers) / len(answers) if answers else None


def by_country(*, countries: Iterable[str]) -> dict[str, int]:
    """M05, people: how many live in each country by their own word; only a release may show it."""
    found: dict[str, int] = {}
    for country in countries:
        found[country] = found.get(country, 0) + 1
    return found


def full_time_equivalents(*, presence_seconds: float, days: int) -> float:
    """M06, full-time equivalents: hours at work over 1,607 hours a year, in proportion to the days they are of."""
    return presence_seconds / HOUR_SECONDS / (FULL_TIME_HOURS * days / YEAR_DAYS)


def live_pool(*, first: date, last: date) -> Estimate:
    """M07, people: at least so many would come, by how many days each was seen on (Chao 1984)."""
    seen: dict[int, int] = {}
    for number in WorkerDay.objects.filter(submitted_count__gt=0, day__range=(first, last)).values_list(
        "worker_number", flat=True
    ):
        seen[number] = seen.get(number, 0) + 1
    return chao1(seen_on=seen.values())


def months_to_half(*, overlaps: Sequence[tuple[float, int]]) -> float | None:
    """M08, months until half of the people are gone; None where too little is known or nobody leaves.

    `overlaps` are (months later, how many of those at the beginning were there again). m(t) = m0 · exp(−λt) is fitted
    to their logarithms by least squares; the half-life is ln 2 ÷ λ (Difallah, Filatova and Ipeirotis, WSDM 2018).
    """
    known = [(months, log(count)) for months, count in overlaps if count > 0]
    if len(known) < 2:
        return None
    middle = sum(months for months, _logarithm in known) / len(known)
    level = sum(logarithm for _months, logarithm in known) / len(known)
    spread = sum((months - middle) ** 2 for months, _logarithm in known)
    if not spread:
        return None
    slope = sum((months - middle) * (logarithm - level) for months, logarithm in known) / spread
    return half_life(decay_a_month=-slope) if slope < 0 else None


def income_shares(*, bands: Iterable[str]) -> dict[str, Share]:
    """M20, 0 to 1: how many name each band of the share of their income that comes from such work (Q16)."""
    said = list(bands)
    return {band: Share(said.count(band), len(said)) for band in sorted(set(said))}


def three_shifts(
    *, job_hours: float, care_hours: float, presence_seconds: float, days: int
) -> tuple[float, float, float]:
    """M30, hours a week: main job, domestic and care work, and the time measured here, paid and unpaid."""
    return job_hours, care_hours, presence_seconds / HOUR_SECONDS / days * 7


def answer_rate(*, answered_count: int, active_count: int) -> Share:
    """M37, 0 to 1: of those who were active, those who answered a question, with Wilson's interval."""
    return Share(answered_count, active_count)
