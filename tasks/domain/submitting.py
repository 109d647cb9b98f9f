"""Ending an attempt: submit, return, expiry. Whatever a worker finished is kept and paid."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain.transfers import transfer
from ledger.models import Transfer
from tasks.domain import ahead, claiming, handed_out, statements
from tasks.domain.pricing import promised_micros
from tasks.kinds import kind_named
from tasks.kinds.base import Json
from tasks.models import Answer, Assignment, Job
from transparency.domain import log
from transparency.domain.systems import automated_decision
from web.domain.statements import prepared_cursor


class LeaseLost(Exception):
    """The assignment isn't this worker's to change any more."""


class AlreadySubmitted(Exception):
    """Another answer to this assignment was submitted before; it stands."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What a browser tells of an answer that couldn't be sent at once, in milliseconds up to now.

    `waited_ms` since the worker submitted it; `worked_ms` from when it was shown until then, None when not told.
    `next_was_shown` tells that what was claimed ahead has been on screen since.
    """

    waited_ms: int = 0
    worked_ms: int | None = None
    next_was_shown: bool = False

    def done(self, at: datetime) -> datetime:
        """When the worker submitted it."""
        return at - timedelta(milliseconds=self.waited_ms)

    def began(self, at: datetime) -> datetime:
        """When the work was shown, as far as it is told."""
        return self.done(at) - timedelta(milliseconds=self.worked_ms or 0)

    def moments(self, at: datetime) -> dict[str, datetime | None]:
        """The same as moments, for the statements. They put them between the claim and `at`."""
        done_at = self.done(at)
        return {
            "done_at": done_at,
            "begun_at": None if self.worked_ms is None else self.began(at),
            "next_at": done_at if self.next_was_shown else at,
        }


SENT_AT_ONCE = Timing()


@dataclass(frozen=True, slots=True)
class Submission:
    """What became of an answer. `is_late` tells that somebody had taken the place: it is paid from the reserve."""

    assignment_id: int
    is_late: bool
    is_repeat: bool
    next_claim: claiming.Claim | None


def find_for(*, public_id: str, worker: User) -> Assignment:
    """The worker's assignment with its job and micro-task. Raises Assignment.DoesNotExist for anybody else's."""
    return Assignment.objects.select_related("job", "micro_task").get(public_id=public_id.lower(), worker_id=worker.pk)


def find_to_submit(*, public_id: str, worker: User) -> Assignment:
    """The same for a submission, which needs little of it. Raises Assignment.DoesNotExist for anybody else's."""
    return handed_out.take(public_id=public_id.lower(), worker_id=worker.pk)


def submit(
    *,
    assignment: Assignment,
    worker: User,
    answer: object,
    key: str,
    at: datetime,
    with_next: bool = False,
    timing: Timing = SENT_AT_ONCE,
) -> Submission:
    """Keep `answer`, end the assignment, log the labour, and claim the next one in the same transaction.

    The next one is what the worker holds ahead; it is shown from now on. Repeated with the same `key` and `answer` it
    changes nothing and says so. Raises AnswerRefused (nothing is saved), LeaseLost when the assignment was returned or
    belongs to somebody else, AlreadySubmitted when another answer stands.
    """
    with_next = with_next and claiming.may_claim(job=assignment.job, worker=worker, at=at)
    content = kind_named(assignment.job.kind).check(
        answer=answer, settings=assignment.job.settings, payload=assignment.micro_task.payload
    )
    values = claiming.values_of(job=assignment.job, worker=worker, at=at) | timing.moments(at)
    values |= {"content": json.dumps(content), "key": key}
    try:
        return _submit_once(assignment, worker, content, values, with_next)
    except IntegrityError:
        return _submit_once(assignment, worker, content, values, with_next)


def _submit_once(
    assignment: Assignment, worker: User, content: Json, values: dict[str, Any], with_next: bool
) -> Submission:
    """The quick statement first; what it doesn't find takes the long way, in a transaction of its own."""
    submitted_id, is_late, is_repeat, at = assignment.pk, False, False, values["at"]
    row = _keep(assignment, values, with_next)
    if row is None:
        submitted_id, is_late, is_repeat = _submit_after_all(assignment, worker, content, values)
        next_claim = claiming.claim_row(job=assignment.job, worker=worker, at=at) if with_next else None
    elif with_next and row[0] is None:
        next_claim = claiming.claim_row(job=assignment.job, worker=worker, at=at)
    else:
        next_claim = claiming.claim_of(row, job=assignment.job, worker=worker) if with_next else None
    return Submission(submitted_id, is_late=is_late, is_repeat=is_repeat, next_claim=next_claim)


