"""Signing in as a browser does, and the second factor as a telephone computes it."""

from __future__ import annotations

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.http import HttpResponse
from django.test import Client

from accounts.models import User

PASSWORD = "a calm long password"


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post("/account/login/", {"login": email, "password": password}, **more)


def show_that_it_is_me(client: Client) -> None:
    """What the pages of the second factor ask for first."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code_of(secret: str, *, step: int = 0) -> str:
    """What an authenticator app shows now, or some half minutes later."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + step))


def words_of(response: HttpResponse) -> str:
    """The page's source in one line, without what differs from one request to the next."""
    return " ".join(re.sub(r'<input type="hidden" name="csrf\w+" value="\w+">', "", response.content.decode()).split())


@pytest.fixture
def confirmed_worker(worker: User) -> User:
    EmailAddress.objects.create(user=worker, email=worker.email, verified=True, primary=True)
    return worker


@pytest.fixture
def guarded_worker(confirmed_worker: User) -> tuple[User, str, list[str]]:
    """A worker with a second factor: the person, the secret in the telephone, the recovery codes on paper."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(confirmed_worker, secret)
    codes = RecoveryCodes.activate(confirmed_worker).get_unused_codes()
    assert Authenticator.objects.filter(user=confirmed_worker).count() == 2
    return confirmed_worker, secret, codes
