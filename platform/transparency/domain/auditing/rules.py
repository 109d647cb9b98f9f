"""What auditors are told of by itself: rules with thresholds, each looking at the last four weeks or at this moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from transparency.domain import reports
from transparency.domain.anonymity import LEAST_WORKERS
from transparency.domain.auditing.delays import delays
from transparency.domain.rollup import reading
from transparency.domain.sealing.waiting import count_waiting
from transparency.models import JobDay, JobFact, JobMeasure, RollUpMark, WorkEvent

WINDOW = timedelta(days=28)
# Of a worker with less time, or a job with fewer decisions, a rate says little.
LEAST_SECONDS = 3600
LEAST_DECISIONS = 20


@dataclass(frozen=True, slots=True)
class Broken:
    """That a rule is broken now: by what (a job's mark, or nothing for the whole site), and what was measured."""

    value: float
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its code, what it says with `%(threshold)s`, the metric, the unit, and what it starts with.

    `find` tells what breaks it at a moment, given the threshold.
    """

    code: str
    words: str | Promise
    metric: str
    unit: str | Promise
    threshold: float
    find: Callable[[datetime, float], list[Broken]]


def _days(at: datetime) -> tuple[date, date]:
    last = timezone.localtime(at, timezone.get_default_timezone()).date()
    return last - WINDOW, last


def _floor_share(at: datetime, least: float) -> list[Broken]:
    """M19, percent of the workers with an hour or more; of eleven of them at least."""
    floor, (first, last) = reports.floor_of_day(at=at), _days(at)
    if floor is None:
        return []
    hourly = [
        one.presence_hourly_micros
        for one in reading.labour_by_worker(first=first, last=last)
        if one.presence_seconds - one.pending_seconds >= LEAST_SECONDS
    ]
    if len(hourly) < LEAST_WORKERS:
        return []
    share = 100 * sum((micros or 0) >= floor.hourly_micros for micros in hourly) / len(hourly)
    return [Broken(share)] if share < least else []


def _estimates(at: datetime, most: float) -> list[Broken]:
    """M36 of every job of which eleven people or more tell how long an answer takes."""
    measured = JobMeasure.objects.filter(median_seconds__isnull=False, measured_at__gte=at - WINDOW)
    seconds = dict(measured.values_list("job_number", "median_seconds"))
    facts = JobFact.objects.filter(job_number__in=seconds, expected_seconds__gt=0).order_by("job_number")
    found = [(fact, (seconds[fact.job_number] or 0.0) / fact.expected_seconds) for fact in facts]
    return [Broken(ratio, fact.public_id) for fact, ratio in found if ratio > most]


def _unpaid_minutes(at: datetime, most: float) -> list[Broken]:
    first, last = _days(at)
    minutes = reading.labour_of_all(first=first, last=last).unpaid_minutes_per_paid_hour
    return [Broken(minutes)] if minutes is not None and minutes > most else []


def _unpaid_share(at: datetime, most: float) -> list[Broken]:
    first, last = _days(at)
    share = reading.labour_of_all(first=first, last=last).unpaid_share
    return [Broken(100 * share)] if share is not None and 100 * share > most else []


def _rejections(at: datetime, most: float) -> list[Broken]:
    """M27 of every job with enough decisions, in percent."""
    first, last = _days(at)
    touched = JobDay.objects.filter(day__range=(first, last), rejected_count__gt=0)
    numbers = list(touched.order_by("job_number").values_list("job_number", flat=True).distinct())
    labour = reading.labour_by_job(job_numbers=numbers, first=first, last=last)
    marks = dict(JobFact.objects.filter(job_number__in=numbers).values_list("job_number", "public_id"))
    broken = []
    for number in numbers:
        rejected, decided = labour[number].rejected_count, labour[number].rejected_count + labour[number].paid_count
        if decided >= LEAST_DECISIONS and 100 * rejected / decided > most and number in marks:
            broken.append(Broken(100 * rejected / decided, marks[number]))
    return broken


def _time_to_pay(at: datetime, most: float) -> list[Broken]:
    """M25, hours that 95 of 100 answers stay below, of what was paid."""
    first, last = _days(at)
    found = delays(first=first, last=last)
    return [Broken(found.p95 / 3600)] if found is not None and found.p95 / 3600 > most else []


def _appeals(at: datetime, most: float) -> list[Broken]:
    """Appeals without a decision at the end of their time."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FROM (
                SELECT assignment_number FROM transparency_workevent
                WHERE type IN ('appeal.filed', 'appeal.decided') AND assignment_number IS NOT NULL
                GROUP BY assignment_number
                HAVING max(at) FILTER (WHERE type = 'appeal.filed') <= %s
                    AND coalesce(max(at) FILTER (WHERE type = 'appeal.decided'), '-infinity')
                        < max(at) FILTER (WHERE type = 'appeal.filed')
            ) overdue
            """,
            [at - settings.APPEAL_DECISION_TIME],
        )
        (overdue,) = cursor.fetchone() or (0,)
    return [Broken(overdue)] if overdue > most else []


def _seal(at: datetime, most: float) -> list[Broken]:
    """M40: minutes that the earliest event without a seal has waited."""
    _count, earliest = count_waiting(at=at)
    minutes = (at - earliest).total_seconds() / 60 if earliest else 0.0
    return [Broken(minutes)] if minutes > most else []


def _roll_up(at: datetime, most: float) -> list[Broken]:
    """Minutes since the days of work were last brought up to date, once there is anything to sum up."""
    mark = RollUpMark.objects.order_by("-rolled_up_at").first()
    if mark is None:
        first = WorkEvent.objects.order_by("at").values_list("at", flat=True).first()
        return [Broken((at - first).total_seconds() / 60)] if first and (at - first).total_seconds() / 60 > most else []
    minutes = (at - mark.rolled_up_at).total_seconds() / 60
    return [Broken(minutes)] if minutes > most else []


RULES = {
    rule.code: rule
    for rule in (
        Rule(
            "floor-share",
            _("Fewer than %(threshold)s%% of the workers with an hour or more reach the floor"),
            "M19", "%", 95.0, _floor_share,
        ),
        Rule(
            "estimate",
            _("Answers to a job take more than %(threshold)s times what was announced"),
            "M36", _("times"), 1.2, _estimates,
        ),
        Rule(
            "unpaid-minutes",
            _("More than %(threshold)s unpaid minutes come with an hour of paid work"),
            "M21", "min", 25.0, _unpaid_minutes,
        ),
        Rule(
            "unpaid-share",
            _("More than %(threshold)s%% of the time at work is unpaid"),
            "M22", "%", 30.0, _unpaid_share,
        ),
        Rule(
            "rejections",
            _("More than %(threshold)s%% of a job’s answers are rejected"),
            "M27", "%", 10.0, _rejections,
        ),
        Rule(
            "time-to-pay",
            _("Five in a hundred answers wait longer than %(threshold)s hours for their pay"),
            "M25", "h", 168.0, _time_to_pay,
        ),
        Rule(
            "appeals-overdue",
            _("More than %(threshold)s appeals are past the time to decide them"),
            "M28", _("appeals"), 0.0, _appeals,
        ),
        Rule(
            "seal-late",
            _("The log has waited longer than %(threshold)s minutes for its seal"),
            "M40", "min", 10.0, _seal,
        ),
        Rule(
            "roll-up-late",
            _("The days of work are older than %(threshold)s minutes"),
            "", "min", 15.0, _roll_up,
        ),
    )
}  # fmt: skip
