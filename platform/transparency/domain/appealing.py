"""How requesters reject and how often they were wrong: M24, M27 and M28, from the labour log.

Sources: the events `task.approved`, `task.rejected`, `appeal.filed`, `appeal.decided`. Definitions: docs/glossary.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import cast

from django.core.cache import cache
from django.db import connection

KEPT_SECONDS = 60
# The quantile of the normal distribution that 95 % lie within.
Z = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`, with the interval that holds the true share in 95 of 100 such samples (Wilson 1927)."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """0 to 1; None for nothing of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def low(self) -> float:
        return max(0.0, self._middle - self._half) if self.whole else 0.0

    @property
    def high(self) -> float:
        return min(1.0, self._middle + self._half) if self.whole else 1.0

    @property
    def _middle(self) -> float:
        return (self.part + Z * Z / 2) / (self.whole + Z * Z)

    @property
    def _half(self) -> float:
        spread = self.part * (self.whole - self.part) / self.whole + Z * Z / 4
        return Z * sqrt(spread) / (self.whole + Z * Z)


@dataclass(frozen=True, slots=True)
class Appealing:
    """What some jobs’ decisions came to. Money in micros, latencies in seconds, None where no appeal was decided.

    `withheld_micros` is the price of answers that stay rejected (M24); `overturned_micros` of those whose rejection an
    appeal overturned, and which were paid. `appeal_count` counts decided appeals, `open_count` those that wait.
    """

    approved_count: int
    rejected_count: int
    withheld_micros: int
    overturned_micros: int
    appeal_count: int
    overturned_count: int
    open_count: int
    latency_p50: float | None
    latency_p95: float | None
    latency_max: float | None

    @property
    def rejection(self) -> Share:
        """M27: of the answers that were decided on, those that were first rejected."""
        return Share(self.rejected_count, self.approved_count + self.rejected_count)

    @property
    def overturn(self) -> Share:
        """M27: of the appeals that were decided, those that the worker won or the requester gave in to."""
        return Share(self.overturned_count, self.appeal_count)


_APPEALING = """
    WITH decision AS (
        SELECT assignment_number, max(at) FILTER (WHERE type = 'appeal.filed') AS filed_at,
            max(at) FILTER (WHERE type = 'appeal.decided') AS decided_at,
            bool_or(type = 'task.approved') AS is_approved, bool_or(type = 'task.rejected') AS is_rejected,
            coalesce(bool_or(type = 'appeal.decided' AND note IN ('won', 'given_in')), false) AS is_overturned,
            coalesce(sum(withheld_micros), 0) AS withheld
        FROM transparency_workevent
        WHERE type IN ('task.approved', 'task.rejected', 'appeal.filed', 'appeal.decided')
          AND job_number = ANY(%(jobs)s)
        GROUP BY assignment_number
    )
    SELECT count(*) FILTER (WHERE is_approved), count(*) FILTER (WHERE is_rejected),
        coalesce(sum(withheld) FILTER (WHERE NOT is_overturned), 0)::bigint,
        coalesce(sum(withheld) FILTER (WHERE is_overturned), 0)::bigint,
        count(decided_at), count(*) FILTER (WHERE is_overturned), count(filed_at) - count(decided_at),
        {latency}
    FROM decision
"""
_LATENCY = ", ".join(
    f"percentile_cont({part}) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - filed_at))::float8"
    for part in ("0.5", "0.95", "1")
)


def of_jobs(*, job_numbers: Sequence[int]) -> Appealing:
    """M24, M27 and M28 of these jobs together, from the log."""
    with connection.cursor() as cursor:
        cursor.execute(_APPEALING.format(latency=_LATENCY), {"jobs": list(job_numbers)})
        return Appealing(*(cursor.fetchone() or (0, 0, 0, 0, 0, 0, 0, None, None, None)))


# Decisions and their prices were summed when they were measured; appeals are few, and have an index of their own.
_OF_PLATFORM = """
    WITH appeal AS (
        SELECT assignment_number, max(at) FILTER (WHERE type = 'appeal.filed') AS filed_at,
            max(at) FILTER (WHERE type = 'appeal.decided') AS decided_at,
            coalesce(bool_or(type = 'appeal.decided' AND note IN ('won', 'given_in')), false) AS is_overturned
        FROM transparency_workevent WHERE type IN ('appeal.filed', 'appeal.decided') GROUP BY assignment_number
    ),
    decision AS (SELECT sum(approved_count) AS approved, sum(rejected_count) AS rejected
        FROM transparency_requestermeasure)
    SELECT (SELECT coalesce(approved, 0) FROM decision), (SELECT coalesce(rejected, 0) FROM decision),
        (SELECT coalesce(sum(withheld_micros), 0)::bigint FROM transparency_jobmeasure),
        (SELECT coalesce(sum(rejection.withheld_micros), 0)::bigint FROM appeal JOIN transparency_workevent rejection
            ON rejection.assignment_number = appeal.assignment_number AND rejection.type = 'task.rejected'
            WHERE appeal.is_overturned),
        count(decided_at), count(*) FILTER (WHERE is_overturned), count(filed_at) - count(decided_at),
        {latency}
    FROM appeal
"""


def of_platform() -> Appealing:
    """The same of all jobs, as they were measured last, and at most a minute later."""
    found = cache.get_or_set("appealing", _measured, KEPT_SECONDS)
    return cast(Appealing, found)


def _measured() -> Appealing:
    with connection.cursor() as cursor:
        cursor.execute(_OF_PLATFORM.format(latency=_LATENCY))
        return Appealing(*(cursor.fetchone() or (0, 0, 0, 0, 0, 0, 0, None, None, None)))
