"""The time of a worker's own assignments: measured, reported, credited. For their eyes and their pay alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from accounts.models import User
from tasks.models import Assignment
from transparency.domain import reported_time
from transparency.models import ReportedTime

# The answers of fewer people tell of somebody in particular: then what the requester expects stands for them.
LEAST_PEOPLE = 11
# The newest answers of a job are enough to know what is usual.
LOOKED_AT = 5000


class NotToReport(Exception):
    """The assignment is in hand still, or approved: its time is not, or no longer, the worker's to say."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What the answers to a job take: the job's time, and what nine in ten stay under."""

    typical_seconds: float
    most_seconds: float


@dataclass(frozen=True, slots=True)
class OwnTime:
    """The time of one assignment that ended. `is_estimated`: nothing was measured, and nothing was said."""

    lease_seconds: float
    visible_seconds: float
    active_seconds: float
    reported: ReportedTime | None
    credited_seconds: float
    is_measured: bool
    is_estimated: bool
    may_report: bool

    @property
    def proposed_seconds(self) -> int:
        """What the form holds before the worker changes it: what they said, else the time in use."""
        return self.reported.seconds if self.reported else round(self.active_seconds)

    @property
    def proposed_minutes(self) -> int:
        return self.proposed_seconds // 60

    @property
    def proposed_rest(self) -> int:
        return self.proposed_seconds % 60


def usual_of(*, job_ids: Iterable[int]) -> dict[int, Usual]:
    """The job's time is the median over micro-tasks of the median over workers of the seconds in use."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH newest AS MATERIALIZED (
                SELECT a.* FROM unnest(%(jobs)s::bigint[]) AS wanted (job_id)
                CROSS JOIN LATERAL (
                    SELECT job_id, micro_task_id, worker_id, active_ms FROM tasks_assignment
                    WHERE job_id = wanted.job_id AND submitted_at IS NOT NULL
                    ORDER BY submitted_at DESC LIMIT %(rows)s
                ) a
                WHERE a.active_ms > 0
            ),
            item AS (
                SELECT job_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY active_ms) AS median
                FROM newest GROUP BY job_id, micro_task_id
            ),
            job_time AS (
                SELECT job_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY median) AS median FROM item GROUP BY job_id
            ),
            most AS (
                SELECT job_id, percentile_cont(0.9) WITHIN GROUP (ORDER BY active_ms) AS p90,
                    count(DISTINCT worker_id) AS people
                FROM newest GROUP BY job_id
            )
            SELECT j.id, j.expected_seconds, job_time.median / 1000, most.p90 / 1000, coalesce(most.people, 0)
            FROM tasks_job j LEFT JOIN job_time ON job_time.job_id = j.id LEFT JOIN most ON most.job_id = j.id
            WHERE j.id = ANY(%(jobs)s)
            """,
            {"jobs": list(set(job_ids)), "rows": LOOKED_AT},
        )
        return {
            job: Usual(median, most) if people >= LEAST_PEOPLE else Usual(float(expected), float(expected))
            for job, expected, median, most, people in cursor.fetchall()
        }


def times_of(*, assignments: Sequence[Assignment]) -> dict[int, OwnTime]:
    """The time of each of these that has ended, by number; of what is in hand there is none yet."""
    ended = [one for one in assignments if one.state not in (Assignment.State.OPEN, Assignment.State.CLAIMED)]
    reported = reported_time.of_assignments(numbers=[one.pk for one in ended])
    usual = usual_of(job_ids={one.job_id for one in ended if not one.visible_ms})
    return {one.pk: _time_of(one, reported.get(one.pk), usual.get(one.job_id)) for one in ended}


def _time_of(assignment: Assignment, reported: ReportedTime | None, usual: Usual | None) -> OwnTime:
    is_measured = assignment.visible_ms > 0
    lease, active = lease_seconds(assignment), assignment.active_ms / 1000
    return OwnTime(
        lease_seconds=lease,
        visible_seconds=assignment.visible_ms / 1000,
        active_seconds=active,
        reported=reported,
        credited_seconds=reported_time.credited_seconds(
            lease=lease,
            active=active if is_measured else None,
            reported=reported,
            typical=usual.typical_seconds if usual else 0.0,
        ),
        is_measured=is_measured,
        is_estimated=not is_measured and reported is None,
        may_report=may_report(assignment),
    )


def lease_seconds(assignment: Assignment) -> float:
    """From the moment it was shown until it was submitted or given back; a lapsed lease: its last sign of life."""
    lapsed = assignment.last_seen_at if assignment.state == Assignment.State.EXPIRED else assignment.ended_at
    ended_at, started_at = assignment.submitted_at or lapsed, assignment.shown_at or assignment.claimed_at
    return max(0.0, (ended_at - started_at).total_seconds()) if ended_at and started_at else 0.0


def may_report(assignment: Assignment) -> bool:
    """Whether the worker may still say how long it took: once it ended, until it is approved."""
    closed = (Assignment.State.OPEN, Assignment.State.CLAIMED, Assignment.State.APPROVED)
    return assignment.shown_at is not None and assignment.state not in closed


def report(*, assignment: Assignment, worker: User, seconds: int, at: datetime) -> OwnTime:
    """Keep what `worker` says that an assignment took, in all. Raises NotToReport. Safe to repeat.

    Far more than others needed is marked for a person to look at, and counts in part meanwhile; it is never refused.
    """
    current = Assignment.objects.select_related("job").get(pk=assignment.pk, worker=worker)
    if not may_report(current):
        raise NotToReport
    usual = usual_of(job_ids=[current.job_id])[current.job_id]
    reported_time.keep(
        reported=ReportedTime(
            assignment_number=current.pk,
            worker_number=worker.pk,
            requester_number=current.job.requester_id,
            job_number=current.job_id,
            seconds=seconds,
            usual_most_seconds=usual.most_seconds,
            reported_at=at,
        )
    )
    return times_of(assignments=[current])[current.pk]
