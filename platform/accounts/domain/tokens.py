"""API tokens: shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from accounts.models import ApiToken, User

PREFIX = "vh_"
NOTE_USE_EVERY = timedelta(minutes=1)


def issue(*, user: User, name: str, at: datetime) -> tuple[ApiToken, str]:
    """A new token of `user` and its text, which nobody can read again."""
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(user=user, name=name, digest=digest_of(text), prefix=text[:8], created_at=at)
    return token, text


def revoke(*, token: ApiToken, at: datetime) -> None:
    """End a token. Safe to repeat; programs are refused within `accounts.api.KEPT_SECONDS`."""
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at)


def token_for(*, text: str) -> ApiToken | None:
    """The living token with this text, with its person; None when there is none or the person may not sign in."""
    if not text.startswith(PREFIX):
        return None
    return (
        ApiToken.objects.select_related("user")
        .filter(digest=digest_of(text), revoked_at__isnull=True, user__is_active=True)
        .first()
    )


def note_use(*, token: ApiToken, at: datetime) -> None:
    """Remember that a token was used, once a minute at most."""
    if token.last_used_at is None or at - token.last_used_at >= NOTE_USE_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
        token.last_used_at = at


def digest_of(text: str) -> str:
    """What is stored of a token's text: its SHA-256, for the text itself is random and long."""
    return hashlib.sha256(text.encode()).hexdigest()
