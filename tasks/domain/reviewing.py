"""Approving and rejecting answers, and the pay that follows in the same transaction."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import connection, transaction
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from ledger.domain import accounts as books
from ledger.domain.transfers import InsufficientFunds, Movement, lock, transfer_many
from ledger.models import Account, Transfer
from tasks.domain import claiming, floor_reserve, quota, redoing
from tasks.domain.pricing import approved_pay_micros, fee_on
from tasks.models import Assignment, Job, MicroTask
from transparency.domain import log
from transparency.domain.systems import automated_decision

# So many answers are settled in one transaction: enough to spread its cost, few enough to be short.
BATCH = 500
logger = logging.getLogger(__name__)


class NotDecidable(Exception):
    """The answer isn't waiting for a decision (any more)."""


class ConsentNeeded(Exception):
    """So many answers of the job were rejected that an auditor has to consent to one more."""


class WordsMissing(Exception):
    """A rejection needs a reason code and words that the worker can use."""


def approve(*, job: Job, assignment_ids: Sequence[int], decided_by_id: int | None, at: datetime) -> int:
    """Approve and pay those of `assignment_ids` that wait for it; how many. Repeated, it approves and pays nothing.

    `decided_by_id` is None when time decided.
    """
    approved = 0
    for first in range(0, len(assignment_ids), BATCH):
        approved += _approve_batch(job, list(assignment_ids[first : first + BATCH]), decided_by_id, at)
    return approved


