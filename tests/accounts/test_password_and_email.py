"""Resetting and changing the password, and changing the address."""

import re

from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.conftest import PASSWORD, is_signed_in, sign_in, words_of

NEW = "four other quiet words"


def link_of(letter: mail.EmailMessage) -> str:
    return re.search(r"http://testserver(/account/\S+)", letter.body)[1]


def test_a_forgotten_password_is_reset_by_the_link_in_a_letter(worker, client):
    client.post("/account/password/reset/", {"email": worker.email})
    page = client.get(link_of(mail.outbox[0]), follow=True)
    saved = client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW}, follow=True)

    assert "Your new password is saved" in words_of(saved)
    assert mail.outbox[1].subject == "Visible Hands: Your password was reset"
    assert sign_in(Client(), worker.email, PASSWORD).status_code == 200
    assert sign_in(Client(), worker.email, NEW).status_code == 302


def test_a_link_that_was_used_is_good_no_more(worker, client):
    client.post("/account/password/reset/", {"email": worker.email})
    link = link_of(mail.outbox[0])
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW, "password2": NEW})

    again = Client().get(link, follow=True)

    assert "This link is no longer good" in words_of(again)
    assert "Ask for a new link" in words_of(again)


def test_an_address_without_an_account_gets_the_same_answer_and_another_letter(worker, client):
    known = client.post("/account/password/reset/", {"email": worker.email}, follow=True)
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.org"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert words_of(known) == words_of(unknown)
    assert [letter.subject for letter in mail.outbox] == [
        "Visible Hands: Choose a new password",
        "Visible Hands: No account has this address",
    ]


def test_a_wrong_password_and_an_unknown_address_are_refused_alike(worker, client):
    sentence = "The address and the password don’t belong together."

    assert sentence in words_of(sign_in(client, worker.email, "not this one"))
    assert sentence in words_of(sign_in(client, "nobody@example.org", "not this one"))


def test_changing_the_password_needs_the_present_one_and_ends_other_sessions(worker, client):
    elsewhere = Client()
    sign_in(elsewhere, worker.email)
    sign_in(client, worker.email)
    form = {"password1": NEW, "password2": NEW}
    refused = client.post("/account/password/change/", {**form, "oldpassword": "not this one"})
    saved = client.post("/account/password/change/", {**form, "oldpassword": PASSWORD})

    assert "This is not your present password." in words_of(refused)
    assert saved.url == "/account/"
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_a_closed_account_is_told_so(worker, client):
    User.objects.filter(pk=worker.pk).update(is_active=False)

    answer = client.post("/account/login/", {"login": worker.email, "password": PASSWORD}, follow=True)

    assert "This account is closed" in words_of(answer)
    assert not is_signed_in(client)


def test_the_address_is_changed_once_the_new_one_is_confirmed(confirmed_worker, client):
    sign_in(client, confirmed_worker.email)
    client.post("/account/email/", {"action_add": "", "email": "new@example.org"})
    early = client.post("/account/email/", {"action_primary": "", "email": "new@example.org"}, follow=True)
    client.post(link_of(mail.outbox[0]))
    client.post("/account/email/", {"action_primary": "", "email": "new@example.org"})

    assert "Confirm the address first, then make it the first." in words_of(early)
    assert User.objects.get(pk=confirmed_worker.pk).email == "new@example.org"
    assert sign_in(Client(), "new@example.org").status_code == 302


def test_the_address_that_one_signs_in_with_stays(confirmed_worker, client):
    sign_in(client, confirmed_worker.email)

    answer = client.post("/account/email/", {"action_remove": "", "email": confirmed_worker.email}, follow=True)

    assert "Make another one the first, then remove it." in words_of(answer)
    assert EmailAddress.objects.filter(email=confirmed_worker.email).exists()


def test_a_letter_stands_as_plain_text_and_as_html(worker, client):
    client.post("/account/password/reset/", {"email": worker.email})

    letter = mail.outbox[0]
    page, kind = letter.alternatives[0]
    assert kind == "text/html"
    assert f'<a href="http://testserver{link_of(letter)}"' in page
    assert "<" not in letter.body
