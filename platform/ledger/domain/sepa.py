"""Files for and from the bank: credit transfers (pain.001), and the bank's word on each of them (pain.002)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from lxml import etree
from sepaxml import SepaTransfer

from ledger.domain.camt import MOST_BYTES, NotAStatement
from ledger.domain.providers import Order, Refused

CENT_MICROS = 10_000
_REPORT = re.compile(r"urn:iso:std:iso:20022:tech:xsd:pain\.002\.001\.\d\d")
_REFUSED = "RJCT"


class SepaFiles:
    """Payouts by SEPA credit transfer: a file for the bank, and the bank's report of what it refused."""

    media_type = "application/xml"
    suffix = "xml"

    def order(self, *, orders: Sequence[Order], on: date) -> bytes:
        """A pain.001 file of PAIN_VERSION."""
        return credit_transfers(orders=orders, on=on)

    def refused(self, *, content: bytes) -> list[Refused]:
        """What a pain.002 file says was not paid."""
        return refused_payments(content)


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
