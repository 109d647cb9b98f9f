"""What workers look at before and beside the work: told to the labour log, since nobody pays for it.

Each visit is one row at most, and none after Stop (`transparency.domain.footsteps`). Nothing of what was looked for is
kept: neither words nor filters.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, Q

from accounts.models import User
from tasks.domain import claiming
from tasks.models import Job, Participation, Training
from transparency.domain import footsteps, log


def looked_for_work(*, worker: User, claimable_count: int, at: datetime) -> None:
    """The worker saw the list of jobs, `claimable_count` of which had something for them: 0 tells that they wait."""
    count = 0 if worker.is_suspended else claimable_count
    footsteps.step(type=log.Type.LIST_VIEWED, worker_number=worker.pk, at=at, note=str(count))


def looked_at_job(*, worker: User, job: Job, at: datetime) -> None:
    """The worker saw what a job is: a preview, or its instructions again for who takes part in it already.

    A requester who sees their own job is no worker then.
    """
    if claiming.is_own(job=job, worker=worker):
        return
    kind = log.Type.INSTRUCTIONS_VIEWED if _takes_part(worker, job) else log.Type.PREVIEWED
    footsteps.step(type=kind, worker_number=worker.pk, at=at, job_number=job.pk, requester_number=job.requester_id)


def _takes_part(worker: User, job: Job) -> bool:
    mine = {"job": job.pk, "worker": worker.pk}
    part = Q(Exists(Participation.objects.filter(**mine))) | Q(Exists(Training.objects.filter(**mine)))
    return Job.objects.filter(part, pk=job.pk).exists()


def looked_at_payouts(*, worker: User, at: datetime) -> None:
    """The worker saw their payouts."""
    footsteps.step(type=log.Type.PAYOUT_VIEWED, worker_number=worker.pk, at=at)
