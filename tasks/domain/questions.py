"""Questions about the work: a worker asks, the requester answers, all workers of the job read it; never who asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.models import User
from tasks.domain.private_words import holds_private
from tasks.models import Assignment, Job, Question, Reading
from transparency.domain import log
from transparency.domain.systems import automated_decision

MOST_AN_HOUR = 5
MOST_A_DAY = 20
# Beside the work; all of them have a page of their own.
MOST_SHOWN = 20


class Wordless(Exception):
    """Nothing was written."""


class PrivateWords(Exception):
    """The words hold an e-mail address or a telephone number, and everybody would read them."""


class TooManyQuestions(Exception):
    """One person asked as often as a requester can be asked in an hour or a day."""


class AlreadyAnswered(Exception):
    """Another answer was given before; workers have read it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A question with its answer, as a worker of the job sees it."""

    question: Question
    is_new: bool


@dataclass(frozen=True, slots=True)
class Board:
    """The newest answered questions of a job, the newest answer first, and how many of them this worker hasn't read.

    `has_more`: older ones stand on the page of all.
    """

    entries: list[Shown]
    new_count: int
    has_more: bool = False

    def __bool__(self) -> bool:
        return bool(self.entries)


@transaction.atomic
@automated_decision("questions", most_an_hour=MOST_AN_HOUR, most_a_day=MOST_A_DAY)
def ask(*, assignment: Assignment, worker: User, words: str, at: datetime) -> Question:
    """Keep a question about the micro-task of the worker's own assignment. The same words again make no second one.

    Raises Wordless, PrivateWords, TooManyQuestions.
    """
    words = _public(words)
    # Two clicks at once take turns here.
    Assignment.objects.select_for_update().get(pk=assignment.pk, worker=worker)
    before = Question.objects.filter(assignment=assignment, words=words).first()
    if before is not None:
        return before
    asked = Question.objects.filter(asker=worker)
    of_job = asked.filter(job=assignment.job_id, asked_at__gt=at - timedelta(hours=1)).count()
    if of_job >= MOST_AN_HOUR or asked.filter(asked_at__gt=at - timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooManyQuestions
    question = Question.objects.create(
        job_id=assignment.job_id,
        micro_task_id=assignment.micro_task_id,
        assignment=assignment,
        asker=worker,
        words=words,
        asked_at=at,
    )
    log.record([_event(log.Type.MESSAGE_SENT, assignment, worker, at)])
    return question


def answer(*, question: Question, words: str, at: datetime) -> bool:
    """Answer a question for all workers of its job; False when the same answer was given before.

    Raises Wordless, PrivateWords, AlreadyAnswered.
    """
    words = _public(words)
    if Question.objects.filter(pk=question.pk, answered_at__isnull=True).update(answer=words, answered_at=at):
        question.refresh_from_db()
        return True
    question.refresh_from_db()
    if question.answer != words:
        raise AlreadyAnswered
    return False


def hide(*, question: Question, hidden_by: User, because: str, at: datetime) -> bool:
    """Show a question to nobody but its asker any more, for a reason that stays beside it; False when it was hidden.

    Raises Wordless.
    """
    if not because.strip():
        raise Wordless
    moved = Question.objects.filter(pk=question.pk, hidden_at__isnull=True).update(
        hidden_at=at, hidden_by=hidden_by, hidden_because=because.strip()
    )
    return bool(moved)


def _public(words: str) -> str:
    words = words.strip()
    if not words:
        raise Wordless
    if holds_private(words):
        raise PrivateWords
    return words


def answered(*, job: Job) -> QuerySet[Question]:
    """What all workers of a job may read, the newest answer first."""
    found = Question.objects.filter(job=job, answered_at__isnull=False, hidden_at__isnull=True)
    return found.order_by("-answered_at", "-pk")


def board(*, job: Job, worker: User) -> Board:
    """What `worker` reads beside the instructions of `job`."""
    found = list(answered(job=job)[: MOST_SHOWN + 1])
    entries = shown(questions=found[:MOST_SHOWN], job=job, worker=worker)
    return Board(entries, sum(entry.is_new for entry in entries), has_more=len(found) > MOST_SHOWN)


def shown(*, questions: Sequence[Question], job: Job, worker: User) -> list[Shown]:
    """Answered questions of `job`, each with whether `worker` has read it."""
    if not questions:
        return []
    reading = Reading.objects.filter(job=job, worker=worker).first()
    return [
        Shown(question, is_new=reading is None or (question.answered_at or reading.seen_at) > reading.seen_at)
        for question in questions
    ]


@transaction.atomic
def mark_read(*, job: Job, worker: User, at: datetime) -> bool:
    """Remember that `worker` has read the answers of `job` until now, and tell the log; False when none was new.

    The log knows only messages about an assignment: it names the last one that the worker had of the job.
    """
    if not board(job=job, worker=worker).new_count:
        return False
    Reading.objects.update_or_create(job=job, worker=worker, defaults={"seen_at": at})
    last = Assignment.objects.filter(job=job, worker=worker).order_by("-claimed_at", "-pk").first()
    if last is not None:
        last.job = job
        log.record([_event(log.Type.MESSAGE_VIEWED, last, worker, at)])
    return True


def of_job(*, job: Job) -> QuerySet[Question]:
    """A job's questions as its requester sees them: unanswered first, the oldest on top; no hidden ones."""
    found = Question.objects.filter(job=job, hidden_at__isnull=True).select_related("micro_task__item")
    return found.order_by(F("answered_at").desc(nulls_first=True), "asked_at", "pk")


def waiting_count(*, job: Job) -> int:
    """How many questions of `job` wait for an answer."""
    return Question.objects.filter(job=job, answered_at__isnull=True, hidden_at__isnull=True).count()


def of_asker(*, worker: User) -> QuerySet[Question]:
    """What `worker` asked, newest first, hidden ones too."""
    return Question.objects.filter(asker=worker).select_related("job").order_by("-asked_at", "-pk")


def _event(kind: log.Type, assignment: Assignment, worker: User, at: datetime) -> log.Event:
    """That a message was sent or read; never what it says."""
    return log.Event(
        type=kind,
        at=at,
        worker_number=worker.pk,
        requester_number=assignment.job.requester_id,
        job_number=assignment.job_id,
        assignment_number=assignment.pk,
    )
