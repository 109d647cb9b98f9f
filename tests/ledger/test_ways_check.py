"""The check of what came from banks and went to them, against the rows that tell of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction

from accounts.models import User
from ledger.domain import accounts, bank, closing, payees, payouts, ways_check
from ledger.domain.transfers import transfer
from ledger.models import BankEntry, Payout, Transfer
from tests.fixtures import EURO, NOON
from tests.ledger.statements import payment, statement


def codes() -> list[str]:
    return [finding.code for finding in ways_check.check_ways()]


@pytest.fixture
def moved(worker: User, auditor: User, requester: User) -> None:
    """A payout that was sent, one that was settled and came back, and a bank line that is booked; March is closed."""
    payees.state(worker_id=worker.pk, holder="A Worker", iban="DE89370400440532013000", at=NOON)
    earnings, more = accounts.earnings(owner_id=worker.pk), Transfer.Reason.LATE_PAY
    transfer(debit=accounts.reserve(), credit=earnings, amount_micros=EURO, reason=more, key="one", at=NOON)
    first = payouts.ask(worker_id=worker.pk, at=NOON)
    batch = payouts.make_batch(made_by_id=auditor.pk, at=NOON)
    payouts.send(batch=batch, at=NOON)
    payouts.settle(batch=batch, at=NOON)
    payouts.give_back(references={first.reference: "AC04"}, at=NOON)
    payouts.ask(worker_id=worker.pk, at=NOON)
    bank.import_file(content=statement(payment("1.00")), name="m.xml", imported_by_id=auditor.pk, at=NOON)
    entry = BankEntry.objects.get()
    bank.book_by_hand(entry=entry, requester_id=requester.pk, decided_by_id=auditor.pk, note="", at=NOON)
    closing.close(month=date(2026, 3, 1), closed_by_id=auditor.pk, at=datetime(2026, 4, 2, tzinfo=UTC))


def test_what_moved_as_the_rows_say_is_well(moved: None) -> None:
    assert sorted(Payout.objects.values_list("state", flat=True)) == ["asked", "returned"]
    assert codes() == []


@pytest.mark.parametrize(
    ("tampering", "code"),
    [
        ("UPDATE ledger_payout SET state = 'settled' WHERE state = 'returned'", "payout"),
        ("UPDATE ledger_payout SET state = 'cancelled', ended_at = now() WHERE state = 'asked'", "payout"),
        ("UPDATE ledger_payout SET amount_micros = amount_micros + 10000 WHERE state = 'asked'", "payout"),
        ("UPDATE ledger_payout SET reference = 'RFX' WHERE state = 'asked'", "payout"),
        ("UPDATE ledger_bankentry SET amount_micros = amount_micros + 1 WHERE state = 'booked'", "bank"),
        ("UPDATE ledger_bankentry SET fingerprint = 'x' WHERE state = 'booked'", "bank"),
        (
            "UPDATE ledger_account e SET owner_id = f.owner_id FROM ledger_account f"
            " WHERE e.kind = 'earnings' AND f.kind = 'funds'",
            "payout",
        ),
        # Whoever owns the database can silence its triggers.
        (
            "SET LOCAL session_replication_role = replica;"
            "INSERT INTO ledger_transfer (debit_id, credit_id, amount_micros, reason, key, at)"
            " SELECT min(id), max(id), 1, 'fee', 'by hand', '2026-03-09' FROM ledger_account",
            "month",
        ),
    ],
)
def test_whatever_is_changed_by_hand_is_found(moved: None, tampering: str, code: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(tampering)

    assert code in codes()


@pytest.mark.parametrize(("reason", "key", "code"), [("payout", "payout:ZZ", "payout"), ("top_up", "bank:zz", "bank")])
def test_money_that_no_row_tells_of_is_found(moved: None, requester: User, reason: str, key: str, code: str) -> None:
    transfer(
        debit=accounts.outside(), credit=accounts.funds(owner_id=requester.pk), amount_micros=1,
        reason=Transfer.Reason(reason), key=key, at=datetime(2026, 4, 3, tzinfo=UTC),
    )  # fmt: skip

    assert codes() == [code]
