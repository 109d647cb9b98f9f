"""Issuing invoices and credit notes, in an unbroken row of numbers; once issued they never change.

Order of locks: the requester's billing party, then (by the trigger) the year's series (docs/locks.md).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ledger.domain.seller import seller_facts
from ledger.models import BillingParty, Invoice
from web.domain.periods import Period

CENT_MICROS = 10_000


class NobodyToBill(Exception):
    """The requester hasn't said who they are."""


class NothingToInvoice(Exception):
    """No money reached workers or the platform in that month."""


class AlreadyIssued(Exception):
    """The month has an invoice that stands."""


class NothingToCorrect(Exception):
    """The invoice was taken back before, or says what a new one would say."""


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """What moved of one job for one reason. `is_fee`: the platform's own; all else went to workers whole."""

    job: str
    title: str
    reason: str
    count: int
    micros: int
    is_fee: bool


def state_party(*, requester_id: int, at: datetime, **facts: str) -> BillingParty:
    """Keep who the requester is on invoices from now on."""
    party, _made = BillingParty.objects.update_or_create(requester_id=requester_id, defaults={**facts, "stated_at": at})
    return party


def party_of(*, requester_id: int) -> BillingParty | None:
    """Who the requester is on invoices; None when they haven't said."""
    return BillingParty.objects.filter(pk=requester_id).first()


def of(*, requester_id: int) -> QuerySet[Invoice]:
    """A requester's invoices and credit notes, newest first."""
    return (
        Invoice.objects.filter(requester_id=requester_id)
        .select_related("corrects", "credit_note")
        .order_by("-year", "-number")
    )


def invoiced_periods(*, requester_id: int) -> set[str]:
    """The months that have an invoice, taken back and replaced ones too."""
    return set(of(requester_id=requester_id).order_by().values_list("period", flat=True))


@transaction.atomic
def issue(*, requester_id: int, period: Period, lines: list[InvoiceLine], at: datetime) -> Invoice:
    """The invoice of a month. Raises NobodyToBill, NothingToInvoice, AlreadyIssued."""
    party = _locked_party(requester_id)
    if Invoice.objects.filter(requester_id=requester_id, period=str(period)).exists():
        raise AlreadyIssued
    return _write(party, Invoice.Kind.INVOICE, str(period), _content(party, lines), at)


@transaction.atomic
def correct(*, invoice: Invoice, at: datetime) -> Invoice:
    """Take an invoice back by a credit note, and issue it anew for who the requester is now; the new one.

    Raises NobodyToBill and NothingToCorrect.
    """
    party = _locked_party(invoice.requester_id)
    if invoice.kind != Invoice.Kind.INVOICE or Invoice.objects.filter(corrects=invoice).exists():
        raise NothingToCorrect
    if invoice.content["buyer"] == _buyer(party):
        raise NothingToCorrect
    note = Invoice.Kind.CREDIT_NOTE
    _write(party, note, invoice.period, invoice.content, at, revision=invoice.revision, corrects=invoice)
    content = {**invoice.content, "buyer": _buyer(party), "seller": seller_facts()}
    return _write(party, Invoice.Kind.INVOICE, invoice.period, content, at, revision=invoice.revision + 1)


def _locked_party(requester_id: int) -> BillingParty:
    party = BillingParty.objects.select_for_update().filter(pk=requester_id).first()
    if party is None:
        raise NobodyToBill
    return party


def _write(
    party: BillingParty,
    kind: Invoice.Kind,
    period: str,
    content: dict[str, Any],
    at: datetime,
    *,
    revision: int = 1,
    corrects: Invoice | None = None,
) -> Invoice:
    invoice = Invoice.objects.create(
        kind=kind,
        year=timezone.localtime(at, timezone.get_default_timezone()).year,
        requester_id=party.pk,
        period=period,
        revision=revision,
        corrects=corrects,
        total_micros=content["total_micros"],
        content=content,
        issued_at=at,
    )
    # The database gave it its number.
    invoice.refresh_from_db()
    return invoice


def _buyer(party: BillingParty) -> dict[str, str]:
    return {
        "name": party.name,
        "address": party.address,
        "country": party.country,
        "company_number": party.company_number,
        "vat_number": party.vat_number,
    }


def _content(party: BillingParty, lines: list[InvoiceLine]) -> dict[str, Any]:
    fee = sum(line.micros for line in lines if line.is_fee)
    total = sum(line.micros for line in lines)
    if not total:
        raise NothingToInvoice
    vat = vat_within(fee_micros=fee, permille=settings.VAT_PERMILLE)
    return {
        "seller": seller_facts(),
        "buyer": _buyer(party),
        "currency": settings.CURRENCY,
        "lines": [asdict(line) for line in lines],
        "pay_micros": total - fee,
        "fee_micros": fee,
        "fee_net_micros": fee - vat,
        "vat_micros": vat,
        "vat_permille": settings.VAT_PERMILLE,
        "vat_note": settings.VAT_NOTE,
        "total_micros": total,
    }


def vat_within(*, fee_micros: int, permille: int) -> int:
    """The tax inside a fee that holds it, in whole cents, half a cent up; the net fee gets what rounding leaves."""
    cents = (2 * fee_micros * permille + (1000 + permille) * CENT_MICROS) // (2 * (1000 + permille) * CENT_MICROS)
    return cents * CENT_MICROS
