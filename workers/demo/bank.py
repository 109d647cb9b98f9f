"""The demonstration's bank: a statement with a payment that was announced, one that nobody explains, and payouts."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from ledger.domain import bank, payees, payouts, top_ups
from ledger.domain.references import printed
from transparency.domain import paying_out

ARRIVED_MICROS, ANNOUNCED_MICROS = 150_000_000, 80_000_000
SENT_BEFORE = timedelta(days=3)


def fill(*, requester: User, auditor: User, at: datetime) -> None:
    """Two announced transfers, one of which has arrived, and a payment to match by hand. Safe to repeat."""
    sent_at = at - SENT_BEFORE
    arrived = top_ups.ask(
        requester_id=requester.pk, amount_micros=ARRIVED_MICROS, client_key="demo-arrived", at=sent_at
    )
    top_ups.ask(requester_id=requester.pk, amount_micros=ANNOUNCED_MICROS, client_key="demo-announced", at=at)
    day = timezone.localdate(sent_at + timedelta(days=2))
    facts = {"iban": settings.BANK_IBAN, "currency": settings.CURRENCY, "day": day}
    content = render_to_string("workers/demo/statement.xml", {**facts, "reference": printed(arrived.reference)})
    try:
        bank.import_file(content=content.encode(), name="statement.xml", imported_by_id=auditor.pk, at=at)
    except bank.AlreadyImported:
        return


def pay_out(*, paid: User, others: Sequence[User], auditor: User, at: datetime) -> None:
    """A worker who was paid out, one whose payout waits, and others who only said where. Safe to repeat."""
    if payees.of(worker_id=paid.pk) is not None:
        return
    for worker in (paid, *others):
        # The example of the registry of IBANs: it belongs to nobody.
        payees.state(worker_id=worker.pk, holder=str(worker), iban="FR1420041010050500013M02606", at=at - SENT_BEFORE)
    with suppress(payouts.NothingToPayOut):
        paying_out.ask(worker_id=paid.pk, at=at - SENT_BEFORE)
        batch = payouts.make_batch(made_by_id=auditor.pk, at=at - SENT_BEFORE)
        payouts.send(batch=batch, at=at - SENT_BEFORE)
        paying_out.settle(batch=batch, at=at - timedelta(days=1))
        paying_out.ask(worker_id=others[0].pk, at=at)
