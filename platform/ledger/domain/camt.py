"""Reading bank statements in ISO 20022 camt.053 (versions 02 to 13): what came in, what left, and under which words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import count

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from lxml import etree

NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.\d\d")
MOST_BYTES = 20 * 1024 * 1024
_CREDIT, _BOOKED = "CRDT", "BOOK"


class NotAStatement(Exception):
    """The file can't be booked from; `sentence` says why and what to do."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = str(sentence)


@dataclass(frozen=True, slots=True)
class Line:
    """Money that moved. `bank_reference` is the bank's own number of it, "" when it gives none.

    `end_to_end` is our reference of a payment that we ordered; `return_code` says why one came back.

    `part` counts the payments that the bank collected in one entry, from 0.
    """

    position: int
    part: int
    amount_micros: int
    is_credit: bool
    is_reversal: bool
    currency: str
    booked_on: date
    bank_reference: str
    end_to_end: str
    return_code: str
    name: str
    iban: str
    words: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of one account; balances are None where the bank doesn't say them."""

    number: str
    iban: str
    opening_micros: int | None
    closing_micros: int | None
    lines: tuple[Line, ...]


def read(content: bytes) -> list[Statement]:
    """The statements in a file, every booked line of them; pending ones are left out. Raises NotAStatement."""
    root = _root(content)
    statements = [_statement(found) for found in root.iterfind(".//{*}Stmt")]
    if not statements:
        raise NotAStatement(_("There is no statement in this file. Ask your bank for camt.053, and upload that."))
    return statements


def _root(content: bytes) -> etree._Element:
    if len(content) > MOST_BYTES:
        raise NotAStatement(_("This file is larger than 20 MB. Upload the statements of a shorter time."))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as trouble:
        raise NotAStatement(
            _("This file is not XML that can be read (line %(line)s). Download it from your bank again.")
            % {"line": trouble.lineno or 1}
        ) from None
    # Whoever declares entities wants more than a statement.
    if root.getroottree().docinfo.doctype or not NAMESPACE.fullmatch(etree.QName(root).namespace or ""):
        raise NotAStatement(_("This is not a camt.053 statement. Ask your bank for that format, and upload it."))
    return root


def _statement(found: etree._Element) -> Statement:
    places = count(1)
    lines = tuple(line for entry in found.iterfind("{*}Ntry") for line in _lines(entry, places))
    opening, closing = _balance(found, "OPBD"), _balance(found, "CLBD")
    moved = sum(line.amount_micros if line.is_credit else -line.amount_micros for line in lines)
    if opening is not None and closing is not None and opening + moved != closing:
        raise NotAStatement(
            _("Statement %(number)s doesn’t add up: its lines don’t lead from the opening to the closing balance.")
            % {"number": _text(found, "{*}Id")}
        )
    return Statement(
        number=_text(found, "{*}Id")[:70],
        iban=_text(found, "{*}Acct/{*}Id/{*}IBAN").replace(" ", ""),
        opening_micros=opening,
        closing_micros=closing,
        lines=lines,
    )


def _balance(found: etree._Element, code: str) -> int | None:
    for balance in found.iterfind("{*}Bal"):
        if _text(balance, "{*}Tp/{*}CdOrPrtry/{*}Cd") == code:
            micros = _micros(balance.find("{*}Amt"))
            return micros if _text(balance, "{*}CdtDbtInd") == _CREDIT else -micros
    return None


def _lines(entry: etree._Element, places: Iterator[int]) -> Iterator[Line]:
    """An entry that collects several payments is one line each, where the bank says each amount; else it is one."""
    if (_text(entry, "{*}Sts/{*}Cd") or _text(entry, "{*}Sts")) != _BOOKED:
        return
    whole = _micros(entry.find("{*}Amt"))
    details = entry.findall("{*}NtryDtls/{*}TxDtls")
    amounts = [_amount_of(detail) for detail in details]
    if len(details) > 1 and sum(map(_micros_or_zero, amounts)) == whole:
        for part, (detail, amount) in enumerate(zip(details, amounts, strict=True)):
            yield _line(entry, detail, amount, next(places), part)
        return
    yield _line(entry, details[0] if len(details) == 1 else None, entry.find("{*}Amt"), next(places))


def _amount_of(detail: etree._Element) -> etree._Element | None:
    found = detail.find("{*}Amt")
    return found if found is not None else detail.find("{*}AmtDtls/{*}TxAmt/{*}Amt")


def _line(
    entry: etree._Element, detail: etree._Element | None, amount: etree._Element | None, position: int, part: int = 0
) -> Line:
    is_credit = _text(entry, "{*}CdtDbtInd") == _CREDIT
    party = "Dbtr" if is_credit else "Cdtr"
    about = detail if detail is not None else entry
    words = [node.text or "" for node in about.iterfind("{*}RmtInf//{*}Ref")]
    words += [node.text or "" for node in about.iterfind("{*}RmtInf/{*}Ustrd")]
    words += [node.text or "" for node in about.iterfind("{*}RmtInf/{*}Strd/{*}AddtlRmtInf")]
    words += [_text(about, "{*}AddtlTxInf"), "" if any(words) else _text(entry, "{*}AddtlNtryInf")]
    return Line(
        position=position,
        part=part,
        amount_micros=_micros(amount),
        is_credit=is_credit,
        is_reversal=_text(entry, "{*}RvslInd") in ("true", "1"),
        currency=amount.get("Ccy", "") if amount is not None else "",
        booked_on=_day(entry),
        bank_reference=_text(about, "{*}Refs/{*}AcctSvcrRef") or _text(entry, "{*}AcctSvcrRef"),
        end_to_end=_text(about, "{*}Refs/{*}EndToEndId"),
        return_code=_text(about, "{*}RtrInf/{*}Rsn/{*}Cd"),
        name=(
            _text(about, f"{{*}}RltdPties/{{*}}{party}/{{*}}Pty/{{*}}Nm")
            or _text(about, f"{{*}}RltdPties/{{*}}{party}/{{*}}Nm")
        )[:140],
        iban=_text(about, f"{{*}}RltdPties/{{*}}{party}Acct/{{*}}Id/{{*}}IBAN").replace(" ", "")[:34],
        words=" ".join(filter(None, (each.strip() for each in words)))[:500],
    )


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _day(entry: etree._Element) -> date:
    for path in ("{*}BookgDt/{*}Dt", "{*}BookgDt/{*}DtTm", "{*}ValDt/{*}Dt", "{*}ValDt/{*}DtTm"):
        if text := _text(entry, path):
            try:
                return date.fromisoformat(text[:10])
            except ValueError:
                break
    raise NotAStatement(_("A line of this statement has no date that can be read. Download it from your bank again."))


def _micros_or_zero(amount: etree._Element | None) -> int:
    return 0 if amount is None else _micros(amount)


def _micros(amount: etree._Element | None) -> int:
    """An amount in micros, exactly: the format allows five decimals."""
    try:
        micros = Decimal((amount.text or "").strip() if amount is not None else "") * 1_000_000
    except InvalidOperation:
        micros = Decimal("NaN")
    if not micros.is_finite() or micros < 0 or micros != int(micros) or micros > 10**17:
        raise NotAStatement(
            _("A line of this statement has no amount that can be read. Download it from your bank again.")
        )
    return int(micros)
