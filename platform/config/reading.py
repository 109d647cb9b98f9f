"""Reading settings from the environment, or from files that it names; a wrong value is refused with a sentence."""

import base64
import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import environ
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import ImproperlyConfigured
from stdnum import iban as stdnum_iban

TRUE = ("1", "true", "yes", "on")
FALSE = ("0", "false", "no", "off")


def _given(name: str) -> str | None:
    """What the environment says for `name`, or the file that `<name>_FILE` names; None for nothing or emptiness."""
    if file := os.environ.get(f"{name}_FILE"):
        try:
            return Path(file).read_text().strip() or None
        except (OSError, UnicodeDecodeError) as trouble:
            raise ImproperlyConfigured(f"{name}_FILE={file} can’t be read as text: {trouble}.") from None
    return os.environ.get(name, "").strip() or None


def text(name: str, default: str = "", *, among: Sequence[str] = (), like: str = "", for_example: str = "") -> str:
    """A text: one of `among`, or one that the pattern `like` fits, where they are given.

    The refusal shows `for_example` and never the value: it may hold a password.
    """
    given = _given(name)
    if given is None:
        return default
    if among and given not in among:
        choice = f"for example {for_example}" if for_example else f"choose among {', '.join(among)}"
        raise ImproperlyConfigured(f"{name}={given} is unknown: {choice}.")
    if like and not re.fullmatch(like, given):
        raise ImproperlyConfigured(f"{name} is not of the form that is needed, for example {for_example}.")
    return given


def iban(name: str, default: str) -> str:
    """The number of a bank account (ISO 13616), without spaces. A wrong check digit is refused."""
    given = re.sub(r"\s", "", _given(name) or default).upper()
    if given and not stdnum_iban.is_valid(given, check_country=False):
        raise ImproperlyConfigured(f"{name} is not a valid IBAN: compare it with what your bank says.")
    return given


def fernet_keys(name: str, derive_from: str) -> list[Fernet]:
    """Keys that seal what must not lie open in the database, by comma; in development one is derived from a secret."""
    given = listed(name, [])
    if not given and derive_from:
        given = [base64.urlsafe_b64encode(hashlib.sha256(f"{name}{derive_from}".encode()).digest()).decode()]
    try:
        return [Fernet(key) for key in given]
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} must hold Fernet keys, by comma: 32 random bytes in URL-safe base64, made for example by "
            "`openssl rand -base64 32 | tr +/ -_`."
        ) from None


def signing_key(name: str, derive_from: str) -> Ed25519PrivateKey | None:
    """A key to sign with; in development one is derived from a secret. None where there is none."""
    given = _given(name)
    if given is None:
        return (
            Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"{name}{derive_from}".encode()).digest())
            if derive_from
            else None
        )
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(given, validate=True))
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} must hold 32 random bytes in base64, made for example by `openssl rand -base64 32`."
        ) from None


def switch(name: str, *, default: bool) -> bool:
    """On or off. Another word is refused: a mistyped `true` must not leave a door open."""
    given = _given(name)
    if given is None:
        return default
    if given.lower() not in (*TRUE, *FALSE):
        raise ImproperlyConfigured(f"{name}={given} is neither on nor off: write true or false.")
    return given.lower() in TRUE


def whole(name: str, default: int, *, least: int = 0, most: int = 2**31 - 1) -> int:
    """A whole number between `least` and `most`, both included."""
    given = _given(name)
    if given is None:
        return default
    if not re.fullmatch(r"-?\d{1,15}", given) or not least <= int(given) <= most:
        raise ImproperlyConfigured(f"{name}={given} must be a whole number from {least} to {most}.")
    return int(given)


def listed(name: str, default: list[str]) -> list[str]:
    """Texts between commas."""
    given = _given(name)
    return default if given is None else [each.strip() for each in given.split(",") if each.strip()]


def database(name: str, default: str) -> dict[str, Any]:
    """Django's settings of the PostgreSQL database at an address. A password in it is never shown."""
    refusal = ImproperlyConfigured(
        f"{name} must name a PostgreSQL database (postgres://user:password@host:5432/name): no other engine keeps the "
        "promises."
    )
    try:
        found: dict[str, Any] = dict(environ.Env.db_url_config(_given(name) or default))
    except (ValueError, ImproperlyConfigured):
        raise refusal from None
    if found.get("ENGINE") != "django.db.backends.postgresql":
        raise refusal
    return found