def _keep(assignment: Assignment, values: dict[str, Any], with_next: bool = False) -> Sequence[Any] | None:
    """Write the answer, end the assignment, log the labour and claim the next, all or nothing.

    None when the assignment was not in the worker's hands.
    """
    with prepared_cursor() as cursor:
        cursor.execute(statements.SUBMIT, values | {"id": assignment.pk, "with_next": with_next})
        row: Sequence[Any] | None = cursor.fetchone()
    return row


@transaction.atomic
@automated_decision("late-answers")
def _submit_after_all(
    assignment: Assignment, worker: User, content: Json, values: dict[str, Any]
) -> tuple[int, bool, bool]:
    """The assignment was not in the worker's hands: a repeat, a late answer, or one that isn't theirs."""
    now = Assignment.objects.select_for_update(of=("self",)).select_related("job").get(pk=assignment.pk)
    if now.worker_id != worker.pk or now.state == Assignment.State.RETURNED:
        raise LeaseLost
    if Assignment.objects.filter(micro_task_id=now.micro_task_id, worker=worker, reported_at__isnull=False).exists():
        raise LeaseLost
    if now.submitted_at is not None:
        _refuse_another_answer(now.pk, content, values["key"])
        return now.pk, now.state == Assignment.State.EXPIRED, True
    sibling = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("job")
        .filter(micro_task_id=now.micro_task_id, worker=worker, redo_of=now.redo_of_id)
        .filter(Q(state=Assignment.State.CLAIMED) | Q(submitted_at__isnull=False))
        .first()
    )
    if sibling is not None:
        return _submit_to_sibling(sibling, content, values)
    retaken = _retake_open_place(now, worker, values)
    if retaken is not None:
        _keep(retaken, values)
        return retaken.pk, False, False
    _keep_late(now, worker, values)
    return now.pk, True, False


def _submit_to_sibling(sibling: Assignment, content: Json, values: dict[str, Any]) -> tuple[int, bool, bool]:
    """The worker holds, or has answered, the same micro-task by a later claim: that one counts."""
    if sibling.state == Assignment.State.CLAIMED:
        _keep(sibling, values)
        return sibling.pk, False, False
    _refuse_another_answer(sibling.pk, content, values["key"])
    return sibling.pk, sibling.state == Assignment.State.EXPIRED, True


def _refuse_another_answer(assignment_id: int, content: Json, key: str) -> None:
    kept = Answer.objects.get(pk=assignment_id)
    if (kept.client_key, kept.content) != (key, content):
        raise AlreadySubmitted


def _retake_open_place(lapsed: Assignment, worker: User, values: dict[str, Any]) -> Assignment | None:
    """The place that the sweep opened again, when nobody took it yet: the worker's, as if the lease had held.

    Not in a job that closed meanwhile, whose money went back, nor where the place pays less than they saw; the job's
    lock keeps both from happening under our hands.
    """
    job = Job.objects.select_for_update(no_key=True).get(pk=lapsed.job_id)
    if not job.is_running or promised_micros(job=job, claimed_at=lapsed.claimed_at) > job.price_micros:
        return None
    fresh = (
        Assignment.objects.select_for_update(skip_locked=True)
        .filter(micro_task_id=lapsed.micro_task_id, ordinal=lapsed.ordinal, state=Assignment.State.OPEN)
        .first()
    )
    if fresh is None:
        return None
    at = values["at"]
    _show_what_was_not(lapsed, values)
    fresh.state, fresh.worker, fresh.claimed_at, fresh.due_at = Assignment.State.CLAIMED, worker, at, at
    fresh.shown_at, fresh.redo_of_id = lapsed.shown_at, lapsed.redo_of_id
    fresh.visible_ms, fresh.active_ms = lapsed.visible_ms, lapsed.active_ms
    fresh.job = lapsed.job
    taken = ["state", "worker", "claimed_at", "due_at", "shown_at", "visible_ms", "active_ms", "redo_of"]
    fresh.save(update_fields=taken)
    log.record([_event(log.Type.CLAIMED, fresh, worker, at, note="retaken")])
    return fresh


