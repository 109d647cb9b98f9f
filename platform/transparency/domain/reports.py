"""What the pages ask of the labour log: the auditor's tables, a requester's record, public figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TypeVar, cast

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from accounts.models import User
from ledger.domain.floors import Floor, floor_on
from transparency.domain import metrics
from transparency.domain.metrics import HourlyPay
from transparency.models import JobFact, WorkEvent

NO_PAY = HourlyPay(0, 0.0, 0.0, 0.0, 0, 0)
MEASURE_SECONDS = 60

Figure = TypeVar("Figure")


class Order(Enum):
    """How the auditor's table is ordered."""

    NEWEST = "newest"
    LOWEST_PAY = "pay"
    MOST_PAID = "paid"
    MOST_UNPAID_TIME = "unpaid"
    REQUESTER = "requester"


@dataclass(frozen=True, slots=True)
class JobRow:
    """One published job in the auditor's table."""

    fact: JobFact
    requester: str
    pay: HourlyPay
    floor_hourly_micros: int

    @property
    def is_judged(self) -> bool:
        """Whether any work was decided on, and a floor holds."""
        return self.pay.all_tasks_hourly_micros is not None and self.floor_hourly_micros > 0

    @property
    def is_below_floor(self) -> bool:
        """Whether M13b lies under the floor; a job that isn't judged is not below."""
        return self.is_judged and (self.pay.all_tasks_hourly_micros or 0) < self.floor_hourly_micros


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


def public_pay() -> HourlyPay:
    """M13 and M13b of the whole platform, at most a minute old."""
    found = cache.get_or_set("public-pay", metrics.total_hourly_pay, MEASURE_SECONDS)
    return cast(HourlyPay, found)


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


def job_rows(*, at: datetime, kind: str = "", search: str = "") -> list[JobRow]:
    """Every published job of `kind` whose title or requester contains `search`, newest first, measured."""
    facts = JobFact.objects.order_by("-published_at", "-job_number")
    if kind:
        facts = facts.filter(kind=kind)
    if search:
        named = User.objects.filter(Q(display_name__icontains=search) | Q(email__icontains=search)).values("pk")
        facts = facts.filter(Q(title__icontains=search) | Q(public_id=search) | Q(requester_number__in=named))
    found = list(facts)
    people = names_of(numbers={fact.requester_number for fact in found})
    pay = metrics.hourly_pay_by_job(job_numbers=[fact.job_number for fact in found])
    floor = floor_of_day(at=at)
    floor_micros = floor.hourly_micros if floor else 0
    return [
        JobRow(
            fact=fact,
            requester=people.get(fact.requester_number, ""),
            pay=pay.get(fact.job_number, NO_PAY),
            floor_hourly_micros=floor_micros,
        )
        for fact in found
    ]


def ordered(rows: Sequence[JobRow], *, order: Order) -> list[JobRow]:
    """`rows` in another order; equals stay as they were. Jobs without a rate stand last among rates."""
    if order is Order.LOWEST_PAY:
        return sorted(rows, key=lambda row: (not row.is_judged, row.pay.all_tasks_hourly_micros or 0))
    if order is Order.MOST_PAID:
        return sorted(rows, key=lambda row: -row.pay.pay_micros)
    if order is Order.MOST_UNPAID_TIME:
        return sorted(rows, key=lambda row: -row.pay.unpaid_seconds)
    if order is Order.REQUESTER:
        return sorted(rows, key=lambda row: row.requester.casefold())
    return list(rows)


def kinds_in_use() -> list[str]:
    """The kinds of all published jobs."""
    return list(JobFact.objects.order_by("kind").values_list("kind", flat=True).distinct())


def kind_name(slug: str) -> str:
    """A kind of work in words, translated where a kind has the same: the log knows its slug alone."""
    return gettext(slug.replace("_", " ").capitalize())


def names_of(*, numbers: Iterable[int]) -> dict[int, str]:
    """What people are called, by number; those who are gone are absent."""
    return {person.pk: str(person) for person in User.objects.filter(pk__in=list(numbers))}


def sum_of(rows: Sequence[JobRow]) -> HourlyPay:
    """The columns of `rows` added up. The rates are ratios of these sums; workers are not counted."""
    return HourlyPay(
        pay_micros=sum(row.pay.pay_micros for row in rows),
        paid_seconds=sum(row.pay.paid_seconds for row in rows),
        all_seconds=sum(row.pay.all_seconds for row in rows),
        pending_seconds=sum(row.pay.pending_seconds for row in rows),
        worker_count=0,
        answer_count=sum(row.pay.answer_count for row in rows),
    )


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


def events_of_worker(*, worker_number: int) -> Iterator[tuple[WorkEvent, JobFact | None]]:
    """Every event about one worker with the facts of its job, oldest first; read as it is consumed."""
    facts: dict[int | None, JobFact | None] = {None: None}
    events = WorkEvent.objects.filter(worker_number=worker_number).order_by("at", "pk")
    for event in events.iterator(chunk_size=2000):
        if event.job_number is not None and event.job_number not in facts:
            facts[event.job_number] = JobFact.objects.filter(pk=event.job_number).first()
        yield event, facts[event.job_number]
