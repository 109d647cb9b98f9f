"""Payouts as the labour log tells them: asked for by a worker, arrived at their bank. The ledger knows no log.

An event names the payout by its reference; the amount stands in the books, for money that leaves is no pay.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from ledger.domain import bank, payouts
from ledger.models import Payout, PayoutBatch
from transparency.domain import log


@transaction.atomic
def ask(*, worker_id: int, at: datetime) -> Payout:
    """A worker asks for what they earned. Asked twice it is one payout, and told once. Raises as `payouts.ask` does."""
    payout = payouts.ask(worker_id=worker_id, at=at)
    if payout.asked_at == at:
        _tell(log.Type.PAYOUT_REQUESTED, [payout], at)
    return payout


@transaction.atomic
def settle(*, batch: PayoutBatch, at: datetime) -> int:
    """The bank has paid what is on its way of a batch; how many that were. Safe to repeat."""
    count = payouts.settle(batch=batch, at=at)
    _tell_arrived(at)
    return count


@transaction.atomic
def import_file(*, content: bytes, name: str, imported_by_id: int, at: datetime) -> bank.Imported:
    """Take a bank statement in; payouts that it tells of have arrived. Raises as `bank.import_file` does."""
    done = bank.import_file(content=content, name=name, imported_by_id=imported_by_id, at=at)
    _tell_arrived(at)
    return done


def _tell_arrived(at: datetime) -> None:
    """Those that were settled in this transaction: nothing else has its moment."""
    _tell(log.Type.PAYOUT_PAID, Payout.objects.filter(state=Payout.State.SETTLED, ended_at=at).order_by("pk"), at)


def _tell(type: log.Type, found: Iterable[Payout], at: datetime) -> None:
    log.record([log.Event(type=type, at=at, worker_number=one.worker_id, note=one.reference) for one in found])
