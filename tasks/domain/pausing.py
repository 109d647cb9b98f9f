"""A published job is paused and goes on.

draft → open ⇄ paused, and either → closed: `jobs.publish` and `jobs.close` make the moves that move money. Each is a
compare-and-set on the job's row, so two that come at once are one move and one repetition.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from tasks.domain import claiming
from tasks.models import Job
from transparency.domain import log


class NotRunning(Exception):
    """The job is a draft, which nobody works on yet, or closed, and nobody does any more."""


@transaction.atomic
def pause(*, job: Job, at: datetime) -> bool:
    """Hand out nothing more of `job` for a while; False when it is paused already.

    Who has an answer in hand may finish it and is paid. What was claimed ahead and nobody looked at goes back, at no
    cost to its worker. Raises NotRunning.
    """
    if not _move(job, Job.State.OPEN, Job.State.PAUSED, paused_at=at):
        return False
    log.record_job(type=log.JobType.PAUSED, at=at, job_number=job.pk, requester_number=job.requester_id)
    _return_unseen(job, at)
    return True


@transaction.atomic
def resume(*, job: Job, at: datetime) -> bool:
    """Hand out `job` again; False when it is open already. Raises NotRunning."""
    if not _move(job, Job.State.PAUSED, Job.State.OPEN, paused_at=None):
        return False
    log.record_job(type=log.JobType.RESUMED, at=at, job_number=job.pk, requester_number=job.requester_id)
    return True


def _move(job: Job, before: Job.State, after: Job.State, *, paused_at: datetime | None) -> bool:
    moved = Job.objects.filter(pk=job.pk, state=before).update(state=after, paused_at=paused_at)
    job.refresh_from_db()
    if not moved and job.state != after:
        raise NotRunning
    return bool(moved)


def _return_unseen(job: Job, at: datetime) -> None:
    """They end as expired: whoever began to work on one while their network was gone may still submit it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id FROM tasks_assignment
            WHERE job_id = %s AND state = 'claimed' AND due_at IS NOT NULL AND shown_at IS NULL
            ORDER BY id FOR UPDATE
            """,
            [job.pk],
        )
        unseen = [number for (number,) in cursor.fetchall()]
        claiming.expire_rows(cursor, assignment_ids=unseen, job=job, at=at)
        claiming.reopen_places(cursor, assignment_ids=unseen)
