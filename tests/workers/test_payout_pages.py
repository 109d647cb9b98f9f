"""A worker says where their money goes, and sends for it."""

import pytest

from ledger.domain import payouts
from ledger.models import Payee, Payout
from tests.fixtures import EURO, NOON
from tests.ledger.test_payouts import earn, with_account

IBAN = "FR14 2004 1010 0505 0001 3M02 606"


@pytest.fixture
def signed_in(client, worker):
    client.force_login(worker)
    return client


def post(client, path: str, **fields: str) -> str:
    return client.post(f"/work/payouts/{path}", fields, follow=True).content.decode()


def test_an_account_is_kept_and_only_its_end_is_shown(signed_in):
    page = post(signed_in, "account/", holder="Léa Martin", iban=IBAN)

    assert "Kept. What you are paid out from now on goes there." in page
    assert "account ending in <strong>2606</strong>" in page
    assert "0505" not in page


def test_a_mistyped_iban_is_refused_at_the_field(signed_in):
    page = post(signed_in, "account/", holder="Léa Martin", iban=IBAN.replace("606", "607"))

    assert "This is not a valid IBAN." in page
    assert not Payee.objects.exists()


def test_the_whole_cents_of_the_balance_are_paid_out(signed_in, worker):
    with_account(worker, 3_456_789)

    page = post(signed_in, "ask/")

    assert "€3.45 wait for the next transfer to the bank." in page
    assert "<strong>€0.006789</strong> are yours." in page


@pytest.mark.parametrize(
    ("micros", "account", "sentence"),
    [(EURO, False, "Say first which bank account"), (9_999, True, "There is less than a cent on your balance")],
)
def test_what_cannot_be_paid_out_says_why(signed_in, worker, micros, account, sentence):
    with_account(worker, micros) if account else earn(worker, micros)

    assert sentence in post(signed_in, "ask/")


def test_a_waiting_payout_is_taken_back_and_nobody_elses(signed_in, client, worker, other_worker):
    with_account(worker, EURO)
    payout = payouts.ask(worker_id=worker.pk, at=NOON)
    client.force_login(other_worker)
    assert client.post(f"/work/payouts/{payout.reference}/cancel/").status_code == 404
    client.force_login(worker)

    assert "Cancelled. The money is on your balance again." in post(client, f"{payout.reference}/cancel/")


def test_a_site_without_a_key_says_that_it_does_not_pay_out(signed_in, worker, settings):
    settings.PAYOUT_KEYS = []
    earn(worker, EURO)

    assert "This site doesn’t pay out yet." in signed_in.get("/work/payouts/").content.decode()
    assert signed_in.post("/work/payouts/ask/").status_code == 404
    assert not Payout.objects.exists()
