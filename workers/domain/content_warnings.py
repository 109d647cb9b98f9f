"""What a job warns of: read once before its first micro-task, and blurred until the worker asks."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from tasks.models import Job
from workers.models import WarningRead


def must_be_read(*, job: Job, worker: User) -> bool:
    """Whether the job warns of something and the worker has not said yet that they read it."""
    return bool(job.content_warnings) and not WarningRead.objects.filter(job=job, worker=worker).exists()


def say_read(*, job: Job, worker: User, at: datetime) -> None:
    """Remember that the worker has read the warning. Said again, it changes nothing."""
    WarningRead.objects.get_or_create(job=job, worker=worker, defaults={"read_at": at})


def is_veiled(*, job: Job, worker: User) -> bool:
    """Whether what the job shows is hidden from this worker until they ask for it."""
    return (
        bool(job.content_warnings)
        and not WarningRead.objects.filter(job=job, worker=worker, always_shows=True).exists()
    )


def show_always(*, job: Job, worker: User, always: bool) -> None:
    """Keep the worker's choice for this job. Who has not read the warning has none."""
    WarningRead.objects.filter(job=job, worker=worker).update(always_shows=always)
