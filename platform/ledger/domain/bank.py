"""Booking what a bank statement brings: by the reference on the transfer, else by an auditor's hand.

Order of locks: the table of statements (an import), bank entries, top-ups by key, accounts (docs/locks.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from ledger.domain import accounts, camt, payouts
from ledger.domain.references import references_in
from ledger.domain.transfers import Movement, transfer_many
from ledger.models import BankEntry, BankStatement, TopUp, Transfer

State = BankEntry.State
# Why a line that came in is not booked by itself.
TROUBLES = {
    "no_reference": _("No reference of ours stands in its words."),
    "unknown": _("Its reference is well formed, and nobody announced it."),
    "several": _("It names more than one reference."),
    "currency": _("It is in another currency."),
    "reversal": _("The bank took something back: this is no new money."),
}


class AlreadyImported(Exception):
    """This very file was imported before; nothing was booked."""


class AlreadyBooked(Exception):
    """The line is booked, or was never money for us: a transfer is mended by a second one, never edited."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. `known_count` lines had come with another file before."""

    booked_count: int
    booked_micros: int
    open_count: int
    outgoing_count: int
    known_count: int


def import_file(*, content: bytes, name: str, imported_by_id: int, at: datetime) -> Imported:
    """Keep every line of a camt.053 file once, and book what a reference explains, all or nothing.

    Raises camt.NotAStatement (also for another account than ours) and AlreadyImported.
    """
    statements = camt.read(content)
    own = settings.BANK_IBAN
    other = next((each.iban for each in statements if each.iban != own), None)
    if other is not None:
        raise camt.NotAStatement(
            _("This statement is of the account %(other)s. The platform’s is %(own)s: upload its statement.")
            % {"other": other or "?", "own": own or "?"}
        )
    return _import(statements, hashlib.sha256(content).hexdigest(), name, imported_by_id, at)


@transaction.atomic
def _import(
    statements: Sequence[camt.Statement], digest: str, name: str, imported_by_id: int, at: datetime
) -> Imported:
    with connection.cursor() as cursor:
        # One file after the other: two that tell of the same payment would else both find it new.
        cursor.execute("LOCK TABLE ledger_bankstatement IN SHARE ROW EXCLUSIVE MODE")
    if BankStatement.objects.filter(digest=digest).exists():
        raise AlreadyImported
    fresh: list[BankEntry] = []
    lines: dict[str, camt.Line] = {}
    line_count = 0
    for place, statement in enumerate(statements):
        kept = BankStatement.objects.create(
            digest=digest,
            place=place,
            name=name[:255],
            number=statement.number,
            opening_micros=statement.opening_micros,
            closing_micros=statement.closing_micros,
            imported_by_id=imported_by_id,
            imported_at=at,
        )
        line_count += len(statement.lines)
        prints = {_fingerprint(statement, line): line for line in statement.lines}
        known = set(BankEntry.objects.filter(fingerprint__in=prints).values_list("fingerprint", flat=True))
        lines |= prints
        fresh += [_entry(kept, line, mark) for mark, line in prints.items() if mark not in known]
    _match_payouts([(entry, lines[entry.fingerprint]) for entry in fresh], at)
    _match([entry for entry in fresh if entry.state == State.OPEN and not entry.trouble], at)
    BankEntry.objects.bulk_create(fresh, batch_size=500)
    booked = [entry for entry in fresh if entry.state == State.BOOKED]
    transfer_many(movements=[_movement(entry) for entry in booked], at=at)
    return Imported(
        booked_count=len(booked),
        booked_micros=sum(entry.amount_micros for entry in booked),
        open_count=sum(entry.state == State.OPEN for entry in fresh),
        outgoing_count=sum(entry.state == State.OUTGOING for entry in fresh),
        known_count=line_count - len(fresh),
    )


def _fingerprint(statement: camt.Statement, line: camt.Line) -> str:
    """The same movement has the same mark in every file that tells of it."""
    own_number = line.bank_reference or f"{statement.number}#{line.position}"
    facts = (statement.iban, own_number, line.part, line.amount_micros, line.is_credit, line.booked_on.isoformat())
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _entry(statement: BankStatement, line: camt.Line, fingerprint: str) -> BankEntry:
    trouble = ""
    if line.is_credit:
        trouble = "currency" if line.currency != settings.CURRENCY else "reversal" if line.is_reversal else ""
    return BankEntry(
        statement=statement,
        fingerprint=fingerprint,
        position=line.position,
        amount_micros=line.amount_micros,
        currency=line.currency,
        booked_on=line.booked_on,
        name=line.name,
        iban=line.iban,
        words=line.words,
        state=State.OPEN if line.is_credit else State.OUTGOING,
        trouble=trouble,
    )


