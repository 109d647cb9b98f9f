"""Reading days of work: what a worker, a job or everybody did, took and earned, summed by the database.

What the clock has not summed up yet is missing: a worker's own page calls `keeping.refresh_worker` first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Aggregate, Count, Model, Q, QuerySet, Sum

from transparency.domain.rollup.kinds import Kind
from transparency.domain.rollup.rates import hourly_micros
from transparency.models import CLUSTER_MINUTES, JobDay, WorkerDay

_MONEY = ("pay_micros", "floor_micros", "bonus_micros", "withheld_micros")
_COUNTS = ("submitted_count", "paid_count", "training_count", "rejected_count", "returned_count", "expired_count")
_WORK = ("paid_seconds", "counted_seconds", "pending_seconds")
_UNPAID = tuple(kind.column for kind in Kind)
_HOURS = ("presence_seconds", "night_seconds", "weekend_seconds", "night_or_weekend_seconds")


@dataclass(frozen=True, slots=True)
class Labour:
    """What some work was, took and paid. Money in micros, time in seconds; the fields are those of the days' rows.

    `worker_number` or `job_number` is set where it is one's alone. `worker_count` people are behind it, `decided_count`
    of them with work that was paid, returned, expired or rejected. `cluster_seconds` (M13d) and the hours of night and
    weekend are of whole days only, so those of a job are empty or 0.
    """

    worker_number: int | None = None
    job_number: int | None = None
    worker_count: int = 0
    decided_count: int = 0
    day_count: int = 0
    pay_micros: int = 0
    floor_micros: int = 0
    bonus_micros: int = 0
    withheld_micros: int = 0
    submitted_count: int = 0
    paid_count: int = 0
    training_count: int = 0
    rejected_count: int = 0
    returned_count: int = 0
    expired_count: int = 0
    paid_seconds: float = 0.0
    counted_seconds: float = 0.0
    pending_seconds: float = 0.0
    search_seconds: float = 0.0
    preview_seconds: float = 0.0
    instructions_seconds: float = 0.0
    qualification_seconds: float = 0.0
    returned_seconds: float = 0.0
    expired_seconds: float = 0.0
    rejected_seconds: float = 0.0
    waiting_seconds: float = 0.0
    messages_seconds: float = 0.0
    payment_seconds: float = 0.0
    technical_seconds: float = 0.0
    presence_seconds: float = 0.0
    night_seconds: float = 0.0
    weekend_seconds: float = 0.0
    night_or_weekend_seconds: float = 0.0
    cluster_seconds: tuple[float, ...] = ()

    @property
    def earned_micros(self) -> int:
        """What the work paid: prices, and what lifted them to the floor. A bonus is a gift, and in no rate."""
        return self.pay_micros + self.floor_micros

    @property
    def unpaid(self) -> dict[Kind, float]:
        """M23: the seconds of each kind of unpaid time."""
        return {kind: getattr(self, kind.column) for kind in Kind}

    @property
    def unpaid_seconds(self) -> float:
        """All unpaid time; what nobody has decided on yet is in neither."""
        return sum(self.unpaid.values())

    @property
    def paid_only_hourly_micros(self) -> int | None:
        """M13, micros an hour: pay over the time of paid work; None when there is none."""
        return hourly_micros(pay_micros=self.earned_micros, seconds=self.paid_seconds)

    @property
    def all_tasks_hourly_micros(self) -> int | None:
        """M13b, micros an hour: pay over the time of paid, returned, expired and rejected work (Hara et al. 2018)."""
        return hourly_micros(pay_micros=self.earned_micros, seconds=self.counted_seconds)

    @property
    def presence_hourly_micros(self) -> int | None:
        """M13c, micros an hour: pay over all time at work but that of answers which wait for a decision."""
        return hourly_micros(pay_micros=self.earned_micros, seconds=self.presence_seconds - self.pending_seconds)

    @property
    def cluster_hourly_micros(self) -> list[int | None]:
        """M13d, micros an hour: pay over work with its gaps of up to 0, 1 … 12 minutes (Hara et al. 2018)."""
        seconds = self.cluster_seconds or (0.0,) * len(CLUSTER_MINUTES)
        return [hourly_micros(pay_micros=self.earned_micros, seconds=one) for one in seconds]

    @property
    def unpaid_minutes_per_paid_hour(self) -> float | None:
        """M21, minutes: 60 × unpaid ÷ paid time (Toxtli et al. 2021); None without paid time."""
        return 60 * self.unpaid_seconds / self.paid_seconds if self.paid_seconds > 0 else None

    @property
    def unpaid_share(self) -> float | None:
        """M22, 0 to 1: unpaid ÷ (paid + unpaid) time; None for no time at all."""
        whole = self.paid_seconds + self.unpaid_seconds
        return self.unpaid_seconds / whole if whole > 0 else None


def days_of_worker(*, worker_number: int, first: date, last: date) -> list[WorkerDay]:
    """One worker's days from `first` to `last`, in order; days without work are absent."""
    rows = WorkerDay.objects.filter(worker_number=worker_number, day__range=(first, last))
    return list(rows.order_by("day"))


