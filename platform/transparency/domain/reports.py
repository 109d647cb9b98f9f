"""What the pages ask of the labour log: the auditor's tables, a requester's record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, QuerySet, Sum
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from accounts.models import User
from ledger.domain.floors import Floor, floor_on
from transparency.domain import metrics
from transparency.domain.metrics import HourlyPay
from transparency.models import JobFact, WorkEvent

MEASURE_SECONDS = 60

Figure = TypeVar("Figure")


@dataclass(frozen=True, slots=True)
class EventTally:
    """How often one type of event happened to a job's assignments, and what it paid."""

    type: WorkEvent.Type
    count: int
    micros: int


def floor_of_day(*, at: datetime) -> Floor | None:
    """The wage floor that pay is held against; None when no row covers the day."""
    return floor_on(country=settings.PAY_FLOOR_COUNTRY, day=at.date())


def measured_pay(*, job_numbers: Iterable[int]) -> dict[int, HourlyPay]:
    """M13 and M13b of each job that has any work, at most a minute old: for pages that many look at."""
    return _remembered(
        "measured-pay",
        job_numbers,
        lambda numbers: metrics.hourly_pay_by_job(job_numbers=numbers),
        MEASURE_SECONDS,
    )


def _remembered(
    name: str, numbers: Iterable[int], compute: Callable[[list[int]], dict[int, Figure]], seconds: int
) -> dict[int, Figure]:
    """Figures by number, computed together where they aren't remembered. Having none is remembered too."""
    keys = {f"{name}:{number}": number for number in numbers}
    known = cache.get_many(keys)
    missing = [number for key, number in keys.items() if key not in known]
    computed = compute(missing) if missing else {}
    fresh = {f"{name}:{number}": computed.get(number) for number in missing}
    if fresh:
        cache.set_many(fresh, seconds)
    found: dict[str, Figure | None] = {**known, **fresh}
    return {keys[key]: figure for key, figure in found.items() if figure is not None}


def kinds_in_use() -> list[str]:
    """The kinds of all published jobs."""
    return list(JobFact.objects.order_by("kind").values_list("kind", flat=True).distinct())


def kind_name(slug: str) -> str:
    """A kind of work in words, translated where a kind has the same: the log knows its slug alone."""
    return gettext(slug.replace("_", " ").capitalize())


def names_of(*, numbers: Iterable[int]) -> dict[int, str]:
    """What people are called, by number; those who are gone are absent."""
    return {person.pk: str(person) for person in User.objects.filter(pk__in=list(numbers))}


def event_tallies(*, job_number: int) -> list[EventTally]:
    """The events of a job by type, in the order of an assignment's life."""
    counted = {
        row["type"]: row
        for row in _of_workers(job_number).values("type").annotate(count=Count("pk"), total=Sum("micros"))
    }
    return [
        EventTally(kind, counted[kind]["count"], counted[kind]["total"]) for kind in WorkEvent.Type if kind in counted
    ]


def events_of_job(*, job_number: int) -> QuerySet[WorkEvent]:
    """The rows behind a job's figures, newest first."""
    return _of_workers(job_number).order_by("-at", "-pk")


def _of_workers(job_number: int) -> QuerySet[WorkEvent]:
    """What workers did, and what became of it. What its requester did to the job is `log.history`."""
    return WorkEvent.objects.filter(job_number=job_number, worker_number__isnull=False)


def worker_mark(*, job_number: int, worker_number: int | None) -> str:
    """Six signs that tell workers of one job apart in the auditor's pages, and join nothing across jobs."""
    return salted_hmac("transparency.marks", f"{job_number}:{worker_number}", algorithm="sha256").hexdigest()[:6]
