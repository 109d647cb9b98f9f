"""Months are closed one after another, for good; trial balances add up on any day."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from accounts.models import User
from ledger.domain import accounts, bank, closing, funding, payees, payouts, trial_balance
from ledger.domain.transfers import transfer
from ledger.models import Account, BankEntry, ClosedMonth, MonthBalance, Payout, Transfer
from tests.fixtures import EURO, NOON
from tests.ledger.statements import payment, statement
from transparency.domain import log

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
# One o'clock on the first of April in Paris, where the platform is.
MARCH_IS_OVER = datetime(2026, 3, 31, 23, tzinfo=UTC)
IN_APRIL = datetime(2026, 4, 10, 12, tzinfo=UTC)


def take_fee(requester: User, micros: int, at: datetime) -> None:
    transfer(
        debit=accounts.funds(owner_id=requester.pk), credit=accounts.fees(), amount_micros=micros,
        reason=Transfer.Reason.FEE, key=f"fee:{at}", at=at,
    )  # fmt: skip


@pytest.fixture
def closed(requester: User, auditor: User) -> ClosedMonth:
    """March, with 1000 euros that came in and a fee of 30."""
    take_fee(requester, 30 * EURO, NOON + timedelta(days=1))
    return closing.close(month=MARCH, closed_by_id=auditor.pk, at=MARCH_IS_OVER)


def test_a_closed_month_keeps_its_trial_balance(closed: ClosedMonth) -> None:
    rows = closed.balances.order_by("pk").values_list("kind", "opening_micros", "came_micros", "went_micros")

    assert (closed.month, closed.transfer_count, closed.last_day) == (MARCH, 2, date(2026, 3, 31))
    assert list(rows) == [
        ("outside", 0, 0, 1000 * EURO),
        ("funds", 0, 1000 * EURO, 30 * EURO),
        ("fees", 0, 30 * EURO, 0),
    ]


def test_nothing_is_booked_in_a_closed_month(closed: ClosedMonth, requester: User) -> None:
    last, first = closed.ends_at - timedelta(microseconds=1), closed.ends_at

    with pytest.raises(IntegrityError, match="ledger_month_is_closed"), transaction.atomic():
        funding.add_money(owner_id=requester.pk, amount_micros=EURO, key="late", at=last)
    funding.add_money(owner_id=requester.pk, amount_micros=EURO, key="next", at=first)

    assert Transfer.objects.count() == 3
    assert accounts.funds(owner_id=requester.pk).balance_micros == 971 * EURO


def test_nor_is_pay_told_or_a_payout_asked_for_in_it(closed: ClosedMonth, worker: User) -> None:
    payee = payees.state(worker_id=worker.pk, holder="A Worker", iban="DE89370400440532013000", at=IN_APRIL)
    paid = log.Event(type=log.Type.PAID, at=NOON, worker_number=1, requester_number=1, job_number=1,
                     assignment_number=1, micros=1)  # fmt: skip

    with pytest.raises(IntegrityError, match="ledger_month_is_closed"), transaction.atomic():
        log.record([paid])
    with pytest.raises(IntegrityError, match="ledger_month_is_closed"), transaction.atomic():
        Payout.objects.create(worker=worker, payee=payee, amount_micros=10_000, reference="x", asked_at=NOON)

    assert not Payout.objects.exists()


def test_a_payout_of_before_ends_in_the_month_that_runs(requester: User, worker: User, auditor: User) -> None:
    payees.state(worker_id=worker.pk, holder="A Worker", iban="DE89370400440532013000", at=NOON)
    transfer(
        debit=accounts.reserve(), credit=accounts.earnings(owner_id=worker.pk), amount_micros=EURO,
        reason=Transfer.Reason.LATE_PAY, key="some pay", at=NOON,
    )  # fmt: skip
    payout = payouts.ask(worker_id=worker.pk, at=NOON)
    closing.close(month=MARCH, closed_by_id=auditor.pk, at=MARCH_IS_OVER)

    with pytest.raises(IntegrityError, match="ledger_month_is_closed"), transaction.atomic():
        payouts.cancel(payout=payout, at=NOON + timedelta(days=1))
    payouts.cancel(payout=payout, at=IN_APRIL)

    assert accounts.earnings(owner_id=worker.pk).balance_micros == EURO


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM ledger_closedmonth",
        "UPDATE ledger_closedmonth SET ends_at = begins_at + interval '1 hour'",
        "DELETE FROM ledger_monthbalance",
        "UPDATE ledger_monthbalance SET came_micros = 0, closing_micros = opening_micros - went_micros",
    ],
)
def test_a_closed_month_is_never_opened_again(closed: ClosedMonth, tampering: str) -> None:
    with (
        pytest.raises(DatabaseError, match="ledger_closed_months_stay_closed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(tampering)

    assert MonthBalance.objects.filter(closed_month=closed).count() == 3


def test_months_are_closed_in_their_order_when_they_are_over(closed: ClosedMonth, auditor: User) -> None:
    with pytest.raises(closing.NotTheNext):
        closing.close(month=date(2026, 5, 1), closed_by_id=auditor.pk, at=datetime(2026, 7, 1, tzinfo=UTC))
    with pytest.raises(closing.NotOver):
        closing.close(month=APRIL, closed_by_id=auditor.pk, at=IN_APRIL)
    again = closing.close(month=date(2026, 3, 17), closed_by_id=auditor.pk, at=IN_APRIL)

    assert again == closed
    assert ClosedMonth.objects.count() == 1


def test_books_that_disagree_are_not_closed(requester: User, auditor: User) -> None:
    Account.objects.filter(kind="funds").update(balance_micros=1)

    with pytest.raises(closing.BooksDisagree):
        closing.close(month=MARCH, closed_by_id=auditor.pk, at=MARCH_IS_OVER)

    assert not ClosedMonth.objects.exists()


def test_a_trial_balance_goes_on_from_the_closed_month(closed: ClosedMonth, requester: User) -> None:
    take_fee(requester, 5 * EURO, IN_APRIL)
    whole = trial_balance.of(begins_at=closing.midnight(MARCH), ends_at=closing.midnight(date(2026, 5, 1)))
    april = trial_balance.of(begins_at=closing.midnight(date(2026, 4, 5)), ends_at=closing.midnight(date(2026, 4, 11)))

    assert [(line.kind, line.opening_micros, line.closing_micros) for line in april] == [
        ("outside", -1000 * EURO, -1000 * EURO),
        ("funds", 970 * EURO, 965 * EURO),
        ("fees", 30 * EURO, 35 * EURO),
    ]
    assert trial_balance.sum_of(april) == (0, 5 * EURO, 5 * EURO, 0)
    assert [line.closing_micros for line in whole] == [line.closing_micros for line in april]


def test_fee_income_is_told_by_month(closed: ClosedMonth, requester: User, settings) -> None:
    settings.VAT_PERMILLE = 200
    take_fee(requester, 5 * EURO, IN_APRIL)

    assert [(one.month, one.income_micros, one.is_closed) for one in trial_balance.fee_months()] == [
        (APRIL, 5 * EURO, False),
        (MARCH, 30 * EURO, True),
    ]
    assert [one.vat_micros for one in trial_balance.fee_months()] == [830_000, 5 * EURO]


def test_a_statement_that_comes_late_is_booked_today_with_the_banks_day(
    closed: ClosedMonth, auditor: User, requester: User, client: Client, settings
) -> None:
    bank.import_file(content=statement(payment("1.00")), name="m.xml", imported_by_id=auditor.pk, at=IN_APRIL)
    entry = BankEntry.objects.get()
    BankEntry.objects.update(booked_on=date(2026, 3, 30))
    bank.book_by_hand(entry=entry, requester_id=requester.pk, decided_by_id=auditor.pk, note="Theirs.", at=IN_APRIL)
    client.force_login(auditor)

    page = client.get(f"/audit/bank/{entry.pk}/").content.decode()

    assert Transfer.objects.latest("pk").at == IN_APRIL
    assert "its own month was closed by then, so the books have it on this day" in page


def test_the_command_closes_a_month_and_says_what_it_came_to(requester: User, auditor: User) -> None:
    out = StringIO()

    call_command("close_month", "2026-03", by=auditor.email, stdout=out)

    assert "2026-03 is closed." in out.getvalue()
    with pytest.raises(CommandError, match="The next is 2026-04"):
        call_command("close_month", "2026-06", by=auditor.email)
    with pytest.raises(CommandError, match="No auditor"):
        call_command("close_month", "2026-04", by=requester.email)


def test_an_auditor_closes_a_month_on_the_page_when_they_are_sure(
    client: Client, requester: User, auditor: User
) -> None:
    client.force_login(auditor)

    unsure = client.post("/audit/books/months/", {"month": "2026-03-01"})
    page = client.post("/audit/books/months/", {"month": "2026-03-01", "is_sure": "on"}, follow=True).content.decode()

    assert unsure.status_code == 200
    assert "March 2026 is closed. Nothing is booked in it any more." in page
    assert ClosedMonth.objects.get().closed_by == auditor


def test_the_trial_balance_is_downloaded_as_figures(client: Client, closed: ClosedMonth, auditor: User) -> None:
    client.force_login(auditor)

    file = client.get("/audit/books/balance.csv", {"since": "2026-03-01", "until": "2026-03-31"})
    page = client.get("/audit/books/balance/", {"since": "2026-03-01", "until": "1-1-1"})

    assert file["Content-Disposition"] == 'attachment; filename="trial-balance-2026-03-01-2026-03-31.csv"'
    assert file.content.decode().splitlines() == [
        "account,opening,in,out,closing",
        "outside,0.000000,0.000000,1000.000000,-1000.000000",
        "funds,0.000000,1000.000000,30.000000,970.000000",
        "fees,0.000000,30.000000,0.000000,30.000000",
    ]
    assert page.status_code == 200


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_a_transfer_that_is_under_way(requester: User, auditor: User) -> None:
    booked, begun = threading.Event(), threading.Event()

    def book() -> None:
        with transaction.atomic():
            funding.add_money(owner_id=requester.pk, amount_micros=EURO, key="under way", at=NOON)
            begun.set()
            assert booked.wait(30)
        connection.close()

    thread = threading.Thread(target=book)
    thread.start()
    assert begun.wait(30)
    closer = threading.Thread(target=_close_and_leave, args=(auditor.pk,))
    closer.start()
    closer.join(0.3)
    assert closer.is_alive()
    booked.set()
    thread.join()
    closer.join()

    assert ClosedMonth.objects.get().transfer_count == 2


def _close_and_leave(auditor_id: int) -> None:
    closing.close(month=MARCH, closed_by_id=auditor_id, at=MARCH_IS_OVER)
    connection.close()
