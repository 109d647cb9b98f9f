"""What one job really pays: the same figures for its requester and for whoever thinks of working on it.

Read from the measure that the clock keeps (`JobMeasure`) and from its days of work. Below eleven people nothing is told
of time or of anybody's pay.
"""

from __future__ import annotations

from dataclasses import dataclass

from transparency.domain import measures
from transparency.domain.appealing import Share
from transparency.domain.rollup import reading
from transparency.domain.wages import Interval, median_interval
from transparency.models import JobMeasure

# M36: beyond so many times the announced seconds a requester is asked to announce more.
HONEST_UP_TO = 1.2


@dataclass(frozen=True, slots=True)
class JobPay:
    """One job's real pay. `measure` is None while nobody has worked; `is_told` says that eleven people are behind it.

    `median_interval` encloses the median of workers' hourly pay; `rejected` and `at_floor` are shares of decided
    answers and of workers with an hourly pay. They are None where nothing is told.
    """

    measure: JobMeasure | None
    announced_seconds: int
    price_micros: int
    is_told: bool = False
    median_interval: Interval | None = None
    rejected: Share | None = None
    at_floor: Share | None = None

    @property
    def is_longer_than_announced(self) -> bool:
        """M36 above 1.2: an answer takes more than a fifth longer than was announced."""
        ratio = self.measure.estimate_ratio if self.measure and self.is_told else None
        return ratio is not None and ratio > HONEST_UP_TO

    def price_at(self, floor_micros: int) -> int:
        """The least price in micros, rounded up, at which half of the answers are paid the floor."""
        seconds = self.measure.median_seconds if self.measure else None
        return -(-round((seconds or self.announced_seconds) * floor_micros) // 3600)


def of_job(*, job_number: int, announced_seconds: int, price_micros: int) -> JobPay:
    """The real pay of one job, at most as old as its measure."""
    measure = measures.of_jobs(job_numbers=[job_number]).get(job_number)
    if measure is None or measure.hourly_micros is None:
        return JobPay(measure, announced_seconds, price_micros)
    people = reading.workers_of_job(job_number=job_number)
    rates = [rate for one in people if (rate := one.all_tasks_hourly_micros) is not None]
    decided = sum(one.paid_count + one.rejected_count for one in people)
    return JobPay(
        measure=measure,
        announced_seconds=announced_seconds,
        price_micros=price_micros,
        is_told=True,
        median_interval=median_interval(rates),
        rejected=Share(sum(one.rejected_count for one in people), decided),
        at_floor=None
        if measure.floor_share is None
        else Share(round(measure.floor_share * measure.rated_count), measure.rated_count),
    )
