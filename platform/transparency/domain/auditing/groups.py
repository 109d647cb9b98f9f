"""Work by kind, requester, job or month, summed, ordered and paged by the database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from django.db import connection

from transparency.domain.anonymity import LEAST_WORKERS
from transparency.domain.appealing import Share
from transparency.domain.auditing.rows import Rows
from transparency.domain.auditing.scope import AT_WORK_OF_JOBS, SUMS, Asked
from transparency.domain.rollup.rates import hourly_micros


class Grouping(Enum):
    """What the rows of the auditor's table are."""

    KIND = "kind"
    REQUESTER = "requester"
    JOB = "job"
    MONTH = "month"


_KEYS = {
    Grouping.KIND: "fact.kind",
    Grouping.REQUESTER: "fact.requester_number",
    Grouping.JOB: "fact.job_number",
    Grouping.MONTH: "date_trunc('month', day)::date",
}


@dataclass(frozen=True, slots=True)
class Group:
    """One row of the auditor's table: a kind, a requester, a job or a month. `median_micros` needs eleven people."""

    key: Any
    people_count: int
    earned_micros: int
    floor_micros: int
    withheld_micros: int
    paid_seconds: float
    counted_seconds: float
    rejection: Share
    median_micros: int | None

    @property
    def hourly_micros(self) -> int | None:
        """M13b: a ratio of sums."""
        return hourly_micros(pay_micros=self.earned_micros, seconds=self.counted_seconds)

    @property
    def unpaid_seconds(self) -> float:
        return max(0.0, self.counted_seconds - self.paid_seconds)


@dataclass(frozen=True, eq=False)
class Groups(Rows[Group]):
    """The work that was asked for by kind, requester, job or month: the most paid first, months the latest first."""

    asked: Asked
    by: Grouping

    def __len__(self) -> int:
        return self._count

    @cached_property
    def _count(self) -> int:
        with connection.cursor() as cursor:
            # Told apart by hashes; `count(DISTINCT …)` would sort all days.
            keys = f"SELECT DISTINCT {_KEYS[self.by]} {self.asked.days_of_jobs}"
            cursor.execute(f"SELECT count(*) FROM ({keys}) AS key", self.asked.values)  # noqa: S608 (the same)
            return int((cursor.fetchone() or (0,))[0])

    def read(self, first: int, count: int) -> list[Group]:
        order = "key DESC" if self.by is Grouping.MONTH else "sum(earned) DESC, key"
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                WITH person AS (SELECT {_KEYS[self.by]} AS key, {SUMS.format(at_work=AT_WORK_OF_JOBS)}
                    {self.asked.days_of_jobs} GROUP BY 1, worker_number)
                SELECT key, count(*) FILTER (WHERE counted > 0), sum(earned)::bigint, sum(floors)::bigint,
                    sum(withheld)::bigint, sum(paid), sum(counted), sum(rejected)::bigint,
                    (sum(approved) + sum(rejected))::bigint,
                    CASE WHEN count(*) FILTER (WHERE counted > 0) >= {LEAST_WORKERS} THEN round(percentile_cont(0.5)
                        WITHIN GROUP (ORDER BY earned * 3600 / nullif(counted, 0)))::bigint END
                FROM person GROUP BY key ORDER BY {order} LIMIT %(count)s OFFSET %(skipped)s
                """,  # noqa: S608 (our own pieces)
                {**self.asked.values, "count": count, "skipped": first},
            )
            return [
                Group(key, people, earned, floors, withheld, paid, counted, Share(rejected, decided), median)
                for key, people, earned, floors, withheld, paid, counted, rejected, decided, median in cursor.fetchall()
            ]


def below_floor(*, asked: Asked, floor_hourly_micros: int) -> Share:
    """Of the jobs that paid anything or kept anybody busy in these days, those whose M13b lies below the floor."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH job AS (SELECT sum(pay_micros + floor_micros) AS earned, sum(counted_seconds) AS counted
                {asked.days_of_jobs} GROUP BY job_number)
            SELECT count(*) FILTER (WHERE round(earned::numeric * 3600 / counted::numeric) < %(floor)s), count(*)
            FROM job WHERE counted > 0
            """,  # noqa: S608 (our own pieces)
            {**asked.values, "floor": floor_hourly_micros},
        )
        below, judged = cursor.fetchone() or (0, 0)
    return Share(below, judged)
