"""Which jobs a worker can choose from. Who somebody is has no part in it: everyone sees the same list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from django.contrib.postgres.search import SearchQuery
from django.db.models import (
    BigIntegerField,
    Case,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import User
from tasks.models import Assignment, Item, Job
from tasks.models.job import SEARCHED
from transparency.domain import log
from transparency.domain.systems import automated_decision
from transparency.models import JobEvent, JobMeasure, RequesterMeasure

MOST_WORDS = 8
# Stands for a figure that there is none of: such jobs come last.
NONE = -1


class Order(Enum):
    """How open jobs are listed."""

    HOURLY = "hourly"
    MEASURED = "measured"
    EXPECTED = "expected"
    NEWEST = "newest"
    SHORTEST = "shortest"
    MOST_LEFT = "left"
    RECORD = "record"


# What comes first, then what comes next among equals.
_ORDERS = {
    Order.HOURLY: ("-hourly",),
    Order.MEASURED: ("-measured", "-hourly"),
    Order.EXPECTED: ("-expected",),
    Order.NEWEST: (),
    Order.SHORTEST: ("seconds",),
    Order.MOST_LEFT: ("-unanswered",),
    Order.RECORD: ("-approved_percent", "-decided"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a worker looks for. What is empty, 0 or False filters nothing."""

    words: str = ""
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    least_hourly_micros: int = 0
    measured_only: bool = False
    most_seconds: int = 0
    least_approved_percent: int = 0
    most_decision_seconds: int = 0
    without_warnings: bool = False
    without_training: bool = False
    order: Order = Order.HOURLY


def own_job_sentence() -> str:
    """Why a requester who is a worker too can't work on a job of theirs."""
    return _("You asked for this work yourself, so others do it. Choose another job.")


def published_jobs() -> QuerySet[Job]:
    """Open and closed jobs with their requesters."""
    return Job.objects.exclude(state=Job.State.DRAFT).select_related("requester")


@automated_decision("finding-order", orders=len(Order))
def open_jobs(*, wanted: Wanted) -> QuerySet[Job]:
    """The open jobs that fit what a worker looks for, in the order asked for.

    Pay and time are those that were measured on eleven people or more, else those that the requester expects.
    """
    jobs = _with_figures(Job.objects.filter(state=Job.State.OPEN).select_related("requester"))
    # Nothing but letters and digits is left of a word, so that it is no operator of the search.
    words = re.findall(r"\w+", wanted.words)[:MOST_WORDS]
    if words:
        searched = SearchQuery(" & ".join(f"{word}:*" for word in words), config="simple", search_type="raw")
        jobs = jobs.alias(searched=SEARCHED).filter(searched=searched)
    jobs = jobs.filter(_asked(wanted))
    order = (*_ORDERS[wanted.order], "-published_at", "-pk")
    # A page's cursor remembers what the last row was ordered by, so each row has to carry it.
    carried = {name: F(name) for name in (key.lstrip("-") for key in _ORDERS[wanted.order])}
    return jobs.annotate(**carried).order_by(*order)


def _asked(wanted: Wanted) -> Q:
    """The filters that are set."""
    asked = Q()
    if wanted.kinds:
        asked &= Q(kind__in=wanted.kinds)
    if wanted.languages:
        asked &= Q(language__in=wanted.languages)
    if wanted.least_hourly_micros:
        asked &= Q(hourly__gte=wanted.least_hourly_micros)
    if wanted.measured_only:
        asked &= Q(measured__gt=NONE)
    if wanted.most_seconds:
        asked &= Q(seconds__lte=wanted.most_seconds)
    if wanted.least_approved_percent:
        asked &= Q(approved_percent__gte=wanted.least_approved_percent)
    if wanted.most_decision_seconds:
        asked &= Q(decision_seconds__range=(0, wanted.most_decision_seconds))
    if wanted.without_training:
        asked &= Q(training_places=0)
    if wanted.without_warnings:
        asked &= Q(content_warnings=[])
    return asked


