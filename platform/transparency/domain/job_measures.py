"""What each job came to: of its days, of the people who worked on it, of its answers and of the decisions on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Sum

from ledger.domain.floors import floor_on
from ledger.models import Account, Transfer
from transparency.domain import log
from transparency.domain.anonymity import LEAST_WORKERS
from transparency.domain.reported_time import CREDITED_MEANWHILE
from transparency.domain.rollup import reading
from transparency.domain.rollup.reading import Labour
from transparency.models import JobFact, JobMeasure

# M13b of each worker, and how these lie: the tenth, the half and nine tenths of them earn less.
_PEOPLE = """
    WITH own AS (
        SELECT job_number, sum(pay_micros + floor_micros) * 3600 / nullif(sum(counted_seconds), 0) AS hourly
        FROM transparency_jobday WHERE job_number = ANY(%(jobs)s) GROUP BY job_number, worker_number
    )
    SELECT job_number, percentile_cont(ARRAY[0.1, 0.5, 0.9]) WITHIN GROUP (ORDER BY hourly), count(hourly),
        count(hourly) FILTER (WHERE hourly >= %(floor)s)
    FROM own GROUP BY job_number
"""

# M10, the credited time of each answer that stands, and M25, how long it waited for its pay. An answer of which no
# browser told anything took from its showing to its submission, or what its worker says. Numbers below zero are
# training, where nobody is as quick as later.
_ANSWERS = f"""
    WITH answer AS MATERIALIZED (
        SELECT job_number, worker_number, assignment_number, at,
            extract(epoch FROM ended_at - started_at)::float8 AS lease
        FROM transparency_workevent event
        WHERE job_number = ANY(%(jobs)s) AND type = 'task.submitted' AND assignment_number > 0
          AND {log.STANDS.format(event="event")}
    ),
    used AS (
        SELECT assignment_number, extract(epoch FROM sum(upper(piece) - lower(piece)))::float8 AS active
        FROM (
            SELECT assignment_number, unnest(range_agg(
                tstzrange(started_at, started_at + active_ms * interval '1 ms'))) AS piece
            FROM transparency_attention WHERE assignment_number IN (SELECT assignment_number FROM answer)
            GROUP BY assignment_number
        ) pieces GROUP BY assignment_number
    ),
    seen AS (
        SELECT DISTINCT assignment_number FROM transparency_attention
        WHERE assignment_number IN (SELECT assignment_number FROM answer)
    ),
    paid AS (
        SELECT assignment_number, min(at) AS at FROM transparency_workevent
        WHERE job_number = ANY(%(jobs)s) AND type = 'task.paid' AND assignment_number > 0 GROUP BY assignment_number
    ),
    timed AS (
        SELECT answer.job_number, answer.worker_number, extract(epoch FROM paid.at - answer.at) / 3600 AS hours,
            least(lease, CASE WHEN seen.assignment_number IS NULL THEN coalesce(told.seconds, lease)
                ELSE greatest(coalesce(used.active, 0), coalesce(told.seconds, 0)) END) AS credited
        FROM answer LEFT JOIN used USING (assignment_number) LEFT JOIN seen USING (assignment_number)
        LEFT JOIN paid USING (assignment_number)
        LEFT JOIN (
            SELECT assignment_number, least(seconds, CASE WHEN waits_for_look
                THEN %(meanwhile)s * usual_most_seconds ELSE seconds END)::float8 AS seconds
            FROM transparency_reportedtime
        ) told USING (assignment_number)
    )
    SELECT job_number, count(DISTINCT worker_number),
        percentile_cont(ARRAY[0.1, 0.5, 0.9]) WITHIN GROUP (ORDER BY credited),
        percentile_cont(ARRAY[0.5, 0.95, 1]) WITHIN GROUP (ORDER BY hours)
    FROM timed GROUP BY job_number
"""  # noqa: S608 (our own names)

_Three = tuple[float | None, float | None, float | None]
_NONE: _Three = (None, None, None)


@dataclass(frozen=True, slots=True)
class People:
    """How M13b lies over a job's workers: its tenth, half and nine tenths, and how many reach the floor."""

    hourly: _Three = _NONE
    rated_count: int = 0
    reached_count: int = 0


@dataclass(frozen=True, slots=True)
class Answers:
    """How many people answered, how long an answer took (s) and waited for its pay (h)."""

    people: int = 0
    seconds: _Three = _NONE
    pay_hours: _Three = _NONE


