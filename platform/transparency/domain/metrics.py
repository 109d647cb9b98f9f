"""Hourly pay from days of work. Names and formulas: M13 and M13b of docs/glossary.md.

A second of one worker counts once, however many stretches of work cover it: stretches are joined before they are
added up. Rates are ratios of sums (Hara et al., CHI 2018, who average over time, not over tasks). What the log holds
and the days do not yet is missing: it is a minute's at most, or none after `keeping.refresh_worker`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from transparency.domain.rollup import reading
from transparency.domain.rollup.rates import hourly_micros
from transparency.domain.rollup.reading import Labour


@dataclass(frozen=True, slots=True)
class HourlyPay:
    """What some work paid and how long it took. Seconds are of joined stretches, summed over workers.

    `paid_seconds` covers approved and paid work only; `all_seconds` adds returned, expired and rejected work;
    `pending_seconds` is work that nobody has decided on yet and is in neither. `worker_count` and `answer_count` (paid
    and rejected ones) are of the people and answers behind the figures: who only waits is in neither.
    """

    pay_micros: int
    paid_seconds: float
    all_seconds: float
    pending_seconds: float
    worker_count: int
    answer_count: int

    @property
    def unpaid_seconds(self) -> float:
        return max(0.0, self.all_seconds - self.paid_seconds)

    @property
    def paid_only_hourly_micros(self) -> int | None:
        """M13: pay over the time of paid work; None when there is none."""
        return hourly_micros(pay_micros=self.pay_micros, seconds=self.paid_seconds)

    @property
    def all_tasks_hourly_micros(self) -> int | None:
        """M13b: pay over the time of paid, returned, expired and rejected work; None when there is none."""
        return hourly_micros(pay_micros=self.pay_micros, seconds=self.all_seconds)


def hourly_pay_by_job(*, job_numbers: Sequence[int]) -> dict[int, HourlyPay]:
    """M13 and M13b for each of `job_numbers`; jobs without any work are absent."""
    found = reading.labour_by_job(job_numbers=job_numbers)
    return {number: of_labour(labour) for number, labour in found.items() if _is_work(labour)}


def hourly_pay_of_worker(*, worker_number: int, since: datetime) -> HourlyPay:
    """M13 and M13b of one worker's own work of the days since a moment, over all jobs: for that worker's eyes.

    Without what lifts pay to the floor: that was paid for all answers to a job, at night, for no day's work in
    particular.
    """
    labour = reading.labour_of_worker(worker_number=worker_number, first=localdate(since), last=date.max)
    return of_labour(labour, pay_micros=labour.pay_micros)


def of_labour(labour: Labour, *, pay_micros: int | None = None) -> HourlyPay:
    """The hourly pay in some labour; with another sum of pay where one is given."""
    return HourlyPay(
        pay_micros=labour.earned_micros if pay_micros is None else pay_micros,
        paid_seconds=labour.paid_seconds,
        all_seconds=labour.counted_seconds,
        pending_seconds=labour.pending_seconds,
        worker_count=labour.decided_count,
        answer_count=labour.paid_count + labour.rejected_count,
    )


def _is_work(labour: Labour) -> bool:
    return bool(labour.submitted_count or labour.returned_count or labour.expired_count or labour.floor_micros)
