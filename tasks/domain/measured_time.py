"""How long answers really took: what a price is measured by. For jobs as a whole, never for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.db import connection

from tasks.models import Job
from transparency.domain.reported_time import CREDITED_MEANWHILE
from transparency.domain.wages import Piece, Wages, wages_of

# Fewer tell of somebody in particular, or of nothing.
LEAST_ANSWERS = 11
LEAST_WORKERS = 3
# The newest answers are enough to know what is usual.
LOOKED_AT = 2000


@dataclass(frozen=True, slots=True)
class Measured:
    """What finished answers took and paid, and which answers those were. `job_count` is of the jobs behind them."""

    source: Job.ExpectedFrom
    job_count: int
    wages: Wages

    @property
    def seconds(self) -> int:
        """The median in whole seconds, rounded up in the worker's favour: what a price is reckoned with."""
        return max(1, ceil(round(self.wages.median_seconds, 3)))

    @property
    def hourly_micros(self) -> int | None:
        """What an hour of it really paid: the ratio of sums, a worker's second counted once."""
        rate = self.wages.pooled_hourly_by_union
        return round(rate) if rate is not None else None


def measure(
    *,
    job_ids: Sequence[int],
    source: Job.ExpectedFrom,
    states: Sequence[str],
    claimed_before: datetime | None = None,
) -> Measured | None:
    """What the newest answers to these jobs in one of `states` took; None while they are too few, or of too few people.

    The time of an answer is the credited one of docs/glossary.md: the greater of what was in use and what its worker
    says, within the time from when it was shown until it was submitted; that whole time where nothing was measured.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH newest AS (
                SELECT id, job_id, worker_id, price_micros, active_ms, visible_ms,
                    coalesce(shown_at, claimed_at) AS began_at, submitted_at
                FROM tasks_assignment
                WHERE job_id = ANY(%(jobs)s) AND submitted_at IS NOT NULL AND state = ANY(%(states)s)
                    AND (%(before)s::timestamptz IS NULL OR claimed_at < %(before)s)
                ORDER BY submitted_at DESC LIMIT %(rows)s
            ),
            timed AS (
                SELECT newest.*, extract(epoch FROM began_at - min(began_at) OVER ())::float8 AS began,
                    extract(epoch FROM submitted_at - began_at)::float8 AS lease,
                    least(said.seconds, CASE WHEN said.waits_for_look
                        THEN %(meanwhile)s * said.usual_most_seconds ELSE said.seconds END)::float8 AS said
                FROM newest LEFT JOIN transparency_reportedtime said ON said.assignment_number = newest.id
            )
            SELECT job_id, worker_id, began, price_micros, least(lease, CASE
                WHEN visible_ms > 0 THEN greatest(active_ms / 1000.0, coalesce(said, 0)) ELSE coalesce(said, lease) END)
            FROM timed
            """,
            {
                "jobs": list(job_ids),
                "states": list(states),
                "before": claimed_before,
                "rows": LOOKED_AT,
                "meanwhile": CREDITED_MEANWHILE,
            },
        )
        rows = cursor.fetchall()
    if len(rows) < LEAST_ANSWERS or len({worker for _job, worker, *_ in rows}) < LEAST_WORKERS:
        return None
    pieces = [Piece(worker, began, began + float(seconds), micros) for _job, worker, began, micros, seconds in rows]
    return Measured(source, job_count=len({job for job, *_ in rows}), wages=wages_of(pieces))
