"""Appeals: a worker writes, the other side answers or gives in, an auditor decides with reasons.

A won appeal pays at once, from what the rejection left in escrow. Only people move an appeal: nothing in the background
may import this module. Order of locks: the job, the appeal, its assignment, then accounts (docs/locks.md).
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import User
from tasks.domain import guarantee, rests, reviewing, suspending
from tasks.models import Appeal, AppealStep, Assignment, Job
from transparency.domain import log

State = Appeal.State


class NotRejected(Exception):
    """There is no rejection to appeal: nobody has decided yet, or the answer was approved."""


class TooLate(Exception):
    """The time to appeal has passed."""


class Redone(Exception):
    """Its worker has begun to do the answer again: that takes the place, and the money, of this one."""


class AlreadyAppealed(Exception):
    """This was appealed before, in other words; that appeal stands."""


class NotYours(Exception):
    """The person has no part in this appeal, or another one."""


class Wordless(Exception):
    """Nothing was written."""


class AlreadyDecided(Exception):
    """The appeal was decided, or the other side has spoken: that stands."""


class TimeToReply(Exception):
    """The other side may still answer; `until` is when an auditor may decide without it."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class OwnCase(Exception):
    """An auditor who is one of the two sides: another one decides."""


def appeal_until(*, assignment: Assignment) -> datetime | None:
    """Until when the rejection of an answer can be appealed; None where nothing was rejected."""
    if assignment.state != Assignment.State.REJECTED or assignment.decided_at is None:
        return None
    return assignment.decided_at + settings.APPEAL_TIME


def of_answer(*, assignment: Assignment) -> Appeal | None:
    """The appeal about an answer, with both sides."""
    return Appeal.objects.select_related("worker", "against").filter(assignment=assignment).first()


@transaction.atomic
def file(*, assignment: Assignment, worker: User, words: str, at: datetime) -> Appeal:
    """Appeal the rejection of `worker`'s answer. From now on its pay stays in escrow until somebody has decided.

    The same words again change nothing. Raises Wordless, NotYours, NotRejected, Redone, TooLate,
    AlreadyAppealed.
    """
    words = _written(words)
    # Whoever gives back what a closed job holds waits for us here, or we find that it went.
    job = Job.objects.select_for_update(no_key=True).get(pk=assignment.job_id)
    now = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if now.worker_id != worker.pk:
        raise NotYours
    if (before := of_answer(assignment=now)) is not None:
        return _same(before, words)
    until = appeal_until(assignment=now)
    if until is None:
        raise NotRejected
    if now.redos.exists():
        raise Redone
    if until <= at or not rests.holds_pay_of(job=job, at=at):
        raise TooLate
    appeal = Appeal.objects.create(
        assignment=now,
        worker=worker,
        against_id=job.requester_id,
        filed_at=at,
        reply_until=at + settings.APPEAL_REPLY_TIME,
        decide_until=at + settings.APPEAL_DECISION_TIME,
        changed_at=at,
    )
    _note(appeal, State.FILED, worker, words, at)
    log.record([_event(log.Type.APPEAL_FILED, now, job, at)])
    return appeal


@transaction.atomic
def file_against_suspension(*, worker: User, words: str, at: datetime) -> Appeal:
    """Appeal the worker's present suspension; another auditor than the one who suspended decides.

    The same words again change nothing. Raises Wordless, NotRejected, AlreadyAppealed.
    """
    words = _written(words)
    suspension = suspending.locked(worker=worker)
    if suspension is None:
        raise NotRejected
    if (before := Appeal.objects.filter(suspension=suspension).first()) is not None:
        return _same(before, words)
    appeal = Appeal.objects.create(
        suspension=suspension,
        worker=worker,
        against_id=suspension.decided_by_id,
        filed_at=at,
        reply_until=at,
        decide_until=at + settings.APPEAL_DECISION_TIME,
        changed_at=at,
    )
    _note(appeal, State.FILED, worker, words, at)
    return appeal


def _same(before: Appeal, words: str) -> Appeal:
    if AppealStep.objects.get(appeal=before, became=State.FILED).words != words:
        raise AlreadyAppealed
    return before