def _match_payouts(found: Sequence[tuple[BankEntry, camt.Line]], at: datetime) -> None:
    """Payouts that left settle; payouts that came back are their workers' again."""
    named = [(entry, line) for entry, line in found if line.end_to_end]
    left = {line.end_to_end: line.amount_micros for _entry, line in named if not line.is_credit}
    back = {line.end_to_end: line.return_code or line.words for _entry, line in named if line.is_credit}
    ours = payouts.settle_references(amounts=left, at=at) | payouts.give_back(references=back, at=at)
    for entry, line in named:
        if line.end_to_end in ours:
            entry.state, entry.trouble, entry.decided_at = State.PAYOUT, "", at


def _match(entries: Sequence[BankEntry], at: datetime) -> None:
    """Give each entry its top-up and requester, or the trouble with it.

    Money under a reference that was cancelled, or paid before, belongs to its requester all the same.
    """
    found = {entry.fingerprint: references_in(entry.words) for entry in entries}
    wanted = {reference for references in found.values() for reference in references}
    top_ups = {
        top_up.reference: top_up
        for top_up in TopUp.objects.select_for_update().filter(reference__in=wanted).order_by("pk")
    }
    for entry in entries:
        references = found[entry.fingerprint]
        known = [top_ups[reference] for reference in references if reference in top_ups]
        if len(known) == 1:
            _book(entry, known[0], known[0].requester_id, at)
        else:
            entry.trouble = "several" if known else "unknown" if references else "no_reference"
    paid = {entry.top_up_id for entry in entries if entry.top_up_id is not None}
    TopUp.objects.filter(pk__in=paid).exclude(state=TopUp.State.PAID).update(state=TopUp.State.PAID, ended_at=at)


def _book(entry: BankEntry, top_up: TopUp | None, requester_id: int, at: datetime) -> None:
    entry.state, entry.trouble = State.BOOKED, ""
    entry.top_up, entry.requester_id, entry.decided_at = top_up, requester_id, at


def _movement(entry: BankEntry) -> Movement:
    assert entry.requester_id is not None  # noqa: S101 (the database says so of booked entries)
    return Movement(
        debit_id=accounts.outside().pk,
        credit_id=accounts.funds(owner_id=entry.requester_id).pk,
        amount_micros=entry.amount_micros,
        reason=Transfer.Reason.TOP_UP,
        key=f"bank:{entry.fingerprint}",
    )


@transaction.atomic
def book_by_hand(*, entry: BankEntry, requester_id: int, decided_by_id: int, note: str, at: datetime) -> None:
    """Book a line to a requester whom an auditor names; also one that was set aside before.

    Repeated with the same requester it books nothing. Raises AlreadyBooked for another one or for money that left.
    """
    found = BankEntry.objects.select_for_update().get(pk=entry.pk)
    if found.state == State.BOOKED and found.requester_id == requester_id:
        return
    if not can_be_decided(found):
        raise AlreadyBooked
    _book(found, None, requester_id, at)
    found.decided_by_id, found.note = decided_by_id, note[:300]
    found.save(update_fields=["state", "trouble", "top_up", "requester", "decided_at", "decided_by", "note"])
    transfer_many(movements=[_movement(found)], at=at)


@transaction.atomic
def set_aside(*, entry: BankEntry, decided_by_id: int, note: str, at: datetime) -> None:
    """Say that a line is nobody's top-up, and why. Safe to repeat. Raises AlreadyBooked."""
    found = BankEntry.objects.select_for_update().get(pk=entry.pk)
    if found.state in (State.BOOKED, State.OUTGOING):
        raise AlreadyBooked
    found.state, found.decided_by_id, found.decided_at, found.note = State.SET_ASIDE, decided_by_id, at, note[:300]
    found.save(update_fields=["state", "decided_by", "decided_at", "note"])


def can_be_decided(entry: BankEntry) -> bool:
    """Whether an auditor may still book a line: money that came in, in our currency, and is nobody's yet."""
    return entry.state in (State.OPEN, State.SET_ASIDE) and entry.currency == settings.CURRENCY


def entries(*, state: str = "") -> QuerySet[BankEntry]:
    """The lines of all statements, newest first; of one state where it is given."""
    found = BankEntry.objects.select_related("statement", "requester", "top_up", "decided_by")
    return (found.filter(state=state) if state else found).order_by("-booked_on", "-pk")


def statements() -> QuerySet[BankStatement]:
    """What was imported, newest first, with how many lines each brought that no file had brought before."""
    return BankStatement.objects.select_related("imported_by").annotate(lines=Count("entries")).order_by("-pk")


def waiting() -> tuple[int, int]:
    """How many lines wait to be matched, and the micros of them."""
    found = BankEntry.objects.filter(state=State.OPEN).aggregate(count=Count("pk"), total=Sum("amount_micros"))
    return found["count"], found["total"] or 0
