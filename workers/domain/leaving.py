"""Leaving for good: the account is closed and what told how somebody worked is destroyed, once nothing is owed."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from accounts.domain import closing
from accounts.models import User
from ledger.domain import payouts, tax_details
from ledger.models import Payout
from tasks.models import Appeal, Assignment
from transparency.domain.sealing import erasure
from workers.domain.earnings import balance_micros

# Less than a cent can't be paid out: it may stay behind.
ONE_CENT_MICROS = 10_000


class WorkUnderWay(Exception):
    """They hold work, or wait for a decision on some: leaving now would cost them its pay."""


class MoneyUnderWay(Exception):
    """Some of their money is here, or on its way: they take it first."""


class HasOtherRoles(Exception):
    """The account gives work or audits as well: closing it is for its operator, who sees to what hangs on that."""


@transaction.atomic
def leave(*, worker: User, at: datetime) -> None:
    """Close the worker's account and erase what the law does not keep.

    Raises HasOtherRoles, WorkUnderWay and MoneyUnderWay; nothing is erased then.
    """
    locked = User.objects.select_for_update().get(pk=worker.pk)
    if locked.is_requester or locked.is_auditor or locked.is_staff:
        raise HasOtherRoles
    under_way = [Assignment.State.CLAIMED, Assignment.State.SUBMITTED]
    if (
        Assignment.objects.filter(worker=locked, state__in=under_way).exists()
        or Appeal.objects.filter(assignment__worker=locked, state__in=Appeal.OPEN).exists()
    ):
        raise WorkUnderWay
    moving = [Payout.State.ASKED, Payout.State.MADE, Payout.State.SENT]
    on_its_way = payouts.of(worker_id=locked.pk).filter(state__in=moving)
    if balance_micros(worker=locked) >= ONE_CENT_MICROS or on_its_way.exists():
        raise MoneyUnderWay
    with suppress(tax_details.MustBeKept):
        tax_details.erase(worker_id=locked.pk, at=at)
    erasure.erase_worker(worker_number=locked.pk, at=at)
    closing.close(user=locked)
