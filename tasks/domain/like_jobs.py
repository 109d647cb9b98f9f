"""Jobs that ask for much the same work: what they took tells what a new one will take."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from tasks.domain.measured_time import Measured, measure
from tasks.kinds.base import Json
from tasks.models import Assignment, Job

# So many of a kind's latest jobs are looked at, and so many micro-tasks of each.
LOOKED_AT = 50
MICRO_TASKS_A_JOB = 100
# What has half as much to it, or twice as much, is still like it.
AT_MOST_TIMES = 2.0


def measured(*, job: Job) -> Measured | None:
    """What the approved answers to jobs like `job` took, whosever they are; None while there are too few.

    Like it: of the same kind, with the same choices, lists (labels, points) of half to twice its length, and
    micro-tasks of half to twice its length where a text or a recording has one.
    """
    others = list(
        Job.objects.filter(kind=job.kind, published_at__isnull=False)
        .exclude(pk=job.pk)
        .order_by("-published_at")[:LOOKED_AT]
    )
    asked_alike = [other for other in others if are_alike(job.settings, other.settings)]
    if not asked_alike:
        return None
    lengths = _lengths([job.pk, *(other.pk for other in asked_alike)])
    own = lengths.get(job.pk)
    like = [other.pk for other in asked_alike if _is_near(own, lengths.get(other.pk))]
    return measure(job_ids=like, source=Job.ExpectedFrom.LIKE_JOBS, states=[Assignment.State.APPROVED])


def are_alike(one: Json, other: Json) -> bool:
    """Whether two settings of a kind ask for much the same: the same choices, lists of about the same length."""
    for name in one.keys() & other.keys():
        mine, theirs = one[name], other[name]
        if isinstance(mine, bool) and mine != theirs:
            return False
        if isinstance(mine, list) and isinstance(theirs, list) and not _is_near(len(mine), len(theirs)):
            return False
    return True


def _is_near(one: float | None, other: float | None) -> bool:
    """Half to twice as much; what has no length is near to everything."""
    if not one or not other:
        return True
    return max(one, other) <= AT_MOST_TIMES * min(one, other)


def _lengths(job_ids: Sequence[int]) -> dict[int, float]:
    """The mean length of each job's first micro-tasks: seconds of sound, signs of text; pictures have none."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT wanted.job_id, avg(coalesce(
                (first.payload->>'end')::float8 - (first.payload->>'start')::float8,
                length(first.payload->>'text')))
            FROM unnest(%s::bigint[]) AS wanted (job_id)
            CROSS JOIN LATERAL (
                SELECT payload FROM tasks_microtask WHERE job_id = wanted.job_id ORDER BY position LIMIT %s
            ) first
            GROUP BY wanted.job_id
            """,
            [list(job_ids), MICRO_TASKS_A_JOB],
        )
        return {job_id: float(length) for job_id, length in cursor.fetchall() if length}
