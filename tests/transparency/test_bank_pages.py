"""Statements imported and lines decided on, on the auditor's pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledger.domain import accounts as books
from ledger.domain import top_ups
from ledger.models import BankEntry
from tests.fixtures import EURO, NOON
from tests.ledger.statements import payment, statement


@pytest.fixture
def signed_in(client, auditor):
    client.force_login(auditor)
    return client


def send(client, content: bytes) -> str:
    file = SimpleUploadedFile("march.xml", content, "application/xml")
    return client.post("/audit/bank/statements/", {"file": file}, follow=True).content.decode()


def funds_of(person) -> int:
    return books.funds(owner_id=person.pk).balance_micros


def test_an_import_says_what_it_did(signed_in, requester):
    top_up = top_ups.ask(requester_id=requester.pk, amount_micros=50 * EURO, client_key="form-one", at=NOON)

    page = send(signed_in, statement(payment("50.00", top_up.reference), payment("3.00", "hello")))

    assert "1 payment (€50.00) was booked. 1 waits to be matched." in page
    assert "1 line (€3.00) waits to be matched" in page
    assert funds_of(requester) == 1050 * EURO


def test_a_second_import_says_that_nothing_was_booked(signed_in):
    content = statement(payment("3.00", "hello"))
    send(signed_in, content)

    assert "This file was imported before. Nothing was booked." in send(signed_in, content)


def test_what_is_no_statement_is_refused_at_the_field(signed_in):
    page = send(signed_in, b"hello")

    assert "This file is not XML that can be read" in page
    assert 'aria-invalid="true"' in page


def test_a_line_is_booked_by_hand_to_a_requester(signed_in, requester):
    send(signed_in, statement(payment("3.00", "hello")))
    address = f"/audit/bank/{BankEntry.objects.get().pk}/"

    page = signed_in.post(address, {"email": requester.email, "note": "They phoned."}, follow=True).content.decode()

    assert "€3.00 were booked to requester@example.org." in page
    assert "They phoned." in page
    assert funds_of(requester) == 1003 * EURO


def test_a_line_is_booked_to_requesters_alone(signed_in, worker):
    send(signed_in, statement(payment("3.00", "hello")))
    address = f"/audit/bank/{BankEntry.objects.get().pk}/"

    page = signed_in.post(address, {"email": worker.email, "note": "x"}).content.decode()

    assert "No requester has this e-mail address." in page


def test_a_line_is_set_aside_with_a_reason(signed_in):
    send(signed_in, statement(payment("3.00", "hello")))
    address = f"/audit/bank/{BankEntry.objects.get().pk}/set-aside/"
    assert "This field is required." in signed_in.post(address, {"note": ""}).content.decode()

    page = signed_in.post(address, {"note": "Sent back by the bank."}, follow=True).content.decode()

    assert "Sent back by the bank." in page
    assert BankEntry.objects.get().state == "set_aside"


@pytest.mark.parametrize("state", ["open", "booked", "nonsense", ""])
def test_lines_are_filtered_by_the_address(signed_in, state):
    send(signed_in, statement(payment("3.00", "hello there")))

    page = signed_in.get("/audit/bank/", {"state": state}).content.decode()

    assert ("hello there" in page) == (state != "booked")


def test_another_currency_is_shown_as_it_came(signed_in):
    page = send(signed_in, statement(payment("3.00", currency="USD")))

    assert "3.00 USD" in page
