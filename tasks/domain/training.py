"""A worker's training for a job: one task after another, each told at once whether it was right, and paid.

The labour log tells each task like any other, claimed, shown, submitted, paid, with a number below zero and the note
`training`: its time and pay stand there and nowhere else. `qualification.started` and `.finished` tell only when the
first task was had and the last one answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, QuerySet

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain.transfers import transfer
from ledger.models import Transfer
from tasks.kinds import kind_named
from tasks.models import Job, Training, TrainingAnswer, TrainingTask
from transparency.domain import log
from transparency.domain.systems import automated_decision

NOTE = "training"


class NoPlaceLeft(Exception):
    """The job takes no new workers: every place for training is taken, or it is closed or paused."""


class NotInHand(Exception):
    """The training task was given back, or answered otherwise before; that answer stands."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a worker has come. `current` lies in their hands; `last` is what they answered last."""

    task_count: int
    answered_count: int
    current: TrainingAnswer | None
    last: TrainingAnswer | None

    @property
    def is_finished(self) -> bool:
        return self.answered_count >= self.task_count


def is_needed(*, job: Job, worker: User) -> bool:
    """Whether the worker must train before the job's own work."""
    return job.training_places > 0 and not _of(job, worker).filter(finished_at__isnull=False).exists()


def has_place(*, job: Job, worker: User) -> bool:
    """Whether the worker is in training, or could begin it."""
    return _of(job, worker).exists() or _free_places(job) > 0


def free_places(*, jobs: list[Job]) -> dict[int, int]:
    """How many more workers may train for each of these jobs, in one query."""
    counted = Training.objects.filter(job__in=[job.pk for job in jobs]).values_list("job_id")
    taken = dict(counted.annotate(taken=Count("pk")))
    return {job.pk: max(0, job.training_places - taken.get(job.pk, 0)) for job in jobs}


def trainings_of(*, worker: User, jobs: list[Job]) -> dict[int, Training]:
    """The worker's trainings for these jobs, by the number of the job."""
    return {one.job_id: one for one in Training.objects.filter(worker=worker, job__in=[job.pk for job in jobs])}


def _of(job: Job, worker: User) -> QuerySet[Training]:
    return Training.objects.filter(job=job, worker=worker)


def _free_places(job: Job) -> int:
    return job.training_places - Training.objects.filter(job=job).count()


@transaction.atomic
def show_next(*, job: Job, worker: User, at: datetime) -> TrainingAnswer | None:
    """Give the worker their next training task, and a place if they have none yet; None when all are answered.

    Asked again, it gives the same. The job's lock keeps two from taking its last place. Raises NoPlaceLeft.
    """
    locked = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    training = _of(job, worker).first()
    if not locked.is_open or (training is None and _free_places(locked) <= 0):
        raise NoPlaceLeft
    if training is None:
        training = Training.objects.create(job=job, worker=worker, began_at=at)
        log.record([_edge(log.Type.QUALIFICATION_STARTED, job, worker, at)])
    living = TrainingAnswer.objects.filter(training=training, returned_at__isnull=True)
    current = living.filter(submitted_at__isnull=True).first()
    if current is not None:
        return current
    task = TrainingTask.objects.filter(job=job).exclude(answers__in=living).order_by("micro_task__position").first()
    if task is None:
        return None
    shown = TrainingAnswer.objects.create(
        training=training, task=task, shown_at=at, due_at=at + timedelta(seconds=locked.lease_seconds)
    )
    log.record([_event(log.Type.CLAIMED, shown, locked, worker, at), _event(log.Type.SHOWN, shown, locked, worker, at)])
    return shown


def standing(*, job: Job, worker: User) -> Standing:
    """Where the worker stands in their training for `job`."""
    living = (
        TrainingAnswer.objects.filter(training__job=job, training__worker=worker, returned_at__isnull=True)
        .select_related("task__micro_task__item")
        .order_by("pk")
    )
    answers = list(living)
    submitted = [answer for answer in answers if answer.submitted_at]
    return Standing(
        task_count=TrainingTask.objects.filter(job=job).count(),
        answered_count=len(submitted),
        current=next((answer for answer in answers if not answer.submitted_at), None),
        last=max(submitted, key=lambda answer: (answer.submitted_at, answer.pk), default=None),
    )


