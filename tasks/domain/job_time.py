"""What an answer to a job takes: the median over micro-tasks of the median over workers. Whole numbers throughout."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from tasks.models import Job
from transparency.domain.reported_time import CREDITED_MEANWHILE


@dataclass(frozen=True, slots=True)
class JobTime:
    """The credited time of one answer, and how many answers and people it was found from."""

    quarter_ms: int
    answer_count: int
    worker_count: int


# An answer without any measured time, of which its worker said nothing either, tells nothing. A worker who did one
# again counts once a micro-task, with the last.
_MEASURE = """
    WITH answer AS (
        SELECT DISTINCT ON (a.micro_task_id, a.worker_id) a.micro_task_id, a.worker_id,
            least(
                ceil(1000 * extract(epoch FROM greatest(a.submitted_at - coalesce(a.shown_at, a.claimed_at),
                    interval '0')))::bigint,
                greatest(CASE WHEN a.visible_ms > 0 THEN a.active_ms END,
                    (1000 * r.seconds)::bigint,
                    0)
            ) AS ms
        FROM tasks_assignment a
        LEFT JOIN (
            SELECT assignment_number, CASE WHEN waits_for_look
                THEN least(seconds, usual_most_seconds * %(meanwhile)s) ELSE seconds END AS seconds
            FROM transparency_reportedtime WHERE job_number = %(job)s
        ) r ON r.assignment_number = a.id
        WHERE a.job_id = %(job)s AND a.submitted_at IS NOT NULL AND (a.visible_ms > 0 OR r.seconds IS NOT NULL)
        ORDER BY a.micro_task_id, a.worker_id, a.id DESC
    ),
    item AS (
        SELECT of_workers[(n + 1) / 2] + of_workers[n / 2 + 1] AS twice, n FROM (
            SELECT array_agg(ms ORDER BY ms) AS of_workers, count(*)::int AS n FROM answer GROUP BY micro_task_id
        ) one
    ),
    whole AS (SELECT array_agg(twice ORDER BY twice) AS of_items, count(*)::int AS m, sum(n)::int AS n FROM item)
    SELECT of_items[(m + 1) / 2] + of_items[m / 2 + 1], n, (SELECT count(DISTINCT worker_id) FROM answer) FROM whole
"""


def measure(*, job: Job) -> JobTime | None:
    """What an answer to `job` takes, from every one that was submitted; None while nothing was measured.

    Nobody's decision has a part in it: rejecting the slow ones makes no job quicker. The credited time of an answer is
    `reported_time.credited_seconds`, in whole milliseconds.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MEASURE, {"job": job.pk, "meanwhile": CREDITED_MEANWHILE})
        row = cursor.fetchone()
    return JobTime(*row) if row and row[0] is not None else None
