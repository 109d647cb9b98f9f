"""M33: the records of requesters, written down once a minute instead of computed for every reader."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.timezone import localdate

from transparency.domain import log
from transparency.domain.anonymity import LEAST_WORKERS
from transparency.domain.rollup.rates import hourly_micros
from transparency.models import RequesterMeasure

RECENT_DAYS = 90

_DECIDING = f"""
    SELECT decision.requester_number, count(*) FILTER (WHERE decision.type = 'task.approved'),
        count(*) FILTER (WHERE decision.type = 'task.rejected'),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM decision.at - work.at))
            FILTER (WHERE decision.type <> 'appeal.decided'),
        count(*) FILTER (WHERE decision.type = 'appeal.decided'),
        count(*) FILTER (WHERE decision.type = 'appeal.decided' AND decision.note IN ('won', 'given_in'))
    FROM transparency_workevent decision
    LEFT JOIN transparency_workevent work ON work.job_number = decision.job_number
        AND work.type = 'task.submitted' AND work.assignment_number = decision.assignment_number
        AND {log.STANDS.format(event="work")}
    WHERE decision.type IN ('task.approved', 'task.rejected', 'appeal.decided') AND decision.job_number IN (
        SELECT job_number FROM transparency_jobfact WHERE requester_number IN (
            SELECT requester_number FROM transparency_jobfact WHERE job_number = ANY(%(jobs)s)
            EXCEPT SELECT requester_number FROM transparency_requestermeasure
            WHERE approved_count + rejected_count >= %(many)s AND measured_at >= %(rested)s))
    GROUP BY decision.requester_number
"""  # noqa: S608 (our own names)

_PAYING = """
    SELECT fact.requester_number, sum(day.pay_micros + day.floor_micros)::bigint, sum(day.counted_seconds)::float8,
        count(DISTINCT day.worker_number) FILTER (WHERE day.counted_seconds > 0), sum(day.floor_micros)::bigint
    FROM transparency_jobfact fact JOIN transparency_jobday day USING (job_number)
    WHERE fact.requester_number = ANY(%(requesters)s) AND (%(since)s::date IS NULL OR day.day >= %(since)s)
    GROUP BY 1
"""


def measure(*, job_numbers: Sequence[int], many: int, rested: datetime, at: datetime) -> None:
    """Write down the records of the requesters of these jobs who have decided on anything.

    Those with `many` decisions are left alone when they were measured since `rested`.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DECIDING, {"jobs": list(job_numbers), "many": many, "rested": rested})
        deciding = cursor.fetchall()
    numbers = [number for number, *_ in deciding]
    ever, recent = _paying(numbers), _paying(numbers, since=localdate(at - timedelta(days=RECENT_DAYS)))
    rows = [
        RequesterMeasure(
            requester_number=number,
            approved_count=approved,
            rejected_count=rejected,
            decision_seconds=seconds,
            appeal_count=appealed,
            overturned_count=overturned,
            measured_at=at,
            **_rates(ever.get(number), recent.get(number)),
        )
        for number, approved, rejected, seconds, appealed, overturned in deciding
    ]
    names = [field.name for field in RequesterMeasure._meta.concrete_fields if not field.primary_key]
    RequesterMeasure.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["requester_number"], update_fields=names
    )


_Paid = tuple[int, float, int, int]


def _paying(numbers: Sequence[int], *, since: Any = None) -> dict[int, _Paid]:
    """What work for each of these requesters paid and took, of how many people, and what was paid up to the floor."""
    with connection.cursor() as cursor:
        cursor.execute(_PAYING, {"requesters": list(numbers), "since": since})
        return {number: (micros, seconds, people, floor) for number, micros, seconds, people, floor in cursor}


def _rates(ever: _Paid | None, recent: _Paid | None) -> dict[str, int | None]:
    nothing: _Paid = (0, 0.0, 0, 0)
    return {
        "hourly_micros": _hourly(ever or nothing),
        "worker_count": (ever or nothing)[2],
        "recent_hourly_micros": _hourly(recent or nothing),
        "recent_worker_count": (recent or nothing)[2],
        "floor_micros": (ever or nothing)[3],
    }


def _hourly(paid: _Paid) -> int | None:
    micros, seconds, people, _floor = paid
    return hourly_micros(pay_micros=micros, seconds=seconds) if people >= LEAST_WORKERS else None
