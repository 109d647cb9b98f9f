"""Figures that lists filter and sort by, written down once a minute instead of computed for every reader.

They are read off the days of work, and off the labour log where no day tells them. A job or a requester is measured
anew when something has happened since.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max

from transparency.domain import job_measures, requester_measures
from transparency.domain.anonymity import LEAST_WORKERS
from transparency.domain.rollup import keeping
from transparency.domain.systems import automated_decision
from transparency.models import JobMeasure, RequesterMeasure

BATCH = 200
# A transaction that began earlier may add its events behind those that were seen.
LATE_EVENTS = 10_000
# Of a job with so many answers one more changes little, and reading them all takes a moment.
MANY_ANSWERS = 5_000
REST_OF_MANY = timedelta(minutes=10)


@automated_decision("measures", least_workers=LEAST_WORKERS)
def refresh(*, at: datetime) -> int:
    """Sum up the days, and measure the jobs to which anything happened since, and their requesters; how many jobs.

    Safe to repeat and to interrupt. The clock calls this.
    """
    keeping.roll_up(at=at)
    seen = _moved_jobs(at)
    numbers = sorted(seen)
    for first in range(0, len(numbers), BATCH):
        _keep(job_measures.measured(seen={number: seen[number] for number in numbers[first : first + BATCH]}, at=at))
    requester_measures.measure(job_numbers=numbers, many=MANY_ANSWERS, rested=at - REST_OF_MANY, at=at)
    return len(numbers)


def _keep(rows: Sequence[JobMeasure]) -> None:
    names = [field.name for field in JobMeasure._meta.concrete_fields if not field.primary_key]
    JobMeasure.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["job_number"], update_fields=names, batch_size=BATCH
    )


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


def of_jobs(*, job_numbers: Sequence[int]) -> dict[int, JobMeasure]:
    """What was measured of each of these jobs; those without any work are absent."""
    return JobMeasure.objects.in_bulk(list(job_numbers))


def of_requesters(*, requester_numbers: Sequence[int]) -> dict[int, RequesterMeasure]:
    """The record of each of these requesters who has decided on anything."""
    return RequesterMeasure.objects.in_bulk(list(requester_numbers))
