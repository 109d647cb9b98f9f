"""No page, letter or sentence of accounts falls through to allauth's own templates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import get_template
from django.test import Client, signals
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from tests.accounts.conftest import code_of, show_that_it_is_me, sign_in

THEIRS = Path(allauth.__file__).parent / "templates"
# What this configuration never shows: sign-in by code, telephone numbers, passkeys and security keys, trusted browsers.
# The bases and snippets are reached only through pages that are ours.
NEVER_SHOWN = (
    "code", "phone", "webauthn", "passkey", "trust", "email_change.html", "base", "snippets/",
)  # fmt: skip
OPEN = [
    "/account/login/", "/account/signup/", "/account/password/reset/", "/account/password/reset/done/",
    "/account/password/reset/key/1-gone/", "/account/password/reset/key/done/", "/account/confirm-email/",
    "/account/confirm-email/gone/", "/account/inactive/",
]  # fmt: skip
OWN = [
    "/account/", "/account/tokens/", "/account/email/", "/account/password/change/", "/account/logout/",
    "/account/reauthenticate/", "/account/2fa/", "/account/2fa/totp/activate/",
]  # fmt: skip
GUARDED = [
    "/account/2fa/", "/account/2fa/reauthenticate/", "/account/2fa/totp/deactivate/", "/account/2fa/recovery-codes/",
    "/account/2fa/recovery-codes/generate/",
]  # fmt: skip


@pytest.fixture
def rendered() -> Iterator[list[str]]:
    """The files of all templates that the test renders."""
    files: list[str] = []

    def note(sender: object, template: object, **_rest: object) -> None:
        files.append(template.origin.name)

    signals.template_rendered.connect(note)
    yield files
    signals.template_rendered.disconnect(note)


def assert_ours(client: Client, address: str, rendered: list[str]) -> None:
    answer = client.get(address)

    assert answer.status_code == 200, (address, answer.headers.get("Location"))
    assert 'class="brand"' in answer.content.decode(), address
    assert str(settings.ROOT / "templates" / "web" / "base.html") in rendered
    assert [name for name in rendered if name.startswith(str(THEIRS))] == [], address
    rendered.clear()


def test_the_way_in_is_ours(db, client, rendered):
    for address in OPEN:
        assert_ours(client, address, rendered)


def test_the_pages_of_an_account_are_ours(confirmed_worker, client, rendered):
    sign_in(client, confirmed_worker.email)
    show_that_it_is_me(client)

    for address in OWN:
        assert_ours(client, address, rendered)


def test_the_pages_of_a_second_factor_are_ours(guarded_worker, client, rendered):
    worker, secret, _codes = guarded_worker
    sign_in(client, worker.email)
    assert_ours(client, "/account/2fa/authenticate/", rendered)
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    show_that_it_is_me(client)

    for address in GUARDED:
        assert_ours(client, address, rendered)


def test_an_account_without_a_password_chooses_one_on_a_page_of_ours(db, client, rendered):
    client.force_login(User.objects.create_user("p@example.org", is_worker=True))

    assert_ours(client, "/account/password/set/", rendered)


def test_the_tests_above_walk_every_address_of_allauth(db):
    walked = {address.removeprefix("/account/") for address in (*OPEN, *OWN, *GUARDED)}
    walked |= {"2fa/authenticate/", "password/set/", "2fa/recovery-codes/download/", "login/code/confirm/"}

    def addresses(resolver: URLResolver, above: str = "") -> Iterator[str]:
        for each in resolver.url_patterns:
            path = above + str(each.pattern)
            if isinstance(each, URLPattern):
                yield path
            else:
                yield from addresses(each, path)

    found = set(addresses(get_resolver("allauth.urls")))
    assert {path for path in found if "?P<" not in path} - walked == set()
    assert len([path for path in found if "?P<" in path]) == 2


@pytest.mark.parametrize(
    "name",
    [
        str(path.relative_to(THEIRS))
        for folder in ("account", "mfa")
        for path in sorted((THEIRS / folder).rglob("*.*"))
        if not any(word in str(path.relative_to(THEIRS)) for word in NEVER_SHOWN) or "recovery_codes/" in str(path)
        if path.name != "base.html"
    ],
)
def test_every_template_that_can_be_shown_is_ours(name):
    assert Path(get_template(name).origin.name).is_relative_to(settings.ROOT / "templates")


def test_letters_are_signed_with_our_name_and_the_address_of_this_site(worker, client):
    client.post("/account/password/reset/", {"email": worker.email})

    assert mail.outbox[0].body.startswith("Good day,\n\nSomebody, perhaps you, asked")
    assert mail.outbox[0].body.endswith("Visible Hands\nhttp://testserver/")
