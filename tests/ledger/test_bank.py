"""Money from a bank statement is booked once, to whom its reference names, or waits for an auditor."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from ledger.domain import accounts as books
from ledger.domain import bank, camt, top_ups
from ledger.domain import books as ledger_books
from ledger.domain.references import printed
from ledger.models import BankEntry, BankStatement, TopUp, Transfer
from tests.fixtures import EURO, NOON
from tests.ledger.statements import collected, payment, statement


@pytest.fixture
def top_up(requester) -> TopUp:
    return top_ups.ask(requester_id=requester.pk, amount_micros=50 * EURO, client_key="form-one", at=NOON)


def take_in(content: bytes, auditor) -> bank.Imported:
    return bank.import_file(content=content, name="march.xml", imported_by_id=auditor.pk, at=NOON)


def funds_of(person) -> int:
    return books.funds(owner_id=person.pk).balance_micros


def test_a_payment_with_a_reference_is_booked_to_who_announced_it(requester, auditor, top_up):
    done = take_in(statement(payment("50.00", f"Order {printed(top_up.reference)}")), auditor)

    top_up.refresh_from_db()
    assert (done.booked_count, done.booked_micros, done.open_count) == (1, 50 * EURO, 0)
    assert (top_up.state, funds_of(requester)) == (TopUp.State.PAID, 1050 * EURO)
    assert ledger_books.recompute().is_clean


def test_what_arrived_is_booked_whatever_was_announced(requester, auditor, top_up):
    take_in(statement(payment("20.00", top_up.reference), payment("30.01", top_up.reference)), auditor)

    assert funds_of(requester) == 1_050_010_000


def test_money_under_a_cancelled_reference_is_its_requesters(requester, auditor, top_up):
    top_ups.cancel(top_up=top_up, at=NOON)

    take_in(statement(payment("50.00", top_up.reference)), auditor)

    top_up.refresh_from_db()
    assert (top_up.state, funds_of(requester)) == (TopUp.State.PAID, 1050 * EURO)


def test_the_same_file_is_imported_once(requester, auditor, top_up):
    content = statement(payment("50.00", top_up.reference))
    take_in(content, auditor)

    with pytest.raises(bank.AlreadyImported):
        take_in(content, auditor)

    assert (funds_of(requester), BankStatement.objects.count()) == (1050 * EURO, 1)


def test_the_same_payment_in_another_file_is_booked_once(requester, auditor, top_up):
    one = payment("50.00", top_up.reference, reference="BANK-77")
    take_in(statement(one, number="2026-042"), auditor)

    done = take_in(statement(one, payment("1.00"), number="2026-043"), auditor)

    assert (done.booked_count, done.known_count, done.open_count) == (0, 1, 1)
    assert funds_of(requester) == 1050 * EURO


def test_two_equal_payments_in_one_statement_are_two(requester, auditor, top_up):
    parts = [("25.00", top_up.reference), ("25.00", top_up.reference)]

    done = take_in(statement(collected("50.00", *parts)), auditor)

    assert (done.booked_count, funds_of(requester)) == (2, 1050 * EURO)


@pytest.mark.parametrize(
    ("entry", "trouble"),
    [
        (payment("50.00", "hello"), "no_reference"),
        (payment("50.00", "RF66VHAAAAAAAAAA"), "unknown"),
        (payment("50.00", currency="USD"), "currency"),
        (payment("50.00", reversal=True), "reversal"),
    ],
)
def test_what_no_reference_explains_waits_with_the_reason(requester, auditor, entry, trouble):
    take_in(statement(entry), auditor)

    found = BankEntry.objects.get()
    assert (found.state, found.trouble) == (BankEntry.State.OPEN, trouble)
    assert bank.TROUBLES[trouble]
    assert funds_of(requester) == 1000 * EURO


def test_a_payment_that_names_two_requesters_waits(requester, auditor, top_up):
    second = top_ups.ask(requester_id=requester.pk, amount_micros=EURO, client_key="form-two", at=NOON)

    take_in(statement(payment("50.00", f"{top_up.reference} {second.reference}")), auditor)

    assert BankEntry.objects.get().trouble == "several"


def test_what_left_the_account_moves_nothing(requester, auditor, top_up):
    done = take_in(statement(payment("50.00", top_up.reference, direction="DBIT")), auditor)

    assert (done.outgoing_count, funds_of(requester)) == (1, 1000 * EURO)


def test_a_statement_of_another_account_is_refused(auditor):
    with pytest.raises(camt.NotAStatement, match="of the account DE89370400440532013000"):
        take_in(statement(payment("1.00"), iban="DE89370400440532013000"), auditor)

    assert not BankStatement.objects.exists()


def test_an_auditor_books_by_hand_once(requester, auditor):
    take_in(statement(payment("50.00", "hello")), auditor)
    entry = BankEntry.objects.get()

    for _time in range(2):
        bank.book_by_hand(entry=entry, requester_id=requester.pk, decided_by_id=auditor.pk, note="phoned", at=NOON)

    entry.refresh_from_db()
    assert (entry.state, entry.decided_by, funds_of(requester)) == ("booked", auditor, 1050 * EURO)


def test_a_booked_line_goes_to_nobody_else_and_is_not_set_aside(requester, auditor, worker):
    take_in(statement(payment("50.00", "hello")), auditor)
    entry = BankEntry.objects.get()
    bank.book_by_hand(entry=entry, requester_id=requester.pk, decided_by_id=auditor.pk, note="phoned", at=NOON)

    with pytest.raises(bank.AlreadyBooked):
        bank.book_by_hand(entry=entry, requester_id=worker.pk, decided_by_id=auditor.pk, note="x", at=NOON)
    with pytest.raises(bank.AlreadyBooked):
        bank.set_aside(entry=entry, decided_by_id=auditor.pk, note="x", at=NOON)

    assert Transfer.objects.filter(key__startswith="bank:").count() == 1


def test_a_line_that_was_set_aside_can_still_be_booked(requester, auditor):
    take_in(statement(payment("50.00", "hello")), auditor)
    entry = BankEntry.objects.get()
    bank.set_aside(entry=entry, decided_by_id=auditor.pk, note="a refund of the landlord", at=NOON)

    bank.book_by_hand(entry=entry, requester_id=requester.pk, decided_by_id=auditor.pk, note="no, theirs", at=NOON)

    assert funds_of(requester) == 1050 * EURO


def test_another_currency_is_never_booked(requester, auditor):
    take_in(statement(payment("50.00", currency="USD")), auditor)

    with pytest.raises(bank.AlreadyBooked):
        bank.book_by_hand(
            entry=BankEntry.objects.get(), requester_id=requester.pk, decided_by_id=auditor.pk, note="x", at=NOON
        )


def test_the_database_wants_a_reason_for_what_is_set_aside(auditor):
    take_in(statement(payment("50.00", "hello")), auditor)

    with pytest.raises(IntegrityError, match="ledger_set_aside_entry_says_why"), transaction.atomic():
        BankEntry.objects.update(state="set_aside", decided_at=NOON)


@pytest.mark.django_db(transaction=True)
def test_eight_auditors_who_import_the_same_file_at_once_book_it_once(requester, auditor, top_up):
    content = statement(payment("50.00", top_up.reference, reference="BANK-77"))
    other = statement(payment("50.00", top_up.reference, reference="BANK-77"), number="2026-043")

    def one(number: int) -> int:
        try:
            return take_in(content if number % 2 else other, auditor).booked_count
        except bank.AlreadyImported:
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(8))) == 1

    assert funds_of(requester) == 1050 * EURO
    assert ledger_books.recompute().is_clean