@dataclass(frozen=True, slots=True)
class _Found:
    labour: Labour = field(default_factory=Labour)
    people: People = field(default_factory=People)
    answers: Answers = field(default_factory=Answers)
    fee_micros: int = 0
    expected_seconds: int = 0


def measured(*, seen: dict[int, int], at: datetime) -> list[JobMeasure]:
    """The measures of these jobs; `seen` gives the last event of each."""
    numbers = list(seen)
    labour, people, answers = reading.labour_by_job(job_numbers=numbers), _people(numbers, at), _answers(numbers)
    fees, facts = _fees(numbers), JobFact.objects.in_bulk(numbers)
    return [
        _measure(
            number,
            _Found(
                labour=labour.get(number, Labour()),
                people=people.get(number, People()),
                answers=answers.get(number, Answers()),
                fee_micros=fees.get(number, 0),
                expected_seconds=facts[number].expected_seconds if number in facts else 0,
            ),
            seen_event=seen[number],
            at=at,
        )
        for number in numbers
    ]


def _people(job_numbers: Sequence[int], at: datetime) -> dict[int, People]:
    floor = floor_on(country=settings.PAY_FLOOR_COUNTRY, day=at.date())
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, {"jobs": list(job_numbers), "floor": floor.hourly_micros if floor else 0})
        return {
            number: People(tuple(hourly or _NONE), rated, reached)
            for number, hourly, rated, reached in cursor.fetchall()
        }


def _answers(job_numbers: Sequence[int]) -> dict[int, Answers]:
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS, {"jobs": list(job_numbers), "meanwhile": CREDITED_MEANWHILE})
        return {
            number: Answers(people, tuple(seconds or _NONE), tuple(hours or _NONE))
            for number, people, seconds, hours in cursor.fetchall()
        }


def _fees(job_numbers: Sequence[int]) -> dict[int, int]:
    """What the platform took of each job (M34)."""
    taken = Transfer.objects.filter(
        reason=Transfer.Reason.FEE, debit__kind=Account.Kind.ESCROW, debit__job_number__in=job_numbers
    )
    sums = taken.values("debit__job_number").annotate(total=Sum("amount_micros")).order_by()
    return {row["debit__job_number"]: row["total"] for row in sums if row["debit__job_number"] is not None}


def _measure(number: int, found: _Found, *, seen_event: int, at: datetime) -> JobMeasure:
    labour = found.labour
    return JobMeasure(
        job_number=number,
        pay_micros=labour.earned_micros,
        floor_micros=labour.floor_micros,
        bonus_micros=labour.bonus_micros,
        fee_micros=found.fee_micros,
        withheld_micros=labour.withheld_micros,
        paid_seconds=labour.paid_seconds,
        all_seconds=labour.counted_seconds,
        pending_seconds=labour.pending_seconds,
        worker_count=labour.decided_count,
        answer_count=labour.paid_count + labour.rejected_count,
        answered_count=labour.submitted_count - labour.training_count - labour.rejected_count,
        seen_event=seen_event,
        measured_at=at,
        pay_hours_p50=found.answers.pay_hours[0],
        pay_hours_p95=found.answers.pay_hours[1],
        pay_hours_max=found.answers.pay_hours[2],
        **_of_people(found),
        **_of_answers(found),
    )


def _of_people(found: _Found) -> dict[str, Any]:
    """What tells of people, while enough of them are behind it."""
    people, labour = found.people, found.labour
    told: dict[str, Any] = {"rated_count": people.rated_count}
    if labour.decided_count >= LEAST_WORKERS:
        told |= {
            "hourly_micros": labour.all_tasks_hourly_micros,
            "unpaid_minutes": labour.unpaid_minutes_per_paid_hour,
        }
    if people.rated_count >= LEAST_WORKERS:
        tenth, half, nine_tenths = (round(one) if one is not None else None for one in people.hourly)
        told |= {
            "hourly_p10_micros": tenth,
            "hourly_median_micros": half,
            "hourly_p90_micros": nine_tenths,
            "floor_share": people.reached_count / people.rated_count,
        }
    return told


def _of_answers(found: _Found) -> dict[str, float | None]:
    """M10 and M36, while enough people answered."""
    if found.answers.people < LEAST_WORKERS:
        return {}
    tenth, half, nine_tenths = found.answers.seconds
    ratio = half / found.expected_seconds if half is not None and found.expected_seconds else None
    return {"p10_seconds": tenth, "median_seconds": half, "p90_seconds": nine_tenths, "estimate_ratio": ratio}
