"""The books: exact, append-only, never below zero, never moved twice."""

import threading

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.utils import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from ledger.domain import accounts, books, floors
from ledger.domain.transfers import InsufficientFunds, KeyTaken, Movement, transfer, transfer_many
from ledger.models import Account, Transfer
from tests.fixtures import NOON, make_worker

TOP_UP = Transfer.Reason.TOP_UP


def move(amount: int, *, key: str = "k", debit: Account | None = None, credit: Account | None = None) -> None:
    transfer(
        debit=debit or accounts.outside(),
        credit=credit or accounts.fees(),
        amount_micros=amount,
        reason=TOP_UP,
        key=key,
        at=NOON,
    )


@pytest.mark.django_db
def test_a_transfer_takes_from_one_account_what_it_brings_to_the_other() -> None:
    move(1)

    assert (accounts.outside().balance_micros, accounts.fees().balance_micros) == (-1, 1)


@pytest.mark.django_db
def test_the_same_key_moves_money_once() -> None:
    move(7)
    move(7)

    assert accounts.fees().balance_micros == 7
    assert Transfer.objects.count() == 1


@pytest.mark.django_db
def test_a_key_with_other_content_is_refused_and_moves_nothing() -> None:
    move(7)

    with pytest.raises(KeyTaken):
        move(8)

    assert accounts.fees().balance_micros == 7


@pytest.mark.django_db
def test_an_account_that_lacks_money_gives_none_and_the_whole_batch_stays() -> None:
    fees, reserve = accounts.fees(), accounts.reserve()
    move(5)
    batch = [
        Movement(fees.pk, reserve.pk, 3, TOP_UP, "a"),
        Movement(fees.pk, reserve.pk, 3, TOP_UP, "b"),
    ]

    with pytest.raises(InsufficientFunds) as refused:
        transfer_many(movements=batch, at=NOON)

    assert refused.value.missing_micros == 1
    assert (accounts.fees().balance_micros, accounts.reserve().balance_micros) == (5, 0)


@pytest.mark.django_db
def test_the_database_keeps_accounts_above_zero_by_itself() -> None:
    fees = accounts.fees()

    with pytest.raises(IntegrityError, match="ledger_only_outside_and_reserve_go_below_zero"), transaction.atomic():
        Account.objects.filter(pk=fees.pk).update(balance_micros=-1)

    assert accounts.fees().balance_micros == 0


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE ledger_transfer SET amount_micros = 1", "DELETE FROM ledger_transfer"])
def test_a_transfer_is_never_changed_or_removed(statement: str) -> None:
    move(7)

    refused = pytest.raises(DatabaseError, match="ledger_transfers_never_change")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Transfer.objects.get().amount_micros == 7


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.integers(1, 10**12), min_size=1, max_size=12), repeats=st.integers(1, 3))
def test_any_transfers_balance_however_often_they_are_repeated(amounts: list[int], repeats: int) -> None:
    with transaction.atomic():
        start = accounts.fees().balance_micros
        for _ in range(repeats):
            for number, amount in enumerate(amounts):
                move(amount, key=f"{number}")

        assert accounts.fees().balance_micros - start == sum(amounts)
        assert books.recompute().is_clean
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_batches_that_share_accounts_in_any_order_never_lock_each_other_out() -> None:
    people = [accounts.earnings(owner_id=make_worker(n).pk) for n in range(6)]
    outside, troubles = accounts.outside(), []

    def pay(number: int) -> None:
        try:
            order = people if number % 2 else list(reversed(people))
            for turn in range(10):
                batch = [Movement(outside.pk, to.pk, 1, TOP_UP, f"{number}-{turn}-{to.pk}") for to in order]
                transfer_many(movements=batch, at=NOON)
        except BaseException as trouble:
            troubles.append(trouble)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=pay, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert troubles == []
    assert {Account.objects.get(pk=to.pk).balance_micros for to in people} == {60}
    assert books.recompute().is_clean


def test_the_french_floor_of_2026_is_twelve_euros_and_two_cents(db: None) -> None:
    before = floors.floor_on(country="FR", day=NOON.date().replace(year=2025))
    now = floors.floor_on(country="FR", day=NOON.date())

    assert (before.hourly_micros, now.hourly_micros) == (11_880_000, 12_020_000)
    assert floors.floor_on(country="XX", day=NOON.date()) is None


def test_a_persons_money_and_a_jobs_escrow_have_one_account_each(worker: User) -> None:
    assert accounts.earnings(owner_id=worker.pk).pk == accounts.earnings(owner_id=worker.pk).pk
    assert accounts.escrow(job_number=1).pk != accounts.escrow(job_number=2).pk


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["ledger_transfer", "transparency_workevent", "transparency_workevent_rest"])
def test_the_books_and_the_log_are_not_emptied_at_once(table: str) -> None:
    move(1)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL visible_hands.may_forget = 'off'; SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="never_change"), transaction.atomic():
            cursor.execute(f"TRUNCATE {table}")

    assert accounts.fees().balance_micros == 1
    assert Transfer.objects.count() == 1
