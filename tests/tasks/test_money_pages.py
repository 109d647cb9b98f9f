"""A requester's money: announced, explained, and moved before their eyes."""

import pytest

from ledger.models import TopUp

ADDRESS = "/jobs/money/"
FORM = {"amount": "50", "key": "0123456789abcdef"}


@pytest.fixture
def signed_in(client, requester):
    client.force_login(requester)
    return client


def test_an_announced_transfer_shows_what_to_write(signed_in, settings):
    settings.BANK_BIC = "PSSTFRPPXXX"

    page = signed_in.post(ADDRESS, FORM, follow=True).content.decode()

    reference = TopUp.objects.get().reference
    for words in (f"{reference[:4]} {reference[4:8]}", "FR14 2004 1010 0505 0001 3M02 606", "PSSTFRPPXXX", "€50.00"):
        assert words in page


def test_a_form_that_is_sent_twice_announces_once(signed_in):
    for _time in range(2):
        signed_in.post(ADDRESS, FORM)

    assert TopUp.objects.count() == 1


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("0.5", "Enter an amount between"),
        ("1.001", "A bank moves whole cents"),
        ("-5", "An amount can’t be below zero."),
    ],
)
def test_an_amount_that_no_bank_can_send_is_refused(signed_in, amount, sentence):
    page = signed_in.post(ADDRESS, {**FORM, "amount": amount}).content.decode()

    assert sentence in page
    assert not TopUp.objects.exists()


def test_without_a_bank_account_the_page_says_whom_to_ask(signed_in, settings):
    settings.BANK_IBAN = ""

    page = signed_in.post(ADDRESS, FORM).content.decode()

    assert "This site has no bank account yet. Write to its operator" in page
    assert not TopUp.objects.exists()


def test_what_moved_stands_there_with_its_job(signed_in, open_job):
    job = open_job(title="Cats of Lyon")

    page = signed_in.get(ADDRESS).content.decode()

    assert f'<a href="/jobs/{job.public_id}/">Cats of Lyon</a>' in page
    assert "+€1,000.00" in page
    assert "−€0.0132" in page


def test_a_transfer_is_cancelled_once_and_nobody_elses(signed_in, client, other_requester):
    signed_in.post(ADDRESS, FORM)
    address = f"{ADDRESS}{TopUp.objects.get().reference}/cancel/"
    client.force_login(other_requester)
    assert client.post(address).status_code == 404
    client.force_login(TopUp.objects.get().requester)

    page = client.post(address, follow=True).content.decode()

    assert "Cancelled. If you send the money all the same" in page
    assert TopUp.objects.get().state == "cancelled"


@pytest.fixture
def other_requester(django_user_model):
    return django_user_model.objects.create_user("other@example.org", "a calm long password", is_requester=True)