def _with_figures(jobs: QuerySet[Job]) -> QuerySet[Job]:
    """Jobs by what can be asked of them. Only what is asked for costs anything."""

    def measure(name: str) -> Subquery:
        return Subquery(JobMeasure.objects.filter(job_number=OuterRef("pk")).values(name)[:1])

    def record(value: Case | Combinable) -> Subquery:
        found = RequesterMeasure.objects.filter(requester_number=OuterRef("requester_id"))
        return Subquery(found.annotate(wanted=value).values("wanted")[:1])

    decided = F("approved_count") + F("rejected_count")
    percent = Case(When(approved_count__gt=0, then=F("approved_count") * 100 / decided), default=0)
    expected = ExpressionWrapper(F("price_micros") * 3600 / F("expected_seconds"), output_field=BigIntegerField())
    wanted_answers = ExpressionWrapper(
        F("micro_task_count") * F("wanted_answers") + F("extra_answers"), output_field=BigIntegerField()
    )
    return jobs.alias(
        expected=expected,
        measured=Coalesce(measure("hourly_micros"), NONE),
        hourly=Coalesce(measure("hourly_micros"), expected),
        seconds=Coalesce(measure("median_seconds"), F("expected_seconds"), output_field=FloatField()),
        unanswered=wanted_answers - Coalesce(measure("answered_count"), 0),
        approved_percent=Coalesce(record(percent), NONE),
        decided=Coalesce(record(ExpressionWrapper(decided, output_field=BigIntegerField())), 0),
        decision_seconds=Coalesce(record(F("decision_seconds")), float(NONE)),
    )


def languages_in_use() -> list[str]:
    """The languages of the jobs that are open."""
    spoken = Job.objects.filter(state=Job.State.OPEN).exclude(language="")
    return list(spoken.order_by("language").values_list("language", flat=True).distinct())


def first_thumbs(*, jobs: Sequence[Job]) -> dict[int, str]:
    """The key of the thumbnail of each job's first item, by job; texts, sounds and far pictures have none."""
    first_items = Item.objects.filter(job=OuterRef("pk")).order_by("position")
    keys = Job.objects.filter(pk__in=[job.pk for job in jobs]).values_list(
        "pk", Subquery(first_items.values("thumb_key")[:1])
    )
    return {pk: key for pk, key in keys if key}


def raises_of(*, jobs: Sequence[Job]) -> dict[int, JobEvent]:
    """The raise that led to each job's price of now; none for those that never rose, or fell after a pilot."""
    prices = {job.pk: job.price_micros for job in jobs}
    raises = log.last_raises(job_numbers=list(prices))
    return {number: event for number, event in raises.items() if event.micros == prices[number]}


def held_jobs(*, worker: User, jobs: Sequence[Job]) -> set[int]:
    """The numbers of those of `jobs` of which the worker has an assignment on screen."""
    return set(
        Assignment.objects.filter(
            worker=worker, state=Assignment.State.CLAIMED, shown_at__isnull=False, job__in=jobs
        ).values_list("job_id", flat=True)
    )


def held_assignment(*, worker: User, job: Job) -> Assignment | None:
    """What the worker has on screen of `job`, with its micro-task and draft; nothing is claimed."""
    return (
        Assignment.objects.select_related("job__requester", "micro_task__item", "draft")
        .filter(worker=worker, job=job, state=Assignment.State.CLAIMED, shown_at__isnull=False)
        .order_by("claimed_at")
        .first()
    )


def assignments_of(*, worker: User) -> QuerySet[Assignment]:
    """Everything the worker ever took in hand, newest first; not what was only claimed ahead for them."""
    taken = Assignment.objects.filter(Q(shown_at__isnull=False) | Q(submitted_at__isnull=False), worker=worker)
    return taken.select_related("job", "appeal", "redo_of").order_by("-claimed_at", "-pk")
