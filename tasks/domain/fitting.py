"""Whether the answers of a draft's examples still fit what the draft asks for: its labels may have changed since."""

from __future__ import annotations

from django.db.models import QuerySet

from tasks.kinds import kind_named
from tasks.kinds.base import AnswerRefused
from tasks.models import Example, Job, TrainingTask


def fits(*, job: Job, example: Example) -> bool:
    """Whether `example` has an answer that `job` would accept. What was published with a job fits it for good."""
    if example.answer is None or not job.is_draft:
        return example.answer is not None
    try:
        kind_named(job.kind).check(answer=example.answer, settings=job.settings, payload=example.payload)
    except AnswerRefused:
        return False
    return True


def has_outdated_training(*, job: Job) -> bool:
    """Whether the known answer to a training task of a draft is none that the draft would accept any more."""
    return any(not training_fits(job=job, task=task) for task in _training_tasks(job))


def training_fits(*, job: Job, task: TrainingTask) -> bool:
    """Whether a task's answer is one that `job` accepts. What was published with a job fits it for good."""
    if not job.is_draft:
        return True
    try:
        kind_named(job.kind).check(answer=task.answer, settings=job.settings, payload=task.micro_task.payload)
    except AnswerRefused:
        return False
    return True


def _training_tasks(job: Job) -> QuerySet[TrainingTask]:
    return TrainingTask.objects.filter(job=job).select_related("micro_task").order_by("micro_task__position")


def has_outdated(*, job: Job) -> bool:
    """Whether an example of a draft has an answer that doesn't fit any more."""
    with_answer = Example.objects.filter(job=job, answer__isnull=False).order_by("position")
    return any(not fits(job=job, example=example) for example in with_answer)
