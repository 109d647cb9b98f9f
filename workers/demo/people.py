"""The people of the demonstration. Their passwords and tokens are known: never in production."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils.crypto import salted_hmac

from accounts.models import ApiToken, User
from ledger.domain import funding

PASSWORD = "visible hands, open books"  # noqa: S105 (printed on purpose, in development only)
MONEY_MICROS = 500_000_000
CROWD = 12


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


def make_accounts(*, at: datetime) -> dict[str, list[User]]:
    """The demo people by role; "crowd" are further workers whom nobody signs in as. Safe to repeat."""
    refuse_outside_development()
    people: dict[str, list[User]] = {"requester": [], "worker": [], "auditor": [], "crowd": []}
    for account in ACCOUNTS:
        people[account.role].append(_make(account, at))
    for number in range(1, CROWD + 1):
        user, _made = User.objects.get_or_create(
            email=f"crowd{number}@demo.example", defaults={"display_name": f"Worker {number}", "is_worker": True}
        )
        people["crowd"].append(user)
    requester = people["requester"][0]
    funding.add_money(owner_id=requester.pk, amount_micros=MONEY_MICROS, key="demo", at=at)
    return people


def _make(account: DemoAccount, at: datetime) -> User:
    user, made = User.objects.get_or_create(
        email=account.email, defaults={"display_name": account.name, f"is_{account.role}": True}
    )
    if made:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(user=user, email=account.email, defaults={"primary": True, "verified": True})
    ApiToken.objects.get_or_create(
        digest=hashlib.sha256(account.token.encode()).hexdigest(),
        defaults={"user": user, "name": "demonstration", "prefix": account.token[:8], "created_at": at},
    )
    return user
