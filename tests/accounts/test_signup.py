"""Signing up, and where people land."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from accounts.models import User
from tests.accounts.conftest import PASSWORD, is_signed_in, sign_in, words_of

NEW = {"email": "Nora@Example.org", "password1": "three quiet words here"}


@pytest.mark.parametrize(
    ("roles", "landing"),
    [(["worker"], "/work/"), (["requester"], "/jobs/"), (["worker", "requester"], "/")],
)
def test_a_person_gets_the_roles_that_they_ticked_and_lands_on_their_page(db, client, roles, landing):
    answer = client.post("/account/signup/", {**NEW, "roles": roles})

    person = User.objects.get(email="nora@example.org")
    assert (answer.status_code, answer.url) == (302, landing)
    assert (person.is_worker, person.is_requester) == ("worker" in roles, "requester" in roles)
    assert (person.is_auditor, person.is_staff, person.is_superuser) == (False, False, False)
    assert is_signed_in(client)


@pytest.mark.parametrize("roles", [[], ["auditor"], ["worker", "auditor"]])
def test_nobody_signs_up_without_a_role_or_as_an_auditor(db, client, roles):
    answer = client.post("/account/signup/", {**NEW, "roles": roles})

    assert answer.status_code == 200
    assert not User.objects.exists()


@pytest.mark.parametrize(("door", "ticked"), [("worker", ["worker"]), ("requester", ["requester"]), ("auditor", [])])
def test_the_door_of_the_front_page_ticks_its_role(db, client, door, ticked):
    page = client.get(f"/account/signup/?role={door}").content.decode()

    assert re.findall(r'<input [^>]*value="(\w+)"[^>]*checked', page) == ticked


def test_a_weak_password_is_refused_with_a_sentence(db, client):
    answer = client.post("/account/signup/", {**NEW, "password1": "password12", "roles": ["worker"]})

    assert "This password is too common." in words_of(answer)
    assert not User.objects.exists()


def test_the_letter_of_welcome_confirms_the_address(db, client):
    client.post("/account/signup/", {**NEW, "roles": ["worker"]})

    letter = mail.outbox[0]
    link = re.search(r"http://testserver(/account/confirm-email/\S+/)", letter.body)[1]
    assert (letter.to, letter.subject) == (
        ["nora@example.org"],
        "Visible Hands: Welcome. Confirm your e-mail address",
    )
    assert link in letter.alternatives[0][0]
    client.post(link)
    assert EmailAddress.objects.get(email="nora@example.org").verified


def test_where_confirmation_is_asked_for_a_taken_address_looks_like_a_free_one(worker, client, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    taken = client.post("/account/signup/", {**NEW, "email": worker.email, "roles": ["worker"]}, follow=True)
    told = [letter.subject for letter in mail.outbox]
    free = client.post("/account/signup/", {**NEW, "roles": ["worker"]}, follow=True)

    assert taken.redirect_chain == free.redirect_chain == [("/account/confirm-email/", 302)]
    assert told == ["Visible Hands: You have an account already"]
    assert User.objects.filter(email__iexact=worker.email).count() == 1


@pytest.mark.parametrize(
    ("roles", "landing"),
    [
        ({"is_worker"}, "/work/"),
        ({"is_requester"}, "/jobs/"),
        ({"is_auditor"}, "/audit/"),
        ({"is_worker", "is_auditor"}, "/"),
        (set(), "/account/"),
    ],
)
def test_signing_in_leads_to_the_page_of_ones_role(db, client, roles, landing):
    User.objects.create_user("p@example.org", PASSWORD, **dict.fromkeys(roles, True))

    assert sign_in(client, "p@example.org").url == landing


def test_whoever_has_no_role_reads_what_to_do(db, client):
    User.objects.create_user("p@example.org", PASSWORD)
    sign_in(client, "p@example.org")

    page = client.get("/account/")

    assert "Choose below what you do here: work, give work, or both." in words_of(page)
    assert "Say what you do here" in words_of(client.get("/"))


def test_a_page_that_was_asked_for_comes_after_signing_in(worker, client):
    asked = client.get("/work/mine/")
    answer = client.post(asked.url, {"login": worker.email, "password": PASSWORD, "next": "/work/mine/"})

    assert asked.url == "/account/login/?next=/work/mine/"
    assert answer.url == "/work/mine/"


def test_a_page_of_another_site_is_not_gone_to(worker, client):
    answer = sign_in(client, worker.email)
    client.logout()
    lured = client.post("/account/login/", {"login": worker.email, "password": PASSWORD, "next": "//evil.example/"})

    assert lured.url == answer.url == "/work/"


def test_the_language_of_ones_profile_comes_along_at_sign_in(worker, client):
    User.objects.filter(pk=worker.pk).update(language="fr")

    answer = sign_in(client, worker.email)

    assert answer.cookies["django_language"].value == "fr"
    assert 'lang="fr"' in client.get("/").content.decode()


def test_signing_out_takes_a_post_and_ends_the_session(worker, client):
    client.force_login(worker)

    assert client.get("/account/logout/").status_code == 200
    assert is_signed_in(client)
    client.post("/account/logout/")
    assert not is_signed_in(client)