@transaction.atomic
def reply(*, appeal: Appeal, person: User, words: str, at: datetime) -> bool:
    """What the other side says to an appeal, once; False when they said the same before.

    After `reply_until` too, as long as nobody has decided. Raises Wordless, NotYours, AlreadyDecided.
    """
    words = _written(words)
    _refuse_stranger(appeal, person)
    if _move(appeal, [State.FILED], State.REPLIED, at):
        _note(appeal, State.REPLIED, person, words, at)
        return True
    if AppealStep.objects.filter(appeal=appeal, became=State.REPLIED, words=words).exists():
        return False
    raise AlreadyDecided


@transaction.atomic
def give_in(*, appeal: Appeal, person: User, words: str, at: datetime) -> bool:
    """The other side takes its decision back: as good as a won appeal, at once. False when they did so before.

    Words are theirs to add; who takes a suspension back says why. Raises Wordless, NotYours, AlreadyDecided.
    """
    _refuse_stranger(appeal, person)
    if appeal.suspension_id is not None:
        _written(words)
    return _decide(appeal, State.GIVEN_IN, person, words.strip(), at)


@transaction.atomic
def decide(*, appeal: Appeal, auditor: User, is_won: bool, words: str, at: datetime) -> bool:
    """An auditor's decision with its reasons, which both sides read; False when they decided the same before.

    Raises Wordless, NotYours, OwnCase, TimeToReply, AlreadyDecided.
    """
    words = _written(words)
    if not auditor.is_auditor:
        raise NotYours
    if auditor.pk in (appeal.worker_id, appeal.against_id):
        raise OwnCase
    now = Appeal.objects.get(pk=appeal.pk)
    if now.state == State.FILED and at < now.reply_until:
        raise TimeToReply(now.reply_until)
    return _decide(appeal, State.WON if is_won else State.LOST, auditor, words, at)


def _decide(appeal: Appeal, became: Appeal.State, person: User, words: str, at: datetime) -> bool:
    """Whoever gets the locks first decides; for the others it is decided."""
    job = _lock(appeal)
    if not _move(appeal, Appeal.OPEN, became, at, decided_at=at, decided_by=person):
        now = AppealStep.objects.filter(appeal=appeal, became=became, by=person, words=words)
        if now.exists():
            return False
        raise AlreadyDecided
    _note(appeal, became, person, words, at)
    if job is not None and appeal.assignment is not None:
        log.record([_event(log.Type.APPEAL_DECIDED, appeal.assignment, job, at, note=became)])
        if became in Appeal.OVERTURNED:
            reviewing.overturn(assignment=appeal.assignment, job=job, at=at)
            # What the others got to reach the floor: without interest, and without waiting for the night.
            guarantee.make_up(assignment_ids=[appeal.assignment.pk], at=at)
            guarantee.make_up(assignment_ids=[appeal.assignment.pk], at=at)
    elif became in Appeal.OVERTURNED and appeal.suspension is not None:
        suspending.lift(suspension=appeal.suspension, lifted_by=person, because=words, at=at)
    return True


def _lock(appeal: Appeal) -> Job | None:
    """The job of the answer, or the worker who is suspended: what everybody locks who decides something there."""
    if appeal.assignment is not None:
        return Job.objects.select_for_update(no_key=True).get(pk=appeal.assignment.job_id)
    suspending.locked(worker=appeal.worker)
    return None


def _move(appeal: Appeal, before: list[State] | tuple[State, ...], became: State, at: datetime, **more: object) -> bool:
    moved = Appeal.objects.filter(pk=appeal.pk, state__in=before).update(state=became, changed_at=at, **more)
    appeal.refresh_from_db(fields=["state", "changed_at", "decided_at", "decided_by"])
    return bool(moved)


def _refuse_stranger(appeal: Appeal, person: User) -> None:
    if appeal.against_id != person.pk:
        raise NotYours


def _written(words: str) -> str:
    if not words.strip():
        raise Wordless
    return words.strip()


def _note(appeal: Appeal, became: Appeal.State, by: User, words: str, at: datetime) -> None:
    AppealStep.objects.create(appeal=appeal, became=became, by=by, words=words, at=at)


def _event(kind: log.Type, assignment: Assignment, job: Job, at: datetime, *, note: str = "") -> log.Event:
    return log.Event(
        type=kind,
        at=at,
        worker_number=assignment.worker_id or 0,
        requester_number=job.requester_id,
        job_number=job.pk,
        assignment_number=assignment.pk,
        note=note,
    )
