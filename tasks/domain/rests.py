"""What a closed job's escrow holds and nobody can earn any more: it goes back to the requester."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from ledger.domain import accounts as books
from ledger.domain.transfers import transfer
from ledger.models import Account, Transfer
from tasks.domain import obligations, training_money
from tasks.models import Job


@transaction.atomic
def give_back_rest(*, job: Job, at: datetime) -> int:
    """Move what a closed job's escrow holds beyond what may still be owed back to the requester; micros moved.

    Still owed: work in hand, submitted work, and rejected work within the time to appeal that isn't done again, or with
    an open appeal.
    """
    # Whoever appeals takes the same lock: the money is still here for them, or they are told that it is too late.
    if Job.objects.select_for_update(no_key=True).get(pk=job.pk).state != Job.State.CLOSED:
        return 0
    # A place that was opened again while the job closed: nobody can claim it.
    _remove_open_rows(job)
    training_money.lapse(job=job, at=at)
    escrow, funds = books.escrow(job_number=job.pk), books.funds(owner_id=job.requester_id)
    # Both at once and in their order, as every movement of money takes them: a replacement takes both too.
    both = Account.objects.select_for_update().filter(pk__in=[escrow.pk, funds.pk]).order_by("pk")
    balance = {account.pk: account.balance_micros for account in both}[escrow.pk]
    rest = balance - _owed_micros(job, at)
    if rest <= 0:
        return 0
    returned_before = Transfer.objects.filter(debit=escrow, reason=Transfer.Reason.REST).count()
    transfer(
        debit=escrow,
        credit=funds,
        amount_micros=rest,
        reason=Transfer.Reason.REST,
        key=f"job:{job.pk}:rest:{returned_before + 1}",
        at=at,
    )
    return rest


def rest_if_closed_micros(*, job: Job, at: datetime) -> int:
    """What closing `job` now would give back at once."""
    return max(0, books.escrow(job_number=job.pk).balance_micros - _owed_micros(job, at))


def _owed_micros(job: Job, at: datetime) -> int:
    return obligations.of_closed(job_numbers=[job.pk], at=at)[job.pk].owed_micros


def holds_pay_of(*, job: Job, at: datetime) -> bool:
    """Whether the pay of every rejected answer whose time to appeal has not passed is still in escrow.

    The caller holds the job's lock. In a running job nothing has left; in a closed one a look at its rest may have
    come before us, at a later moment.
    """
    if job.state != Job.State.CLOSED:
        return True
    return books.escrow(job_number=job.pk).balance_micros >= _owed_micros(job, at)


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
