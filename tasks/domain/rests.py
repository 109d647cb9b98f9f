"""What a closed job's escrow holds and nobody can earn any more: it goes back to the requester."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from ledger.domain import accounts as books
from ledger.domain.transfers import Movement, transfer_many
from ledger.models import Account, Transfer
from tasks.domain import floor_reserve, obligations, training_money
from tasks.domain.obligations import Obligation
from tasks.models import Job
from transparency.domain.systems import automated_decision


@transaction.atomic
def give_back_rest(*, job: Job, at: datetime) -> int:
    """Move what a closed job's escrow holds beyond what may still be owed back to the requester; micros moved.

    Still owed: work in hand, submitted work, rejected work within the time to appeal that isn't done again, or with an
    open appeal, and what the guaranteed floor may add to all that.
    """
    # Whoever appeals, or pays out of what is set aside for the floor, takes the same lock: the money is still here for
    # them, or they are told that it is too late.
    locked = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    if locked.state != Job.State.CLOSED:
        return 0
    # A place that was opened again while the job closed: nobody can claim it.
    _remove_open_rows(locked)
    training_money.lapse(job=locked, at=at)
    escrow, funds = books.escrow(job_number=job.pk), books.funds(owner_id=locked.requester_id)
    # Both at once and in their order, as every movement of money takes them: a replacement takes both too.
    both = Account.objects.select_for_update().filter(pk__in=[escrow.pk, funds.pk]).order_by("pk")
    balance = {account.pk: account.balance_micros for account in both}[escrow.pk]
    owed = _owed(locked, at)
    rest = balance - owed.owed_micros
    if rest <= 0:
        return 0
    # What was set aside for the floor goes back under its own name, so that what is left of it can be added up.
    of_floor = min(rest, floor_reserve.reserve_micros(job=locked) - owed.floor_micros)
    number = Transfer.objects.filter(debit=escrow, credit=funds).count() + 1
    parts = [
        (Transfer.Reason.REST, "rest", rest - of_floor),
        (Transfer.Reason.FLOOR_BACK, "floor:rest", of_floor),
    ]
    movements = [
        Movement(escrow.pk, funds.pk, micros, reason, key=f"job:{job.pk}:{name}:{number}")
        for reason, name, micros in parts
        if micros
    ]
    transfer_many(movements=movements, at=at)
    return rest


def rest_if_closed_micros(*, job: Job, at: datetime) -> int:
    """What closing `job` now would give back at once."""
    return max(0, books.escrow(job_number=job.pk).balance_micros - _owed(job, at).owed_micros)


def _owed(job: Job, at: datetime) -> Obligation:
    return obligations.of_closed(job_numbers=[job.pk], at=at)[job.pk]


def holds_pay_of(*, job: Job, at: datetime) -> bool:
    """Whether the pay of every rejected answer whose time to appeal has not passed is still in escrow.

    The caller holds the job's lock. In a running job nothing has left; in a closed one a look at its rest may have
    come before us, at a later moment.
    """
    if job.state != Job.State.CLOSED:
        return True
    owed = _owed(job, at)
    for_pay = books.escrow(job_number=job.pk).balance_micros - floor_reserve.reserve_micros(job=job)
    return for_pay >= owed.owed_micros - owed.floor_micros


@automated_decision("closing-jobs")
def give_back_rests(*, at: datetime) -> int:
    """Give back what became free in closed jobs since the last look; how many jobs. The clock calls this."""
    holding = Account.objects.filter(kind=Account.Kind.ESCROW, balance_micros__gt=0).values("job_number")
    given = 0
    for job in Job.objects.filter(state=Job.State.CLOSED, pk__in=holding).order_by("pk"):
        given += give_back_rest(job=job, at=at) > 0
    return given


def _remove_open_rows(job: Job) -> None:
    """One statement that looks at each row's state again once it has its lock: Django's own would not."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM tasks_assignment WHERE job_id = %s AND state IN ('open', 'withdrawn')", [job.pk])
