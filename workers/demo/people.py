"""The people of the demonstration. Their passwords and tokens are known: never in production."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.crypto import salted_hmac

from accounts.models import ApiToken, User
from ledger.domain import funding

PASSWORD = "visible hands, open books"  # noqa: S105 (printed on purpose, in development only)
MONEY_MICROS = 500_000_000
KNOWN_FOR = timedelta(days=30)
# Further people whom nobody signs in as: they have no password. The first gives work, the others do it.
JONAS = "jonas@demo.example"
CROWD = [
    "Ngozi Eze",
    "Paolo Ricci",
    "Mei Tanaka",
    "Fatou Ndiaye",
    "Andrei Popescu",
    "Rosa Quispe",
    "Hery Rakoto",
    "Priya Nair",
    "Tomasz Zając",
    "Aylin Demir",
    "Maria Gómez",
    "John Mwangi",
]


class NotInDevelopment(Exception):
    """Demo people have known passwords; this server isn't a development one."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody to sign in as."""

    role: str
    email: str
    name: str

    @property
    def token(self) -> str:
        """The API token's text: derived from the server's secret, for only its hash is stored."""
        return "vh_" + salted_hmac("workers.demo", self.email, algorithm="sha256").hexdigest()[:40]


ACCOUNTS = [
    DemoAccount("requester", "amina@demo.example", "Amina Benali"),
    DemoAccount("worker", "lea@demo.example", "Léa Martin"),
    DemoAccount("worker", "samuel@demo.example", "Samuel Okafor"),
    DemoAccount("worker", "ines@demo.example", "Inès Dubois"),
    DemoAccount("auditor", "claude@demo.example", "Claude Fontaine"),
]


def refuse_outside_development() -> None:
    """Raise NotInDevelopment on a server that strangers may reach."""
    if not settings.DEVELOPMENT:
        raise NotInDevelopment


def make_people(*, at: datetime) -> dict[str, User]:
    """The demo people by the first part of their address, with money and tokens. Safe to repeat."""
    refuse_outside_development()
    encoded = make_password(PASSWORD)
    people = [_make(account, encoded, at) for account in ACCOUNTS]
    people.append(_make_without_password(JONAS, "Jonas Weber", at, is_requester=True))
    for number, name in enumerate(CROWD, start=1):
        people.append(_make_without_password(f"crowd{number}@demo.example", name, at, is_worker=True))
    for requester in people:
        if requester.is_requester:
            funding.add_money(
                owner_id=requester.pk, amount_micros=MONEY_MICROS, key=f"demo:{requester.pk}", at=at - KNOWN_FOR
            )
    return {person.email.partition("@")[0]: person for person in people}


def _make(account: DemoAccount, encoded: str, at: datetime) -> User:
    user, _made = User.objects.get_or_create(
        email=account.email,
        defaults={
            "display_name": account.name,
            f"is_{account.role}": True,
            "password": encoded,
            "joined_at": at - KNOWN_FOR,
        },
    )
    ApiToken.objects.get_or_create(
        digest=hashlib.sha256(account.token.encode()).hexdigest(),
        defaults={"user": user, "name": "demonstration", "prefix": account.token[:8], "created_at": at},
    )
    return user


def _make_without_password(email: str, name: str, at: datetime, **roles: bool) -> User:
    user, _made = User.objects.get_or_create(
        email=email,
        defaults={"display_name": name, "password": make_password(None), "joined_at": at - KNOWN_FOR, **roles},
    )
    return user