def labour_of_worker(*, worker_number: int, first: date, last: date) -> Labour:
    """One worker's labour over all jobs; a second counts once."""
    rows = WorkerDay.objects.filter(worker_number=worker_number, day__range=(first, last))
    return _one(rows, worker_number=worker_number)


def labour_of_all(*, first: date, last: date) -> Labour:
    """Everybody's labour; a worker's second counts once, also across jobs."""
    return _one(WorkerDay.objects.filter(day__range=(first, last)))


def labour_by_worker(*, first: date, last: date, worker_numbers: Sequence[int] | None = None) -> list[Labour]:
    """The labour of each worker who was at work in these days, by number; of `worker_numbers` alone where given."""
    rows = WorkerDay.objects.filter(day__range=(first, last))
    if worker_numbers is not None:
        rows = rows.filter(worker_number__in=worker_numbers)
    return _each(rows, "worker_number")


def labour_of_job(*, job_number: int) -> Labour:
    """All labour for one job, the search for it included."""
    return _one(JobDay.objects.filter(job_number=job_number), job_number=job_number)


def labour_by_job(*, job_numbers: Sequence[int], first: date = date.min, last: date = date.max) -> dict[int, Labour]:
    """The labour for each of these jobs, on some days or on all; jobs without any are absent."""
    rows = JobDay.objects.filter(job_number__in=job_numbers)
    if (first, last) != (date.min, date.max):
        rows = rows.filter(day__range=(first, last))
    return {one.job_number: one for one in _each(rows, "job_number") if one.job_number is not None}


def workers_of_job(*, job_number: int) -> list[Labour]:
    """The labour of each worker of a job, by their number: for figures over people, never to be listed."""
    return _each(JobDay.objects.filter(job_number=job_number), "worker_number")


def _one(rows: QuerySet[Any], *, worker_number: int | None = None, job_number: int | None = None) -> Labour:
    told = _told(rows.aggregate(**_sums(rows.model)))
    return Labour(worker_number=worker_number, job_number=job_number, **told)


def _each(rows: QuerySet[Any], key: str) -> list[Labour]:
    found = rows.order_by(key).values(key).annotate(**_sums(rows.model))
    return [Labour(**{key: row.pop(key)}, **_told(row)) for row in found]


def _sums(model: type[Model]) -> dict[str, Aggregate]:
    """What the database adds up; names that a row has too stand behind a prefix."""
    names = (*_MONEY, *_COUNTS, *_WORK, *_UNPAID, *(_HOURS if model is WorkerDay else ()))
    clusters = [f"cluster_seconds__{gap}" for gap in CLUSTER_MINUTES] if model is WorkerDay else []
    decided = Q(paid_count__gt=0) | Q(rejected_count__gt=0) | Q(returned_count__gt=0) | Q(expired_count__gt=0)
    return {
        "sum_worker_count": Count("worker_number", distinct=True),
        "sum_decided_count": Count("worker_number", distinct=True, filter=decided),
        "sum_day_count": Count("pk"),
        **{f"sum_{name}": Sum(name, default=0) for name in names},
        **{f"gap_{name}": Sum(name, default=0.0) for name in clusters},
    }


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """The fields of `Labour` out of a row of sums."""
    sums = {name.removeprefix("sum_"): value for name, value in row.items() if name.startswith("sum_")}
    clusters = tuple(value for name, value in row.items() if name.startswith("gap_"))
    # A job's days have no column for it: their kinds add up to it.
    presence = sum(sums[name] for name in ("paid_seconds", "pending_seconds", *_UNPAID))
    return {"presence_seconds": presence, **sums, "cluster_seconds": clusters}
