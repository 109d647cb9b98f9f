"""The demonstration's bank: a statement with a payment that was announced, one that nobody explains, and a cost."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from ledger.domain import bank, top_ups
from ledger.domain.references import printed

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
