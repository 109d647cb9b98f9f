"""Signing in again where one stands. A page carries a sealed word of whose it is, and lets nobody else go on in it."""

from __future__ import annotations

from django.core import signing

SALT = "sign in again"


class NotOurs(Exception):
    """The word was not sealed by us, or was changed."""


def sealed(*, person_id: int) -> str:
    """Whose page it is, in a word that only this site can have written. It opens no door by itself."""
    return signing.dumps(person_id, salt=SALT)


def opened(word: str) -> int:
    """The primary key in a sealed word. Raises NotOurs."""
    try:
        return int(signing.loads(word, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError):
        raise NotOurs from None