def of_worker(*, worker: User) -> QuerySet[TrainingAnswer]:
    """Every training task that a worker took in hand, newest first."""
    mine = TrainingAnswer.objects.filter(training__worker=worker).select_related("training__job")
    return mine.order_by("-shown_at", "-pk")


def find_for(*, public_id: str, worker: User) -> TrainingAnswer:
    """The worker's own. Raises TrainingAnswer.DoesNotExist for anybody else's."""
    return TrainingAnswer.objects.select_related("training__job", "task__micro_task__item").get(
        public_id=public_id.lower(), training__worker=worker
    )


@automated_decision("training")
@transaction.atomic
def submit(*, shown: TrainingAnswer, worker: User, answer: object, at: datetime) -> TrainingAnswer:
    """Keep an answer, compare it where that can be done exactly, and pay it whatever it is.

    Repeated with the same answer it changes nothing. Raises AnswerRefused and NotInHand.
    """
    job, task = shown.training.job, shown.task
    kind = kind_named(job.kind)
    content = kind.check(answer=answer, settings=job.settings, payload=task.micro_task.payload)
    moved = TrainingAnswer.objects.filter(pk=shown.pk, submitted_at__isnull=True, returned_at__isnull=True).update(
        content=content, submitted_at=at, is_right=content == task.answer if kind.has_one_right_answer else None
    )
    kept = TrainingAnswer.objects.select_related("task__micro_task__item", "training__job").get(pk=shown.pk)
    if not moved:
        if kept.returned_at or kept.content != content:
            raise NotInHand
        return kept
    _pay(kept, job, worker, at)
    unanswered = TrainingTask.objects.filter(job=job).exclude(
        answers__training=kept.training_id, answers__submitted_at__isnull=False
    )
    if not unanswered.exists():
        unfinished = Training.objects.filter(pk=kept.training_id, finished_at__isnull=True)
        if unfinished.update(finished_at=at):
            log.record([_edge(log.Type.QUALIFICATION_FINISHED, job, worker, at)])
    return kept


def _pay(kept: TrainingAnswer, job: Job, worker: User, at: datetime) -> None:
    """From what the job set aside; from the platform's reserve when that went back meanwhile."""
    transfer(
        debit=books.reserve() if kept.lapsed_at else books.escrow(job_number=job.pk),
        credit=books.earnings(owner_id=worker.pk),
        amount_micros=job.training_price_micros,
        reason=Transfer.Reason.TRAINING_PAY,
        key=f"training:{kept.pk}:pay",
        at=at,
    )
    submitted = _event(log.Type.SUBMITTED, kept, job, worker, at)
    paid = _event(log.Type.PAID, kept, job, worker, at, micros=job.training_price_micros)
    log.record([submitted, paid])


@transaction.atomic
def give_back(*, shown: TrainingAnswer, worker: User, at: datetime) -> bool:
    """Return a training task; it can be had again. False when it was returned already. Raises NotInHand."""
    moved = TrainingAnswer.objects.filter(pk=shown.pk, submitted_at__isnull=True, returned_at__isnull=True).update(
        returned_at=at
    )
    if not moved:
        if TrainingAnswer.objects.filter(pk=shown.pk, returned_at__isnull=False).exists():
            return False
        raise NotInHand
    log.record([_event(log.Type.RETURNED, shown, shown.training.job, worker, at)])
    return True


def _edge(kind: log.Type, job: Job, worker: User, at: datetime) -> log.Event:
    """Where a training begins or ends. Its time and pay are those of its tasks."""
    return log.Event(type=kind, at=at, worker_number=worker.pk, requester_number=job.requester_id, job_number=job.pk)


def _event(
    kind: log.Type, shown: TrainingAnswer, job: Job, worker: User, at: datetime, *, micros: int = 0
) -> log.Event:
    ends_work = kind in (log.Type.SUBMITTED, log.Type.RETURNED)
    # Nothing tells that the page is still looked at: no more than a lease counts.
    ended_at = min(at, shown.due_at)
    return log.Event(
        type=kind,
        at=at,
        worker_number=worker.pk,
        requester_number=job.requester_id,
        job_number=job.pk,
        assignment_number=shown.log_number,
        started_at=shown.shown_at if ends_work else None,
        ended_at=ended_at if ends_work else None,
        micros=micros,
        note=NOTE,
    )
