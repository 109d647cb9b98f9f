"""Invoices are numbered without a gap, hold what was true when they were issued, and never change."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import override_settings

from ledger.domain import invoices
from ledger.domain.invoices import InvoiceLine
from ledger.models import Invoice, InvoiceSeries
from tests.fixtures import NOON, make_worker
from web.domain.periods import Period

JANUARY, FEBRUARY = Period(2026, 1), Period(2026, 2)
LINES = [InvoiceLine("job", "Cats", "pay", 3, 1_000_000, False), InvoiceLine("job", "Cats", "fee", 3, 100_000, True)]


def bill(person, name="Amina", **more):
    said = {"address": "1 rue des Lilas", "country": "FR", **more}
    return invoices.state_party(requester_id=person.pk, at=NOON, name=name, **said)


def issue(person, period=JANUARY, at=NOON):
    return invoices.issue(requester_id=person.pk, period=period, lines=LINES, at=at)


def test_the_fee_holds_its_tax_and_pay_bears_none(requester):
    bill(requester)

    with override_settings(VAT_PERMILLE=200, VAT_NOTE="On debits."):
        kept = issue(requester).content

    assert (kept["pay_micros"], kept["fee_net_micros"], kept["vat_micros"]) == (1_000_000, 80_000, 20_000)
    assert (kept["total_micros"], kept["vat_note"]) == (1_100_000, "On debits.")


@pytest.mark.parametrize(
    ("fee", "permille", "tax"),
    [(1_200_000, 200, 200_000), (29_999, 200, 0), (30_000, 200, 10_000), (1_000_000, 0, 0), (105_500, 55, 10_000)],
)
def test_the_tax_is_whole_cents_half_a_cent_up(fee, permille, tax):
    assert invoices.vat_within(fee_micros=fee, permille=permille) == tax


def test_numbers_follow_each_other_and_begin_anew_with_the_year(requester):
    bill(requester)

    numbers = [str(issue(requester, period)) for period in (JANUARY, FEBRUARY)]
    anew = issue(requester, Period(2026, 3), at=datetime(2026, 12, 31, 23, tzinfo=UTC))

    assert (*numbers, str(anew)) == ("VH-2026-00001", "VH-2026-00002", "VH-2027-00001")


def test_a_number_that_was_not_used_is_given_to_the_next(requester):
    bill(requester)

    with transaction.atomic():
        issue(requester)
        transaction.set_rollback(True)

    assert issue(requester, FEBRUARY).number == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_leave_no_gap_and_no_double():
    people = [make_worker(number) for number in range(8)]
    for person in people:
        bill(person)

    def work(person):
        try:
            issue(person)
            with pytest.raises(invoices.AlreadyIssued):
                issue(person)
            return issue(person, FEBRUARY).number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, people))

    assert sorted(Invoice.objects.values_list("number", flat=True)) == list(range(1, 17))
    assert InvoiceSeries.objects.get().last_number == 16


def test_a_month_is_invoiced_once(requester):
    bill(requester)
    issue(requester)

    with pytest.raises(invoices.AlreadyIssued):
        issue(requester)
    assert Invoice.objects.count() == 1


def test_nobody_is_billed_who_did_not_say_who_they_are(requester):
    with pytest.raises(invoices.NobodyToBill):
        issue(requester)


def test_the_database_refuses_to_change_or_remove_an_invoice(requester):
    bill(requester)
    invoice = issue(requester)

    for change in (
        lambda: Invoice.objects.update(total_micros=1),
        lambda: Invoice.objects.filter(pk=invoice.pk).delete(),
    ):
        with pytest.raises(IntegrityError, match="ledger_invoices_never_change"), transaction.atomic():
            change()


def test_a_wrong_name_is_corrected_by_a_credit_note_and_another_invoice(requester):
    bill(requester)
    wrong = issue(requester)
    bill(requester, name="Amina Benali SARL")

    anew = invoices.correct(invoice=wrong, at=NOON)

    note = Invoice.objects.get(corrects=wrong)
    assert (note.kind, note.content, note.total_micros) == ("credit_note", wrong.content, wrong.total_micros)
    assert (anew.content["buyer"]["name"], anew.revision) == ("Amina Benali SARL", 2)
    assert [wrong.number, note.number, anew.number] == [1, 2, 3]


def test_an_invoice_is_taken_back_once_and_only_for_something_else(requester):
    bill(requester)
    invoice = issue(requester)

    with pytest.raises(invoices.NothingToCorrect):
        invoices.correct(invoice=invoice, at=NOON)
    bill(requester, name="Another")
    invoices.correct(invoice=invoice, at=NOON)
    with pytest.raises(invoices.NothingToCorrect):
        invoices.correct(invoice=invoice, at=NOON)
    assert Invoice.objects.count() == 3
