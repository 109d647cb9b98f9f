"""An invoice or a credit note on paper, from what was kept when it was issued; and a bank transfer to print."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ledger.domain.references import printed
from ledger.domain.seller import in_lines, seller
from ledger.models import Invoice, TopUp, Transfer
from web.domain import periods
from web.domain.formatting import format_micros, format_number, format_percent
from web.domain.papers import Column, Facts, Heading, Paper, Party, Table, Words


def paper_of(*, invoice: Invoice) -> Paper:
    """The paper in the reader's language; its figures and parties are those of the day it was issued."""
    kept = invoice.content
    is_note = invoice.kind == Invoice.Kind.CREDIT_NOTE
    names = {"number": str(invoice)}
    facts = [
        (_("Issued on"), date_format(localtime(invoice.issued_at), "DATE_FORMAT")),
        (_("For"), periods.read(invoice.period).name),
    ]
    if invoice.corrects is not None:
        facts.append((_("Takes back"), str(invoice.corrects)))
    return Paper(
        title=(_("Credit note %(number)s") if is_note else _("Invoice %(number)s")) % names,
        made_at=invoice.issued_at,
        reference=str(invoice),
        footer=_("Amounts are exact to a millionth of the currency’s unit, as the ledger keeps them."),
        parties=[Party(_("Seller"), in_lines(kept["seller"])), Party(_("Buyer"), in_lines(kept["buyer"]))],
        blocks=[
            Facts(facts),
            _lines(kept),
            Heading(_("Tax")),
            Words(_tax(kept)),
            Words(_what_it_is(is_note=is_note), is_muted=True),
        ],
    )


def _lines(kept: dict[str, Any]) -> Table:
    columns = [
        Column(_("Job"), is_wide=True),
        Column(_("What")),
        Column(_("Number"), is_number=True),
        Column(_("Amount"), is_number=True),
    ]
    rows = [
        [
            line["title"],
            str(Transfer.Reason(line["reason"]).label),
            "" if line["is_fee"] else format_number(line["count"]),
            format_micros(line["micros"]),
        ]
        for line in kept["lines"]
    ]
    rate = format_percent(kept["vat_permille"] / 1000, 1 if kept["vat_permille"] % 10 else 0)
    totals = [
        [_("Passed on to workers"), "", "", format_micros(kept["pay_micros"])],
        [_("Platform fee without tax"), "", "", format_micros(kept["fee_net_micros"])],
        [_("VAT of %(rate)s on the fee") % {"rate": rate}, "", "", format_micros(kept["vat_micros"])],
        [_("Total"), "", "", format_micros(kept["total_micros"])],
    ]
    return Table(columns, rows, totals)


def _tax(kept: dict[str, Any]) -> str:
    if kept["vat_permille"]:
        words = _("The platform fee holds its VAT. What is passed on to workers is their pay and bears none here.")
    else:
        words = _("No VAT is charged on this invoice.")
    return f"{words} {kept['vat_note']}".strip()


def _what_it_is(*, is_note: bool) -> str:
    if is_note:
        return _("It takes the invoice above back in full; another invoice stands in its place. No money moves by it.")
    return _("Paid in full from the money on your account: nothing is left to pay.")


def transfer_paper(*, top_up: TopUp) -> Paper:
    """What to write on a bank transfer, to print and lay beside the form."""
    iban = settings.BANK_IBAN
    facts = [
        (_("To"), settings.BANK_HOLDER),
        ("IBAN", " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))),
        *([("BIC", settings.BANK_BIC)] if settings.BANK_BIC else []),
        (_("Amount"), format_micros(top_up.amount_micros)),
        (_("Reference"), printed(top_up.reference)),
    ]
    return Paper(
        title=_("Bank transfer of %(amount)s") % {"amount": format_micros(top_up.amount_micros)},
        lead=_("Write this on the transfer."),
        made_at=top_up.asked_at,
        reference=printed(top_up.reference),
        parties=[Party(_("To"), seller())],
        blocks=[
            Facts(facts),
            Words(
                _(
                    "Keep the reference as it stands: by it we know that the money is yours. Its two check digits show "
                    "a mistyped character."
                )
            ),
            Words(_("This is no invoice: invoices follow each month, for what was spent."), is_muted=True),
        ],
    )
