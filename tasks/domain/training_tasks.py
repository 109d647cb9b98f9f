"""Training tasks of a draft: its own micro-tasks, out of the work, with the right answer and words of feedback."""

from __future__ import annotations

from django.db import connection, transaction

from tasks.domain.jobs import NotADraft, change_draft
from tasks.kinds import kind_named
from tasks.models import Assignment, Job, MicroTask, TrainingTask

MOST_TASKS = 12
MOST_PLACES = 1000
USUAL_PLACES = 20


class TooManyTasks(Exception):
    """Training has as many tasks as anybody should do before the work."""


@transaction.atomic
def mark(*, job: Job, micro_task: MicroTask, answer: object, words: str) -> TrainingTask:
    """Make one of a draft's micro-tasks a training task; marked again, it keeps the newer answer and words.

    Raises AnswerRefused, NotADraft, TooManyTasks.
    """
    content = kind_named(job.kind).check(answer=answer, settings=job.settings, payload=micro_task.payload)
    locked = _lock_draft(job)
    others = TrainingTask.objects.filter(job=job).exclude(micro_task=micro_task)
    if others.count() >= MOST_TASKS:
        raise TooManyTasks
    # A draft's rows have no history: nobody else is asked about what its requester knows.
    Assignment.objects.filter(micro_task=micro_task).delete()
    task, _made = TrainingTask.objects.update_or_create(
        micro_task=micro_task, defaults={"job": job, "answer": content, "words": words.strip()}
    )
    if not locked.training_places:
        change_draft(job, training_places=USUAL_PLACES)
    return task


@transaction.atomic
def unmark(*, job: Job, task: TrainingTask) -> None:
    """Put a training task back among the work. Safe to repeat. Raises NotADraft."""
    locked = _lock_draft(job)
    if not TrainingTask.objects.filter(pk=task.pk, job=job).delete()[0]:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO tasks_assignment (public_id, job_id, micro_task_id, ordinal, place, state,
                visible_ms, active_ms, reject_code, reject_words)
            SELECT substr(translate(md5(gen_random_uuid()::text), '0189', 'wxyz'), 1, 16), m.job_id, m.id, n,
                m.position * 16 + n, 'open', 0, 0, '', ''
            FROM tasks_microtask m CROSS JOIN generate_series(1, %s::int) AS n WHERE m.id = %s
            """,
            [locked.wanted_answers, task.micro_task_id],
        )
    if not TrainingTask.objects.filter(job=job).exists():
        change_draft(job, training_places=0)


@transaction.atomic
def set_places(*, job: Job, places: int) -> None:
    """Say how many workers may train; without training tasks nobody does. Raises NotADraft."""
    _lock_draft(job)
    if TrainingTask.objects.filter(job=job).exists():
        change_draft(job, training_places=places)


def _lock_draft(job: Job) -> Job:
    """Keep a draft a draft until the transaction ends. Raises NotADraft."""
    locked = Job.objects.select_for_update(no_key=True).filter(pk=job.pk, state=Job.State.DRAFT).first()
    if locked is None:
        raise NotADraft
    return locked
