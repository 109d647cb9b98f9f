"""The books recomputed in the open, and money that is added once."""

import re

import pytest
from django.db import connection

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain import funding
from ledger.models import Transfer
from tests.fixtures import EURO, NOON

FORM = {"email": "requester@example.org", "amount": "25", "key": "0123456789abcdef"}


@pytest.fixture
def signed_in(client, auditor):
    client.force_login(auditor)
    return client


def funds_of(person) -> int:
    return books.funds(owner_id=person.pk).balance_micros


def test_money_is_added_and_said(signed_in, requester):
    page = signed_in.post("/audit/money/", FORM, follow=True).content.decode()

    assert funds_of(requester) == 1025 * EURO
    assert "€25.00 were added to the money of requester@example.org." in page
    assert '<td class="is-number" data-label="Money">€1,025.00</td>' in page


def test_a_form_that_is_sent_twice_adds_money_once(signed_in, requester):
    signed_in.post("/audit/money/", FORM)
    signed_in.post("/audit/money/", FORM)

    assert funds_of(requester) == 1025 * EURO
    assert Transfer.objects.filter(key="top-up:audit:0123456789abcdef").count() == 1


def test_the_same_form_with_another_amount_is_refused(signed_in, requester):
    signed_in.post("/audit/money/", FORM)
    page = signed_in.post("/audit/money/", {**FORM, "amount": "30"}, follow=True).content.decode()

    assert "This form was sent before with another amount or person. Nothing was added." in page
    assert funds_of(requester) == 1025 * EURO


def test_each_form_carries_a_key_of_its_own(signed_in, requester):
    pages = [signed_in.get("/audit/money/").content.decode() for _ in range(2)]
    keys = {re.search(r'name="key" value="([0-9a-f]{32})"', page)[1] for page in pages}

    assert len(keys) == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "worker1@example.org"}, "No requester has this e-mail address."),
        ({"email": "nobody@example.org"}, "No requester has this e-mail address."),
        ({"amount": "0"}, "Enter an amount between"),
        ({"amount": "-5"}, "An amount can’t be below zero."),
        ({"amount": "0.0000001"}, "The smallest unit is 0.000001"),
        ({"key": ""}, "This form is no longer good. Load the page again."),
    ],
)
def test_what_cannot_be_added_is_refused_with_a_sentence(signed_in, requester, worker, wrong, sentence):
    page = signed_in.post("/audit/money/", {**FORM, **wrong}).content.decode()

    assert sentence in page
    assert funds_of(requester) == 1000 * EURO
    assert Transfer.objects.count() == 1


def test_a_person_who_is_no_auditor_adds_nothing(client, requester):
    client.force_login(requester)

    assert client.post("/audit/money/", FORM).status_code == 403
    assert funds_of(requester) == 1000 * EURO


def test_books_that_agree_say_so_with_their_figures(signed_in, requester):
    page = signed_in.get("/audit/books/").content.decode()

    assert "All 1 transfers were added up again and agree with the balances of all 2 accounts." in page
    assert "<dt>Money moved</dt><dd>€1,000.00</dd>" in page
    assert 'data-label="Balance">−€1,000.00</td>' in page


def test_books_that_differ_name_the_account(signed_in, requester):
    account = books.funds(owner_id=requester.pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_account SET balance_micros = balance_micros + 1 WHERE id = %s", [account.pk])

    page = signed_in.get("/audit/books/").content.decode()

    assert "The balances don’t agree with the transfers." in page
    assert f'<th scope="row">{account.pk}</th>' in page
    assert 'data-label="Kept balance">€1,000.000001</td>' in page


def test_the_pages_of_money_take_the_same_queries_however_many_people_there_are(
    signed_in, requester, django_assert_num_queries
):
    for number in range(60):
        other = User.objects.create_user(f"r{number}@example.org", is_requester=True)
        funding.add_money(owner_id=other.pk, amount_micros=EURO, key=f"r{number}", at=NOON)

    with django_assert_num_queries(6):
        signed_in.get("/audit/books/")
    with django_assert_num_queries(8):
        page = signed_in.get("/audit/money/").content.decode()
    assert page.count('data-label="Money"') == 50


def test_outside_development_no_money_is_made(signed_in, requester, settings):
    settings.DEVELOPMENT = False

    assert "Add demo money" not in signed_in.get("/audit/money/").content.decode()
    assert signed_in.post("/audit/money/", FORM).status_code == 404
    assert funds_of(requester) == 1000 * EURO
