"""Figures that lists filter and sort by, written down once a minute instead of computed for every reader.

They are read off the labour log. A job or a requester is measured anew when something has happened since.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max

from transparency.domain import log, metrics
from transparency.domain.anonymity import LEAST_WORKERS, publishable
from transparency.domain.metrics import HourlyPay
from transparency.domain.rollup import keeping
from transparency.domain.systems import automated_decision
from transparency.models import JobMeasure, RequesterMeasure

BATCH = 200
# A transaction that began earlier may add its events behind those that were seen.
LATE_EVENTS = 10_000
# Of a job with so many answers one more changes little, and reading them all takes a moment.
MANY_ANSWERS = 5_000
REST_OF_MANY = timedelta(minutes=10)
NO_PAY = HourlyPay(0, 0.0, 0.0, 0.0, 0, 0)


@automated_decision("measures", least_workers=LEAST_WORKERS)
def refresh(*, at: datetime) -> int:
    """Sum up the days, and measure the jobs to which anything happened since, and their requesters; how many jobs.

    Safe to repeat and to interrupt. The clock calls this.
    """
    keeping.roll_up(at=at)
    seen = _moved_jobs(at)
    numbers = sorted(seen)
    for first in range(0, len(numbers), BATCH):
        _measure_jobs({number: seen[number] for number in numbers[first : first + BATCH]}, at)
    _measure_requesters(numbers, at)
    return len(numbers)


def _moved_jobs(at: datetime) -> dict[int, int]:
    """The last event of each job that has one since it was measured."""
    mark: int = JobMeasure.objects.aggregate(last=Max("seen_event"))["last"] or 0
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT event.job_number, event.last FROM (
                SELECT job_number, max(id) AS last FROM transparency_workevent
                WHERE id > %(mark)s AND job_number IS NOT NULL GROUP BY job_number
            ) event LEFT JOIN transparency_jobmeasure measure USING (job_number)
            WHERE measure.job_number IS NULL OR (event.last > measure.seen_event
                AND (measure.answer_count < %(many)s OR measure.measured_at < %(rested)s))
            """,
            {"mark": mark - LATE_EVENTS, "many": MANY_ANSWERS, "rested": at - REST_OF_MANY},
        )
        return dict(cursor.fetchall())


def _measure_jobs(seen: dict[int, int], at: datetime) -> None:
    numbers = list(seen)
    pay, answering = metrics.hourly_pay_by_job(job_numbers=numbers), _answering(numbers)
    rows = [_measure(number, seen[number], pay.get(number, NO_PAY), answering.get(number), at) for number in numbers]
    names = [field.name for field in JobMeasure._meta.concrete_fields if not field.primary_key]
    JobMeasure.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["job_number"], update_fields=names, batch_size=BATCH
    )


def _measure(
    number: int, seen_event: int, pay: HourlyPay, answering: tuple[int, int, float | None] | None, at: datetime
) -> JobMeasure:
    told = publishable(pay)
    people, answered, median = answering or (0, 0, None)
    return JobMeasure(
        job_number=number,
        pay_micros=pay.pay_micros,
        paid_seconds=pay.paid_seconds,
        all_seconds=pay.all_seconds,
        worker_count=pay.worker_count,
        answer_count=pay.answer_count,
        answered_count=answered,
        hourly_micros=told.all_tasks_hourly_micros if told else None,
        median_seconds=median if people >= LEAST_WORKERS else None,
        seen_event=seen_event,
        measured_at=at,
    )


def _answering(job_numbers: Sequence[int]) -> dict[int, tuple[int, int, float | None]]:
    """Of each job: how many people answered, how many answers stand, the median time of one (M10, p50)."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT job_number, count(DISTINCT worker_number) FILTER (WHERE type = 'task.submitted'),
                count(*) FILTER (WHERE type = 'task.submitted') - count(*) FILTER (WHERE type = 'task.rejected')
                    + count(*) FILTER (WHERE type = 'appeal.decided' AND note IN ('won', 'given_in')),
                percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended_at - started_at))
                    FILTER (WHERE type = 'task.submitted')
            FROM transparency_workevent event
            -- Numbers below zero are training, where nobody is as quick as later.
            WHERE job_number = ANY(%s) AND type IN ('task.submitted', 'task.rejected', 'appeal.decided')
              AND assignment_number > 0
              AND {log.STANDS.format(event="event")}
            GROUP BY job_number
            """,  # noqa: S608 (our own names)
            [list(job_numbers)],
        )
        return {number: (people, answered, median) for number, people, answered, median in cursor.fetchall()}


def _measure_requesters(job_numbers: Sequence[int], at: datetime) -> None:
    """How the requesters of these jobs have decided so far, and how long an answer waited for it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
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
            """,  # noqa: S608 (our own names)
            {"jobs": list(job_numbers), "many": MANY_ANSWERS, "rested": at - REST_OF_MANY},
        )
        rows = [
            RequesterMeasure(
                requester_number=number,
                approved_count=approved,
                rejected_count=rejected,
                decision_seconds=seconds,
                appeal_count=appealed,
                overturned_count=overturned,
                measured_at=at,
            )
            for number, approved, rejected, seconds, appealed, overturned in cursor.fetchall()
        ]
    names = [field.name for field in RequesterMeasure._meta.concrete_fields if not field.primary_key]
    RequesterMeasure.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["requester_number"], update_fields=names
    )


def of_jobs(*, job_numbers: Sequence[int]) -> dict[int, JobMeasure]:
    """What was measured of each of these jobs; those without any work are absent."""
    return JobMeasure.objects.in_bulk(list(job_numbers))


def of_requesters(*, requester_numbers: Sequence[int]) -> dict[int, RequesterMeasure]:
    """The record of each of these requesters who has decided on anything."""
    return RequesterMeasure.objects.in_bulk(list(requester_numbers))
