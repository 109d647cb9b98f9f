"""Hourly pay from the labour log. Names and formulas: M13 and M13b of docs/glossary.md.

A second of one worker counts once, however many stretches of work cover it: stretches are joined before they are
added up. Rates are ratios of sums (Hara et al., CHI 2018, who average over time, not over tasks).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal

from django.db import connection

from transparency.domain import log


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


def hourly_micros(*, pay_micros: int, seconds: float) -> int | None:
    """Micros an hour, half-even to a whole micro; None for no time at all."""
    if seconds <= 0:
        return None
    exact = Decimal(pay_micros) * 3600 / Decimal(str(seconds))
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


# Joined stretches by job and worker. An attempt's outcome is its last decision; pay is what the log says was paid.
# No work: what was claimed ahead and never shown, and a submission that was taken back.
_STRETCHES = """
    WITH work AS (
        SELECT job_number, worker_number, assignment_number, type, started_at, ended_at
        FROM transparency_workevent event
        WHERE job_number = ANY(%(jobs)s) AND type IN ('task.submitted', 'task.returned', 'task.expired')
          AND note <> 'unseen' AND {stands}
          AND (%(worker)s::bigint IS NULL OR worker_number = %(worker)s)
          AND (%(since)s::timestamptz IS NULL OR at >= %(since)s)
    ),
    outcome AS (
        SELECT assignment_number,
            bool_or(type = 'task.paid') AS is_paid,
            bool_or(type = 'task.rejected') AS is_rejected,
            sum(micros) AS micros
        FROM transparency_workevent
        WHERE job_number = ANY(%(jobs)s) AND type IN ('task.paid', 'task.rejected')
        GROUP BY assignment_number
    ),
    judged AS (
        SELECT work.*, coalesce(outcome.micros, 0) AS micros,
            coalesce(outcome.is_paid, false) AS is_paid,
            (type <> 'task.submitted' OR coalesce(outcome.is_rejected, false)) AND NOT coalesce(outcome.is_paid, false)
                AS is_unpaid
        FROM work LEFT JOIN outcome USING (assignment_number)
    ),
    joined AS (
        SELECT {key} AS key, worker_number,
            sum(micros) FILTER (WHERE type = 'task.submitted') AS micros,
            count(*) FILTER (WHERE type = 'task.submitted' AND (is_paid OR is_unpaid)) AS answers,
            range_agg(tstzrange(started_at, ended_at)) FILTER (WHERE is_paid) AS paid,
            range_agg(tstzrange(started_at, ended_at)) FILTER (WHERE is_paid OR is_unpaid) AS counted,
            range_agg(tstzrange(started_at, ended_at)) FILTER (WHERE NOT is_paid AND NOT is_unpaid) AS pending
        FROM judged GROUP BY 1, 2
    ),
    floor_pay AS (
        -- It was paid for all answers to a job, at night: no day's work in particular.
        SELECT {key} AS key, sum(micros)::bigint AS micros FROM transparency_workevent
        WHERE job_number = ANY(%(jobs)s) AND type = 'topup.granted' AND %(since)s::timestamptz IS NULL
          AND (%(worker)s::bigint IS NULL OR worker_number = %(worker)s)
        GROUP BY 1
    )
    SELECT key, coalesce(sum(micros), 0)::bigint
            + coalesce((SELECT floor_pay.micros FROM floor_pay WHERE floor_pay.key = joined.key), 0),
        coalesce(sum({paid}), 0)::float8,
        coalesce(sum({counted}), 0)::float8, coalesce(sum({pending}), 0)::float8,
        count(DISTINCT worker_number) FILTER (WHERE counted IS NOT NULL), coalesce(sum(answers), 0)::bigint
    FROM joined GROUP BY key
"""
_LENGTH = "(SELECT sum(extract(epoch FROM upper(r) - lower(r))) FROM unnest(joined.{name}) AS r)"


def hourly_pay_by_job(*, job_numbers: Sequence[int]) -> dict[int, HourlyPay]:
    """M13 and M13b for each of `job_numbers`; jobs without any work are absent."""
    return _hourly_pay("job_number", job_numbers, worker_number=None, since=None)


def hourly_pay_of_worker(*, worker_number: int, since: datetime) -> HourlyPay:
    """M13 and M13b of one worker's own work since a moment, over all jobs: for that worker's eyes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT job_number FROM transparency_workevent"
            " WHERE worker_number = %s AND at >= %s AND job_number IS NOT NULL",
            [worker_number, since],
        )
        jobs = [row[0] for row in cursor.fetchall()]
    found = _hourly_pay("0::bigint", jobs, worker_number=worker_number, since=since)
    return found.get(0, HourlyPay(0, 0.0, 0.0, 0.0, 0, 0))


def _hourly_pay(
    key: str, job_numbers: Sequence[int], *, worker_number: int | None, since: datetime | None
) -> dict[int, HourlyPay]:
    lengths = {name: _LENGTH.format(name=name) for name in ("paid", "counted", "pending")}
    with connection.cursor() as cursor:
        cursor.execute(
            _STRETCHES.format(key=key, stands=log.STANDS.format(event="event"), **lengths),
            {"jobs": list(job_numbers), "worker": worker_number, "since": since},
        )
        return {row[0]: HourlyPay(*row[1:]) for row in cursor.fetchall()}


def total_hourly_pay() -> HourlyPay:
    """M13 and M13b of the whole platform. A worker's second counts once, also across jobs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT job_number FROM transparency_workevent WHERE job_number IS NOT NULL")
        jobs = [row[0] for row in cursor.fetchall()]
    return _hourly_pay("0::bigint", jobs, worker_number=None, since=None).get(0, HourlyPay(0, 0.0, 0.0, 0.0, 0, 0))
