"""M25: how long paid answers had waited, kept by job and day as counts in ranges, so that any span adds up at once.

Ranges grow by 2^¼: a percentile read off them is right to within a tenth. The longest delay is kept exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection
from django.db.models import Max

from transparency.domain import log
from transparency.models import DELAY_RANGES, PayDelay

FIRST_SECONDS = 60.0
STEP = 2**0.25
# A transaction that began earlier may add its events behind those that were seen.
LATE_EVENTS = 10_000


@dataclass(frozen=True, slots=True)
class Delays:
    """M25, seconds from submission to pay: the middle, what 95 of 100 stay below, the longest; of `count` answers."""

    count: int
    p50: float
    p95: float
    most: float


_REFRESH = """
    WITH fresh AS (
        SELECT DISTINCT job_number, (at AT TIME ZONE %(zone)s)::date AS day FROM transparency_workevent
        WHERE type = 'task.paid' AND id > %(mark)s AND assignment_number > 0
    ),
    paid AS (
        SELECT fresh.job_number, fresh.day, event.id, event.at, event.assignment_number
        FROM fresh JOIN transparency_workevent event ON event.job_number = fresh.job_number
            AND event.type = 'task.paid' AND event.assignment_number > 0
            AND event.at >= fresh.day::timestamp AT TIME ZONE %(zone)s
            AND event.at < (fresh.day + 1)::timestamp AT TIME ZONE %(zone)s
    ),
    delayed AS (
        SELECT paid.job_number, paid.day, paid.id,
            greatest(0, extract(epoch FROM paid.at - work.ended_at))::float8 AS seconds
        FROM paid JOIN transparency_workevent work ON work.job_number = paid.job_number
            AND work.type = 'task.submitted' AND work.assignment_number = paid.assignment_number
            AND {stands}
    ),
    ranged AS (
        SELECT job_number, day, least({ranges} - 1, CASE WHEN seconds < {first} THEN 0
                ELSE floor(4 * ln(seconds / {first}) / ln(2)) + 1 END)::int AS range,
            count(*)::int AS many, max(seconds) AS most, max(id) AS last
        FROM delayed GROUP BY 1, 2, 3
    )
    INSERT INTO transparency_paydelay (job_number, day, counts, most_seconds, seen_event)
    SELECT job_number, day,
        (SELECT array_agg(coalesce(own.many, 0) ORDER BY number) FROM generate_series(0, {ranges} - 1) AS number
            LEFT JOIN ranged own ON own.job_number = ranged.job_number AND own.day = ranged.day AND own.range = number),
        max(most), max(last)
    FROM ranged GROUP BY job_number, day
    ON CONFLICT (job_number, day) DO UPDATE
    SET counts = excluded.counts, most_seconds = excluded.most_seconds, seen_event = excluded.seen_event
"""
# A sum for each range: to lay the arrays out as rows takes four times as long.
_SUMS = ", ".join(f"sum(counts[{number}])" for number in range(1, DELAY_RANGES + 1))


def refresh() -> int:
    """Count anew the days of jobs on which anything was paid since the last time; how many. Safe to repeat."""
    mark: int = PayDelay.objects.aggregate(last=Max("seen_event"))["last"] or 0
    with connection.cursor() as cursor:
        cursor.execute(
            _REFRESH.format(stands=log.STANDS.format(event="work"), ranges=DELAY_RANGES, first=FIRST_SECONDS),
            {"mark": mark - LATE_EVENTS, "zone": settings.TIME_ZONE},
        )
        return int(cursor.rowcount)


def delays(*, first: date, last: date, job_numbers: Sequence[int] | None = None) -> Delays | None:
    """M25 of what was paid in these days, for some jobs or for all; None where nothing was."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {_SUMS}, max(most_seconds) FROM transparency_paydelay WHERE day BETWEEN %(first)s AND %(last)s
                AND (%(jobs)s::bigint[] IS NULL OR job_number = ANY(%(jobs)s))
            """,  # noqa: S608 (our own pieces)
            {"first": first, "last": last, "jobs": None if job_numbers is None else list(job_numbers)},
        )
        *counts, most = cursor.fetchone() or (None,)
    if most is None or not sum(counts):
        return None
    return Delays(sum(counts), percentile(counts, 0.5, most), percentile(counts, 0.95, most), most)


def percentile(counts: Sequence[int], part: float, most: float) -> float:
    """The delay, in seconds, that `part` of the answers stay below: inside its range in the proportion of ratios."""
    wanted, before = part * sum(counts), 0
    for number, count in enumerate(counts):
        if count and before + count >= wanted:
            inside = (wanted - before) / count
            if number == 0:
                return min(most, FIRST_SECONDS * inside)
            return float(min(most, FIRST_SECONDS * STEP ** (number - 1 + inside)))
        before += count
    return most
