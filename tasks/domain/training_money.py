"""What training may still cost a job. Only what it sets aside is ever paid: a place, a task, a worker, once."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from tasks.models import Job, TrainingAnswer


def lapse(*, job: Job, at: datetime) -> int:
    """Stop owing for what lay in somebody's hands until its time was over, when the job had closed; how many."""
    return _in_hand(job).filter(due_at__lte=at).update(lapsed_at=at)


def _in_hand(job: Job) -> QuerySet[TrainingAnswer]:
    return TrainingAnswer.objects.filter(
        task__job=job, submitted_at__isnull=True, returned_at__isnull=True, lapsed_at__isnull=True
    )
