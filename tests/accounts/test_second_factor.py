"""The optional second factor: switched on, asked for, and got around by nobody."""

import re

from allauth.mfa.models import Authenticator
from django.core import mail

from tests.accounts.conftest import code_of, is_signed_in, show_that_it_is_me, sign_in, words_of


def secret_on_page(client) -> str:
    show_that_it_is_me(client)
    page = client.get("/account/2fa/totp/activate/").content.decode()
    return re.search(r'<code class="secret"[^>]*>(\w+)</code>', page)[1]


def test_a_code_of_the_telephone_switches_it_on_and_gives_recovery_codes(transactional_db, confirmed_worker, client):
    sign_in(client, confirmed_worker.email)
    secret = secret_on_page(client)
    answer = client.post("/account/2fa/totp/activate/", {"code": code_of(secret)}, follow=True)

    assert answer.redirect_chain == [("/account/2fa/recovery-codes/", 302)]
    assert "10 of 10 are left." in words_of(answer)
    assert [letter.subject for letter in mail.outbox] == ["Visible Hands: The second factor is on"]


def test_the_page_shows_the_secret_as_a_square_that_the_policy_lets_in(confirmed_worker, client):
    sign_in(client, confirmed_worker.email)
    show_that_it_is_me(client)

    page = client.get("/account/2fa/totp/activate/")

    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    assert "img-src 'self' data:" in page.headers["Content-Security-Policy"]


def test_a_wrong_code_switches_nothing_on(confirmed_worker, client):
    sign_in(client, confirmed_worker.email)
    secret_on_page(client)
    answer = client.post("/account/2fa/totp/activate/", {"code": "12345"})

    assert "This code is wrong or has run out." in words_of(answer)
    assert not Authenticator.objects.exists()


def test_an_unconfirmed_address_is_confirmed_first(worker, client):
    sign_in(client, worker.email)
    client.get("/account/email/")
    answer = client.get("/account/2fa/totp/activate/", follow=True)

    assert "Confirm your e-mail address first" in words_of(answer)
    assert not Authenticator.objects.exists()


def test_the_password_alone_opens_nothing_once_it_is_on(guarded_worker, client):
    worker, secret, _codes = guarded_worker
    answer = sign_in(client, worker.email)
    before = is_signed_in(client)
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})

    assert (answer.url, before) == ("/account/2fa/authenticate/", False)
    assert is_signed_in(client)


def test_a_code_works_once(guarded_worker, client):
    worker, secret, _codes = guarded_worker
    code = code_of(secret)
    sign_in(client, worker.email)
    client.post("/account/2fa/authenticate/", {"code": code})
    client.post("/account/logout/")
    sign_in(client, worker.email)
    again = client.post("/account/2fa/authenticate/", {"code": code})

    assert "This code is wrong or has run out." in words_of(again)
    assert not is_signed_in(client)


def test_a_recovery_code_opens_once(guarded_worker, client):
    worker, _secret, codes = guarded_worker
    sign_in(client, worker.email)
    client.post("/account/2fa/authenticate/", {"code": codes[0]})
    first = is_signed_in(client)
    client.post("/account/logout/")
    sign_in(client, worker.email)
    client.post("/account/2fa/authenticate/", {"code": codes[0]})

    assert (first, is_signed_in(client)) == (True, False)


def test_the_codes_are_shown_and_downloaded_after_showing_that_it_is_you(guarded_worker, client):
    worker, secret, codes = guarded_worker
    sign_in(client, worker.email)
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    asked = client.get("/account/2fa/recovery-codes/")
    show_that_it_is_me(client)

    shown = client.get("/account/2fa/recovery-codes/").content.decode()
    text = client.get("/account/2fa/recovery-codes/download/")

    assert asked.url.startswith("/account/reauthenticate/")
    assert re.findall(r"<li><code>(\d+)</code></li>", shown) == codes
    assert text.content.decode().split("\n")[1:11] == codes


def test_an_old_session_is_asked_again_before_the_factor_is_switched_off(guarded_worker, client, time_machine):
    worker, secret, _codes = guarded_worker
    time_machine.move_to("2026-03-02 12:00Z", tick=False)
    sign_in(client, worker.email)
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    time_machine.move_to("2026-03-02 12:30Z", tick=False)
    asked = client.post("/account/2fa/totp/deactivate/")
    client.post("/account/2fa/reauthenticate/", {"code": code_of(secret)})
    client.post("/account/2fa/totp/deactivate/")

    assert asked.url == "/account/reauthenticate/?next=%2Faccount%2F2fa%2Ftotp%2Fdeactivate%2F"
    assert not Authenticator.objects.filter(user=worker, type="totp").exists()
    assert mail.outbox[-1].subject == "Visible Hands: The second factor is off"