@transaction.atomic
def _approve_batch(job: Job, assignment_ids: list[int], decided_by_id: int | None, at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE tasks_assignment SET state = 'approved', decided_at = %(at)s, decided_by_id = %(by)s
            WHERE id IN (
                SELECT id FROM tasks_assignment
                WHERE id = ANY(%(ids)s) AND job_id = %(job)s AND state = 'submitted' ORDER BY id FOR UPDATE
            )
            RETURNING id, worker_id, price_micros
            """,
            {"at": at, "by": decided_by_id, "ids": assignment_ids, "job": job.pk},
        )
        rows = cursor.fetchall()
    if not rows:
        return 0
    _pay(job, rows, at)
    note = "" if decided_by_id else "auto"
    events = [_event(log.Type.APPROVED, job, row, at, note=note) for row in rows]
    events += [_event(log.Type.PAID, job, row, at, micros=row[2]) for row in rows]
    log.record(events)
    return len(rows)


def _pay(job: Job, rows: Sequence[tuple[int, int, int]], at: datetime) -> None:
    escrow = books.escrow(job_number=job.pk)
    earnings = books.earnings_of(owner_ids=[row[1] for row in rows])
    movements = [
        Movement(
            debit_id=escrow.pk,
            credit_id=earnings[worker_id],
            amount_micros=price_micros,
            reason=Transfer.Reason.PAY,
            key=f"assignment:{pk}:pay",
        )
        for pk, worker_id, price_micros in rows
    ]
    fee = _fee_on_all(job, escrow, movements, first_id=min(row[0] for row in rows))
    transfer_many(movements=movements + ([fee] if fee else []), at=at)


def _fee_on_all(job: Job, escrow: Account, movements: Sequence[Movement], first_id: int) -> Movement | None:
    """The fee on what was paid so far, less what was taken before; None when it comes to nothing.

    Where the fee on these answers isn't a whole micro, the fee on everything so far is rounded up once, so a job's
    fees never add up to more than was set aside for them; the accounts are locked first, so two batches can't both
    count the same answers.
    """
    paid_now_micros = sum(movement.amount_micros for movement in movements)
    if paid_now_micros * job.fee_permille % 1000 == 0:
        return _fee(job, escrow, paid_now_micros * job.fee_permille // 1000, first_id)
    lock(account_ids={escrow.pk, books.fees().pk, *(movement.credit_id for movement in movements)})
    paid = approved_pay_micros(job=job)
    due = fee_on(pay_micros=paid, fee_permille=job.fee_permille)
    before = fee_on(pay_micros=paid - paid_now_micros, fee_permille=job.fee_permille)
    return _fee(job, escrow, due - before, first_id)


def _fee(job: Job, escrow: Account, amount_micros: int, first_id: int) -> Movement | None:
    if not amount_micros:
        return None
    return Movement(
        debit_id=escrow.pk,
        credit_id=books.fees().pk,
        amount_micros=amount_micros,
        reason=Transfer.Reason.FEE,
        key=f"job:{job.pk}:fee:{first_id}",
    )


@transaction.atomic
def reject(
    *, assignment: Assignment, code: str, words: str, decided_by_id: int, at: datetime, has_consent: bool = False
) -> bool:
    """Reject a submitted answer; True when a replacement could be opened against fresh money of the requester.

    Its pay stays in escrow until the time to appeal has passed. Repeated with the same code and words it changes
    nothing. Raises WordsMissing and NotDecidable, and ConsentNeeded beyond what a job may reject without an auditor.
    """
    if code not in Assignment.RejectCode.values or not words.strip():
        raise WordsMissing
    # Who raises the price counts the places that stand: they wait for ours, or we set aside what they wrote. And who
    # rejects another answer of the job counts ours, or we count theirs.
    job = Job.objects.select_for_update(no_key=True).get(pk=assignment.job_id)
    waiting = Assignment.objects.filter(pk=assignment.pk, state=Assignment.State.SUBMITTED)
    if not has_consent and waiting.exists() and quota.needs_consent(job=job):
        raise ConsentNeeded
    moved = waiting.update(
        state=Assignment.State.REJECTED,
        decided_at=at,
        decided_by_id=decided_by_id,
        reject_code=code,
        reject_words=words.strip(),
    )
    now = Assignment.objects.get(pk=assignment.pk)
    if not moved:
        if now.state == Assignment.State.REJECTED and (now.reject_code, now.reject_words) == (code, words.strip()):
            return _living_sibling_exists(now)
        raise NotDecidable
    rejected = _event(log.Type.REJECTED, job, (now.pk, now.worker_id or 0), at, note=code)
    log.record([replace(rejected, withheld_micros=now.price_micros)])
    return job.is_running and _open_replacement(job, now, at)


def overturn(*, assignment: Assignment, job: Job, at: datetime) -> None:
    """Approve a rejected answer after all and pay it at once, from what the rejection left in escrow.

    Inside the transaction of whoever decided so, who holds the job's lock. The rejection, its reason and its moment
    stay beside it, and so does the replacement that was opened meanwhile: both answers were given, both are paid.
    Raises NotDecidable.
    """
    moved = Assignment.objects.filter(pk=assignment.pk, state=Assignment.State.REJECTED).update(
        state=Assignment.State.APPROVED, overturned_at=at
    )
    if not moved:
        raise NotDecidable
    pk, worker_id, price_micros = Assignment.objects.values_list("pk", "worker_id", "price_micros").get(
        pk=assignment.pk
    )
    row = (pk, worker_id or 0, price_micros or 0)
    _pay(job, [row], at)
    log.record([_event(log.Type.PAID, job, row, at, micros=row[2])])


def _living_sibling_exists(assignment: Assignment) -> bool:
    return Assignment.objects.filter(
        micro_task_id=assignment.micro_task_id, ordinal=assignment.ordinal, state__in=redoing.LIVING
    ).exists()


def _open_replacement(job: Job, rejected: Assignment, at: datetime) -> bool:
    """The caller holds the job's lock and its price of the moment. A withdrawn micro-task gets none."""
    if MicroTask.objects.filter(pk=rejected.micro_task_id, withdrawn_at__isnull=False).exists():
        return False
    try:
        with transaction.atomic():
            transfer_many(movements=_replacement(job, key=f"assignment:{rejected.pk}:replacement"), at=at)
    except InsufficientFunds:
        return False
    with connection.cursor() as cursor:
        claiming.reopen_places(cursor, assignment_ids=[rejected.pk])
    return True


def _replacement(job: Job, *, key: str) -> list[Movement]:
    funds, escrow = books.funds(owner_id=job.requester_id), books.escrow(job_number=job.pk)
    pay = job.price_micros + fee_on(pay_micros=job.price_micros, fee_permille=job.fee_permille)
    for_floor = floor_reserve.for_one_more(job=job, key=f"{key}:floor")
    return [Movement(funds.pk, escrow.pk, pay, Transfer.Reason.REPLACEMENT, key), *for_floor]


def missing_replacements(*, job: Job) -> QuerySet[Assignment]:
    """Rejected answers whose place stands empty, and for whose replacement no money was set aside yet.

    A replacement that was rejected in its turn counts by itself: the money for the first one was spent on it. So was
    that of an answer whose worker did it again in the place of a replacement.
    """
    living = Assignment.objects.filter(
        micro_task=OuterRef("micro_task"), ordinal=OuterRef("ordinal"), state__in=redoing.LIVING
    )
    paid_for = Transfer.objects.filter(
        key=Concat(Value("assignment:"), Cast(OuterRef("pk"), CharField()), Value(":replacement"))
    )
    rejected = Assignment.objects.filter(
        job=job, state=Assignment.State.REJECTED, micro_task__withdrawn_at__isnull=True
    )
    return rejected.filter(redoing.not_redone(), ~Exists(living), ~Exists(paid_for)).order_by("pk")


def replacement_cost_micros(*, job: Job) -> int:
    """What one more wanted answer sets aside: its price, the fee on it, and its part for the guaranteed floor."""
    return sum(movement.amount_micros for movement in _replacement(job, key=""))


def open_missing_replacements(*, job: Job, at: datetime) -> int:
    """Open the replacements that lacked money when their answers were rejected; how many. Stops when money ends."""
    opened = 0
    for pk in list(missing_replacements(job=job).values_list("pk", flat=True)):
        with transaction.atomic():
            locked = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
            rejected = Assignment.objects.select_for_update().get(pk=pk)
            if locked.is_running and missing_replacements(job=job).filter(pk=pk).exists():
                if not _open_replacement(locked, rejected, at):
                    return opened
                opened += 1
    return opened


@automated_decision("silent-approval", usual_delay=Job._meta.get_field("auto_approval_seconds").default)
def approve_overdue(*, at: datetime, limit: int = 20_000) -> int:
    """Approve every answer whose time to be looked at has passed; how many. The clock calls this."""
    approved = 0
    for job in Job.objects.filter(
        pk__in=Assignment.objects.filter(state=Assignment.State.SUBMITTED).values("job_id").distinct()
    ).order_by("pk"):
        overdue = (
            Assignment.objects.filter(job=job, state=Assignment.State.SUBMITTED)
            .filter(submitted_at__lte=at - job.auto_approval_delay)
            .order_by("submitted_at")
            .values_list("pk", flat=True)[: limit - approved]
        )
        try:
            approved += approve(job=job, assignment_ids=list(overdue), decided_by_id=None, at=at)
        except InsufficientFunds:
            # Never the case while the books are right; the other jobs' workers must not wait for the repair.
            logger.exception("the escrow of job %s is short", job.pk)
        if approved >= limit:
            break
    return approved


def approve_until(*, job: Job, until: datetime, decided_by_id: int, at: datetime) -> int:
    """Approve every answer of `job` that was submitted by `until`, in batches; how many. Safe to repeat.

    But for those whose rejection waits for an auditor.
    """
    approved = 0
    while True:
        waiting = (
            Assignment.objects.filter(job=job, state=Assignment.State.SUBMITTED, submitted_at__lte=until)
            .exclude(quota.asked_about())
            .order_by("submitted_at")
            .values_list("pk", flat=True)[:BATCH]
        )
        now_approved = approve(job=job, assignment_ids=list(waiting), decided_by_id=decided_by_id, at=at)
        if not now_approved:
            return approved
        approved += now_approved


def _event(kind: log.Type, job: Job, row: Sequence[int], at: datetime, *, micros: int = 0, note: str = "") -> log.Event:
    return log.Event(
        type=kind,
        at=at,
        worker_number=row[1],
        requester_number=job.requester_id,
        job_number=job.pk,
        assignment_number=row[0],
        micros=micros,
        note=note,
    )