def _keep_late(lapsed: Assignment, worker: User, values: dict[str, Any]) -> None:
    """Somebody took the place: the answer is stored beside theirs and the platform pays for it at once."""
    job, at, done_at = lapsed.job, values["at"], values["done_at"]
    was_unseen = _show_what_was_not(lapsed, values)
    price_micros = promised_micros(job=job, claimed_at=lapsed.claimed_at)
    Assignment.objects.filter(pk=lapsed.pk).update(
        submitted_at=at, shown_at=lapsed.shown_at, last_seen_at=done_at, price_micros=price_micros
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tasks_answer (assignment_id, content, client_key, received_at) VALUES (%s, %s, %s, %s)",
            [lapsed.pk, values["content"], values["key"], at],
        )
    transfer(
        debit=books.reserve(),
        credit=books.earnings(owner_id=worker.pk),
        amount_micros=price_micros,
        reason=Transfer.Reason.LATE_PAY,
        key=f"assignment:{lapsed.pk}:pay",
        at=at,
    )
    shown = [_event(log.Type.SHOWN, lapsed, worker, at)] if was_unseen else []
    submitted = _event(log.Type.SUBMITTED, lapsed, worker, at, ended_at=done_at, note="late")
    log.record([*shown, submitted, _event(log.Type.PAID, lapsed, worker, at, note="late", micros=price_micros)])


def _show_what_was_not(lapsed: Assignment, values: dict[str, Any]) -> bool:
    """What was held ahead, and lapsed before we were told that the worker looked at it, was work all the same."""
    if lapsed.shown_at is not None or lapsed.claimed_at is None:
        return False
    lapsed.shown_at = min(values["at"], max(lapsed.claimed_at, values["begun_at"] or lapsed.claimed_at))
    return True


def _event(
    kind: log.Type,
    assignment: Assignment,
    worker: User,
    at: datetime,
    *,
    ended_at: datetime | None = None,
    note: str = "",
    micros: int = 0,
) -> log.Event:
    """`ended_at` on what ends a stretch of work."""
    return log.Event(
        type=kind,
        at=at,
        worker_number=worker.pk,
        requester_number=assignment.job.requester_id,
        job_number=assignment.job_id,
        assignment_number=assignment.pk,
        started_at=(assignment.shown_at or assignment.claimed_at) if ended_at else None,
        ended_at=ended_at,
        note=note,
        micros=micros,
    )


@transaction.atomic
def give_back(*, assignment: Assignment, worker: User, at: datetime) -> bool:
    """Return an assignment without penalty; a fresh open row takes its place. False when it was returned already.

    With the last one on screen goes what was held ahead of it. Raises LeaseLost when it was submitted or isn't the
    worker's.
    """
    moved = Assignment.objects.filter(pk=assignment.pk, worker=worker, state=Assignment.State.CLAIMED).update(
        state=Assignment.State.RETURNED, ended_at=at, last_seen_at=at
    )
    if not moved:
        now = Assignment.objects.get(pk=assignment.pk)
        if now.worker_id == worker.pk and now.state in (Assignment.State.RETURNED, Assignment.State.EXPIRED):
            return False
        raise LeaseLost
    with connection.cursor() as cursor:
        claiming.reopen_places(cursor, assignment_ids=[assignment.pk])
    assignment.refresh_from_db(fields=["shown_at", "claimed_at"])
    if assignment.shown_at is None:
        unseen = _event(log.Type.RETURNED, assignment, worker, at, ended_at=assignment.claimed_at, note=log.UNSEEN)
        log.record([unseen])
        return True
    log.record([_event(log.Type.RETURNED, assignment, worker, at, ended_at=at)])
    ahead.let_go(job=assignment.job, worker=worker, at=at)
    return True


@automated_decision("lease")
def return_expired(*, at: datetime, limit: int = 500) -> int:
    """End up to `limit` leases that ran out and open their places again; how many. Safe to repeat and to interrupt."""
    ended = 0
    jobs = Job.objects.filter(
        pk__in=Assignment.objects.filter(state=Assignment.State.CLAIMED, due_at__lt=at).values("job_id").distinct()
    )
    for job in jobs.order_by("pk"):
        with transaction.atomic(), connection.cursor() as cursor:
            lapsed = list(
                Assignment.objects.select_for_update(skip_locked=True)
                .filter(job=job, state=Assignment.State.CLAIMED, due_at__lt=at)
                .order_by("due_at")
                .values_list("pk", flat=True)[:limit]
            )
            claiming.expire_rows(cursor, assignment_ids=lapsed, job=job, at=at)
            claiming.reopen_places(cursor, assignment_ids=lapsed)
            ended += len(lapsed)
    return ended
