"""When and how people work: M14 to M18, M38 and M39. A person's own is for that person; others see sums of many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from math import sqrt
from statistics import median

from django.db import connection
from django.utils.timezone import get_default_timezone_name

from transparency.domain.appealing import Share
from transparency.domain.rollup import reading
from transparency.domain.rollup.reading import Labour
from transparency.models import WorkerDay

WEEK_DAYS, DAY_HOURS = 7, 24


def hours_of_week(*, days: Iterable[WorkerDay]) -> list[list[float]]:
    """M14, seconds at work in each hour (0 to 23) of each day of the week (Monday first), in the site's time zone."""
    found = [[0.0] * DAY_HOURS for _day in range(WEEK_DAYS)]
    for one in days:
        own = found[one.day.weekday()]
        for hour, seconds in enumerate(one.hour_seconds):
            own[hour] += seconds
    return found


def run_lengths(*, kinds: Iterable[str]) -> list[int]:
    """M15, answers: how many of the same kind came one after the other, for each run, in the order they were given."""
    return [sum(1 for _answer in run) for _kind, run in groupby(kinds)]


def median_run(*, kinds: Iterable[str]) -> float | None:
    """M15, answers: the median over answers of the length of the run that each stands in; None for none."""
    lengths = [length for length in run_lengths(kinds=kinds) for _answer in range(length)]
    return median(lengths) if lengths else None


@dataclass(frozen=True, slots=True)
class Fragments:
    """M16: how finely a job was spread: its answers, its workers, and the median share (0 to 1) of one worker."""

    answer_count: int
    worker_count: int
    median_share: float | None


def fragments_of_job(*, job_number: int) -> Fragments:
    """M16 of one job, by the answers that stand."""
    own = [one.submitted_count for one in reading.workers_of_job(job_number=job_number) if one.submitted_count]
    whole = sum(own)
    return Fragments(whole, len(own), median(count / whole for count in own) if own else None)


def regularity(*, weeks: Sequence[Sequence[float]]) -> float | None:
    """M17, 0 to 1: how alike the weeks of one person are; 1 where all are the same. Our definition.

    Each week is the list of its 168 hours' seconds at work. The mean over each two weeks that follow each other of the
    cosine between them (Σ ab ÷ √(Σ a² Σ b²)), a week without work beside one with work being 0; weeks without work
    beside each other are left out. None for fewer than two weeks that count.
    """
    found = []
    for one, other in pairwise(weeks):
        lengths = sqrt(sum(a * a for a in one)), sqrt(sum(b * b for b in other))
        if any(lengths):
            both = sum(a * b for a, b in zip(one, other, strict=True))
            found.append(both / (lengths[0] * lengths[1]) if all(lengths) else 0.0)
    return sum(found) / len(found) if found else None


def night_and_weekend_share(*, labour: Labour) -> float | None:
    """M38, 0 to 1: time at work from 22:00 to 06:00 or on Saturday or Sunday, of all time at work."""
    return labour.night_or_weekend_seconds / labour.presence_seconds if labour.presence_seconds > 0 else None


@dataclass(frozen=True, slots=True)
class Availability:
    """M39: what people found when they looked for work: jobs for each look, and looks that found none."""

    looks: int
    listed: int
    in_vain: Share

    @property
    def listed_for_each_look(self) -> float | None:
        return self.listed / self.looks if self.looks else None


_LOOKS = """
    SELECT count(*), coalesce(sum(note::int), 0), count(*) FILTER (WHERE note = '0') FROM transparency_workevent
    WHERE type = 'list.viewed' AND note ~ '^[0-9]{1,6}$' AND at >= %(first)s::date::timestamp AT TIME ZONE %(zone)s
      AND at < (%(last)s::date + 1)::timestamp AT TIME ZONE %(zone)s
"""


def availability(*, first: date, last: date) -> Availability:
    """M39 of these days, from what each look at the list of jobs found (`list.viewed`)."""
    with connection.cursor() as cursor:
        cursor.execute(
            _LOOKS,
            {"first": first, "last": last, "zone": get_default_timezone_name()},
        )
        looks, listed, in_vain = cursor.fetchone()
    return Availability(looks, listed, Share(in_vain, looks))


def available_by_hour(*, first: date, last: date) -> list[Availability]:
    """M18: M39 for each hour of the day, 0 to 23, in the site's time zone."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT extract(hour FROM at AT TIME ZONE %(zone)s)::int, count(*), sum(note::int),
                count(*) FILTER (WHERE note = '0')
            FROM transparency_workevent
            WHERE type = 'list.viewed' AND note ~ '^[0-9]{1,6}$'
              AND at >= %(first)s::date::timestamp AT TIME ZONE %(zone)s
              AND at < (%(last)s::date + 1)::timestamp AT TIME ZONE %(zone)s
            GROUP BY 1
            """,
            {"first": first, "last": last, "zone": get_default_timezone_name()},
        )
        found = {hour: Availability(looks, listed, Share(vain, looks)) for hour, looks, listed, vain in cursor}
    return [found.get(hour, Availability(0, 0, Share(0, 0))) for hour in range(DAY_HOURS)]
