"""Files for and from the bank: credit transfers (pain.001), and the bank's word on each of them (pain.002)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from lxml import etree
from sepaxml import SepaTransfer

from ledger.domain.camt import MOST_BYTES, NotAStatement

CENT_MICROS = 10_000
_REPORT = re.compile(r"urn:iso:std:iso:20022:tech:xsd:pain\.002\.001\.\d\d")
_REFUSED = "RJCT"


@dataclass(frozen=True, slots=True)
class Order:
    """One payment to make; `reference` is its end-to-end id, at most 35 characters."""

    holder: str
    iban: str
    amount_micros: int
    reference: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A payment that the bank didn't make, with its reason code (ISO 20022, for instance AC04: account closed)."""

    reference: str
    code: str


def credit_transfers(*, orders: Sequence[Order], on: date) -> bytes:
    """A SEPA credit transfer file of PAIN_VERSION, one debit for all of it, valid by the official schema."""
    config = {"name": settings.BANK_HOLDER, "IBAN": settings.BANK_IBAN, "batch": True, "currency": settings.CURRENCY}
    if settings.BANK_BIC:
        config["BIC"] = settings.BANK_BIC
    file = SepaTransfer(config, schema=settings.PAIN_VERSION, clean=True)
    for order in orders:
        file.add_payment(
            {
                "name": order.holder,
                "IBAN": order.iban,
                "amount": order.amount_micros // CENT_MICROS,
                "execution_date": on,
                "description": f"{settings.BANK_HOLDER} {order.reference}",
                "endtoend_id": order.reference,
            }
        )
    content: bytes = file.export(validate=True)
    return content


def refused_payments(content: bytes) -> list[Refused]:
    """The payments that a pain.002 file says were not made. Raises NotAStatement."""
    refusal = NotAStatement(_("This is not a pain.002 report. Ask your bank for that format, and upload it."))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(content[: MOST_BYTES + 1], parser)
    except etree.XMLSyntaxError:
        raise refusal from None
    if root.getroottree().docinfo.doctype or not _REPORT.fullmatch(etree.QName(root).namespace or ""):
        raise refusal
    return [
        Refused(
            reference=(found.findtext("{*}OrgnlEndToEndId") or "").strip(),
            code=(found.findtext("{*}StsRsnInf/{*}Rsn/{*}Cd") or "").strip(),
        )
        for found in root.iterfind(".//{*}TxInfAndSts")
        if (found.findtext("{*}TxSts") or "").strip() == _REFUSED
    ]
