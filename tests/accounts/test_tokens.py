"""API tokens: shown once, kept as a fingerprint, refused when revoked."""

import hashlib
import re

from accounts import api
from accounts.domain import tokens
from accounts.models import ApiToken
from tests.fixtures import NOON

EARNINGS = "/api/v1/me/earnings"


def make(client) -> str:
    page = client.post("/account/tokens/", {"name": "my script"}).content.decode()
    return re.search(r'id="new-token">(vh_[\w-]+)</code>', page)[1]


def test_a_new_token_is_shown_once(worker, client):
    client.force_login(worker)
    text = make(client)

    again = client.get("/account/tokens/").content.decode()

    assert text not in again
    assert text[:8] in again
    assert "my script" in again


def test_only_the_fingerprint_of_a_token_is_kept(worker, client):
    client.force_login(worker)
    text = make(client)

    row = ApiToken.objects.values().get()
    assert row["digest"] == hashlib.sha256(text.encode()).hexdigest()
    assert not [value for value in row.values() if text in str(value)]


def test_the_page_with_a_token_is_stored_by_no_cache(worker, client):
    client.force_login(worker)

    answer = client.post("/account/tokens/", {"name": "my script"})

    assert "no-store" in answer.headers["Cache-Control"]


def test_a_token_opens_the_api_until_it_is_revoked(worker, client, monkeypatch):
    # A process believes a token for some seconds: here for none.
    monkeypatch.setattr(api, "KEPT_SECONDS", 0.0)
    client.force_login(worker)
    headers = {"Authorization": f"Token {make(client)}"}
    client.logout()
    opened = client.get(EARNINGS, headers=headers)
    client.force_login(worker)
    client.post(f"/account/tokens/{ApiToken.objects.get().pk}/revoke/")
    client.logout()
    refused = client.get(EARNINGS, headers=headers)

    assert opened.status_code == 200
    assert (refused.status_code, refused.json()["detail"]) == (
        401,
        "This token is unknown or was revoked. Make a new one in your account.",
    )


def test_nobody_revokes_the_token_of_somebody_else(worker, other_worker, client):
    token, text = tokens.issue(user=worker, name="script", at=NOON)
    client.force_login(other_worker)

    answer = client.post(f"/account/tokens/{token.pk}/revoke/")

    assert answer.status_code == 404
    assert tokens.token_for(text=text) == token


def test_a_token_of_a_closed_account_opens_nothing(worker, db):
    _token, text = tokens.issue(user=worker, name="script", at=NOON)
    worker.is_active = False
    worker.save()

    assert tokens.token_for(text=text) is None


def test_the_list_of_tokens_takes_the_same_queries_however_long_it_is(worker, client, django_assert_num_queries):
    client.force_login(worker)
    for number in range(20):
        tokens.issue(user=worker, name=f"script {number}", at=NOON)

    with django_assert_num_queries(3):
        client.get("/account/tokens/")
