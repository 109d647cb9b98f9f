"""What the yearly report says of a worker, the limit of a year, and what is kept of a person for it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import override_settings

from ledger.domain import accounts as books
from ledger.domain import earned, payees, tax_details
from ledger.domain.earned import Quarter, Standing
from ledger.domain.transfers import transfer
from ledger.models import EarningsReport, TaxDetails, Transfer
from tests.fixtures import EURO, NOON
from transparency.domain import earnings_report

SIRET = "73282932000074"
LEA = tax_details.Details("Léa Martin", "1 rue des Lilas\n75011 Paris", "FR", "0701987765493", "1990-05-01")


def pay(worker, micros, *, at=NOON, reason="pay"):
    transfer(
        debit=books.reserve(), credit=books.earnings(owner_id=worker.pk), amount_micros=micros,
        reason=Transfer.Reason(reason), key=f"test:{Transfer.objects.count()}", at=at,
    )  # fmt: skip


def state(worker, *, siret=""):
    tax_details.state(worker_id=worker.pk, details=LEA, business_number=siret, at=NOON)


def test_quarters_begin_at_midnight_here_and_count_answers_and_all_money(worker):
    pay(worker, 10, at=datetime(2026, 3, 31, 21, 59, 59, tzinfo=UTC))
    pay(worker, 20, at=datetime(2026, 3, 31, 22, 0, tzinfo=UTC))
    pay(worker, 30, at=datetime(2026, 12, 31, 22, 59, tzinfo=UTC), reason="bonus")
    pay(worker, 40, at=datetime(2026, 12, 31, 23, 0, tzinfo=UTC))
    pay(worker, 50, reason="sent_back")

    found = earned.quarters_of(worker_id=worker.pk, year=2026)

    assert found == (Quarter(10, 1), Quarter(20, 1), Quarter(), Quarter(30, 0))
    assert dict(earned.every_worker(year=2026)) == {worker.pk: found}


@override_settings(REPORT_LEAST_MICROS=2 * EURO, REPORT_LEAST_ACTIVITIES=2)
def test_thresholds_leave_small_years_out(worker, other_worker):
    pay(worker, 2 * EURO)
    pay(other_worker, EURO)
    pay(other_worker, EURO)

    assert [number for number, _quarters in earned.every_worker(year=2026)] == [other_worker.pk]


@override_settings(YEARLY_LIMIT_MICROS=10 * EURO)
def test_the_limit_is_announced_at_four_fifths_and_reached_at_the_whole(worker):
    found = []
    for micros in (7_999_999, 1, 1_999_999, 1):
        pay(worker, micros)
        cache.clear()
        standing = earned.standing(worker_id=worker.pk, at=NOON)
        found.append((standing.is_near, standing.is_reached))

    assert found == [(False, False), (True, False), (True, False), (True, True)]
    assert earned.standing(worker_id=worker.pk, at=NOON + timedelta(days=365)) == Standing(0, 10 * EURO)


@override_settings(YEARLY_LIMIT_MICROS=EURO)
def test_a_professional_has_no_limit(worker):
    pay(worker, 2 * EURO)
    state(worker, siret="732 829 320 00074")

    assert earned.standing(worker_id=worker.pk, at=NOON) == Standing(0, 0)
    assert TaxDetails.objects.get().siret == SIRET


def test_without_a_limit_nobody_is_counted(worker, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not earned.standing(worker_id=worker.pk, at=NOON).is_reached


def test_what_a_worker_says_lies_sealed(worker):
    state(worker)

    kept = TaxDetails.objects.get()
    assert b"Martin" not in bytes(kept.sealed)
    assert tax_details.read(kept) == LEA


@pytest.mark.parametrize(
    ("siret", "number", "refusal"),
    [
        ("73282932000075", "", tax_details.NotASiret),
        ("", "0701987765494", tax_details.NotATaxNumber),
    ],
)
def test_wrong_numbers_are_refused(worker, siret, number, refusal):
    details = tax_details.Details("Léa", "Paris", "FR", number, "1990-05-01")

    with pytest.raises(refusal):
        tax_details.state(worker_id=worker.pk, details=details, business_number=siret, at=NOON)
    assert not TaxDetails.objects.exists()


def test_it_can_be_erased_unless_a_report_needs_it(worker, other_worker):
    state(worker)
    state(other_worker)
    pay(worker, EURO)

    tax_details.erase(worker_id=other_worker.pk, at=NOON)
    with pytest.raises(tax_details.MustBeKept) as kept:
        tax_details.erase(worker_id=worker.pk, at=NOON)

    assert kept.value.until_year == 2031
    assert TaxDetails.objects.get().worker == worker
    tax_details.erase(worker_id=worker.pk, at=NOON + timedelta(days=6 * 366))
    assert not TaxDetails.objects.exists()


def test_the_report_holds_who_what_and_how_often_and_that_it_was_taken(worker, other_worker, auditor):
    state(worker)
    payees.state(worker_id=worker.pk, holder="L. Martin", iban="DE89370400440532013000", at=NOON)
    pay(worker, 1_234_567)
    pay(other_worker, 10)

    head, lea, unknown = earnings_report.take(year=2026, taken_by=auditor, at=NOON)

    row = dict(zip(head, lea, strict=True))
    assert (row["name"], row["tax_number"], row["born_on"]) == ("Léa Martin", "0701987765493", "1990-05-01")
    assert (row["account_iban"], row["consideration_q1"], row["activities_q1"]) == (
        "DE89370400440532013000", "1.234567", 1,
    )  # fmt: skip
    assert (row["consideration"], row["fees_withheld_q1"], row["stated"]) == ("1.234567", "0.00", "yes")
    assert dict(zip(head, unknown, strict=True))["stated"] == "no"
    looked = EarningsReport.objects.get()
    assert (looked.taken_by, looked.year, looked.worker_count) == (auditor, 2026, 2)
