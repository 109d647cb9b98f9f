"""Signing in again in place: the same person, by the same rules, and nobody else."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.conftest import PASSWORD, code_of, is_signed_in, sign_in, words_of


def address(person: User) -> str:
    return reverse("accounts:again", args=[person.sealed_number])


def sign_in_again(client: Client, page_of: User, email: str, password: str = PASSWORD) -> HttpResponse:
    return client.post(address(page_of), {"login": email, "password": password}, follow=True)


def test_the_same_person_goes_on_without_a_page(worker, client):
    form = client.get(address(worker))
    answer = sign_in_again(client, worker, worker.email)

    assert form.status_code == 200
    assert "<html" not in form.content.decode()
    assert answer.status_code == 204
    assert is_signed_in(client)
    assert "You are signed in as" not in words_of(client.get(reverse("home")))


def test_another_person_does_not(worker, other_worker, client):
    answer = sign_in_again(client, worker, other_worker.email)

    assert "This desk belongs to another account." in words_of(answer)
    assert not is_signed_in(client)


def test_a_wrong_password_is_refused_in_place(worker, client):
    answer = sign_in_again(client, worker, worker.email, "another long password")

    assert "The address and the password don’t belong together." in words_of(answer)
    assert "<html" not in answer.content.decode()
    assert not is_signed_in(client)


def test_guessing_is_slowed_as_everywhere(worker, client):
    for _ in range(5):
        sign_in_again(client, worker, worker.email, "another long password")

    answer = sign_in_again(client, worker, worker.email)

    assert "Too many wrong tries." in words_of(answer)
    assert not is_signed_in(client)


def test_the_second_factor_is_asked_for_in_place(guarded_worker, client):
    worker, secret, _codes = guarded_worker
    asked = sign_in_again(client, worker, worker.email)
    before = is_signed_in(client)
    code = reverse("accounts:again-code", args=[worker.sealed_number])
    wrong = client.post(code, {"code": "000000"})
    answer = client.post(code, {"code": code_of(secret)})

    assert asked.redirect_chain == [(code, 302)]
    assert 'name="code"' in words_of(asked)
    assert "<html" not in words_of(asked)
    assert "This code is wrong or has run out." in words_of(wrong)
    assert (before, answer.status_code, is_signed_in(client)) == (False, 204, True)


def test_a_code_without_a_password_leads_back_to_the_first_step(worker, client):
    answer = client.get(reverse("accounts:again-code", args=[worker.sealed_number]), follow=True)

    assert answer.redirect_chain == [(address(worker), 302)]


@pytest.mark.parametrize(("is_same", "status"), [(True, 204), (False, 200)])
def test_another_tab_was_quicker(worker, other_worker, client, is_same, status):
    sign_in(client, (worker if is_same else other_worker).email)

    answer = client.get(address(worker))

    assert answer.status_code == status
    assert is_same or "this desk belongs to another account" in words_of(answer)


def test_a_word_that_we_did_not_seal_opens_nothing(db, client):
    assert client.get(reverse("accounts:again", args=["MQ:forged:word"])).status_code == 404
