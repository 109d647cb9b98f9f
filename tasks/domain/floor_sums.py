"""What each worker's answers to a job lack to the wage floor. Exact: sums of whole numbers, rounded once at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db import connection

from ledger.domain.floors import floors_of, in_force
from tasks.models import FloorEstimate, Job
from tasks.models.guarantee import QUARTERS_AN_HOUR

_FIRST, _LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Lack:
    """What `answer_count` answers of one worker lack, all below the floor; together their prices are `pay_micros`.

    `parts` are micros times QUARTERS_AN_HOUR. `floor_hourly_micros` is the highest floor that one was held against.
    """

    worker_id: int
    answer_count: int
    pay_micros: int
    parts: int
    floor_hourly_micros: int

    def rounded_up_micros(self, unit: int) -> int:
        """What is lacking, rounded up once to whole units of so many micros, in the worker's favour."""
        return -(-self.parts // (QUARTERS_AN_HOUR * unit)) * unit


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Answers that were submitted after `since` and until `until` come to so much, and are held against that floor."""

    since: datetime
    until: datetime
    parts: int
    floor_hourly_micros: int


# Prices count as they were at each answer's submission, so a raise lowers what the later answers lack.
_LACKING = """
    SELECT a.worker_id, count(*), sum(a.price_micros)::bigint, sum(stretch.parts - a.price_micros * %(hour)s::bigint),
        max(stretch.floor)
    FROM unnest(%(since)s::timestamptz[], %(until)s::timestamptz[], %(parts)s::bigint[], %(floors)s::bigint[])
        AS stretch (since, until, parts, floor)
    JOIN tasks_assignment a ON a.job_id = %(job)s AND a.submitted_at > stretch.since AND a.submitted_at <= stretch.until
    WHERE a.state = 'approved' AND a.price_micros * %(hour)s::bigint < stretch.parts
      AND (%(workers)s::bigint[] IS NULL OR a.worker_id = ANY(%(workers)s))
    GROUP BY a.worker_id ORDER BY a.worker_id
"""


def lacking(*, job: Job, estimates: Sequence[FloorEstimate], only_workers: list[int] | None = None) -> list[Lack]:
    """What the approved answers of `job` lack, worker by worker, where it is anything.

    `estimates` are all of the job's, in their order. An answer is held against the highest of those that were made
    since it was submitted, or else the last one; and against the floor of the day of its submission.
    """
    stretches = _stretches(estimates)
    with connection.cursor() as cursor:
        cursor.execute(
            _LACKING,
            {
                "job": job.pk,
                "hour": QUARTERS_AN_HOUR,
                "since": [one.since for one in stretches],
                "until": [one.until for one in stretches],
                "parts": [one.parts for one in stretches],
                "floors": [one.floor_hourly_micros for one in stretches],
                "workers": only_workers,
            },
        )
        return [
            Lack(worker, count, pay, parts=int(parts), floor_hourly_micros=floor)
            for worker, count, pay, parts, floor in cursor.fetchall()
        ]


def highest_floor_micros() -> int:
    """The highest floor that any answer may be held against; 0 when none is known."""
    return max((floor for _since, _until, floor in _floors()), default=0)


def _stretches(estimates: Sequence[FloorEstimate]) -> list[_Stretch]:
    """Each stretch of submissions that have their estimate and their floor in common."""
    found = []
    for first, last, floor in _floors():
        for after, until, quarters in _highest_since(estimates):
            since, end = max(first, after), min(last, until)
            if since < end:
                found.append(_Stretch(since, end, floor * quarters, floor))
    return found


def _highest_since(estimates: Sequence[FloorEstimate]) -> list[tuple[datetime, datetime, int]]:
    """From the end backwards: the highest estimate that was made at each one's moment or later."""
    found: list[tuple[datetime, datetime, int]] = []
    highest, until = 0, _LAST
    for number in range(len(estimates) - 1, -1, -1):
        highest = max(highest, estimates[number].quarter_ms)
        after = estimates[number - 1].at if number else _FIRST
        found.append((after, until, highest))
        until = after
    return found


def _floors() -> list[tuple[datetime, datetime, int]]:
    rows = floors_of(country=settings.PAY_FLOOR_COUNTRY)
    return [
        (_midnight(row.valid_from), _midnight(row.valid_to) if row.valid_to else _LAST, in_force(row).hourly_micros)
        for row in rows
    ]


def _midnight(day: date) -> datetime:
    """The last moment before a day begins: what is submitted at midnight belongs to the new day."""
    return datetime.combine(day, time.min, UTC) - timedelta(microseconds=1)
