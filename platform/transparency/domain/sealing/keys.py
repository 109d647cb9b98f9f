"""Signing with the site's key (Ed25519), whose private half is in no database (`LOG_SIGNING_KEY`)."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import connection, transaction

from transparency.models import SigningKey

# Two processes that write down a new key at once: one waits for the other.
_LOCK = 7600


class NoSigningKey(Exception):
    """This site has no LOG_SIGNING_KEY: it signs nothing, and so seals nothing."""


class KeyWasReplaced(Exception):
    """This process has a key that another one replaced meanwhile. Started anew, it has the present one."""


@dataclass(frozen=True, slots=True)
class Signature:
    """64 bytes that only the holder of the private key can make of a message, and whose key it was."""

    key_id: str
    value: bytes


def is_open() -> bool:
    """Whether this site has a key to sign with."""
    return settings.LOG_SIGNING_KEY is not None


def sign(message: bytes) -> Signature:
    """The site's signature of `message`. The key's public half is written down when it first signs.

    Raises NoSigningKey and KeyWasReplaced.
    """
    private = _private_key()
    key = _written_down(private.public_key().public_bytes_raw())
    return Signature(key_id=key.pk, value=private.sign(message))


def present_key_id() -> str:
    """The name of the key that `sign` will sign with. Raises NoSigningKey."""
    return key_id_of(_private_key().public_key().public_bytes_raw())


def public_key() -> SigningKey | None:
    """The key that this site signs with today; None before it first signed."""
    return SigningKey.objects.filter(ended_at__isnull=True).first()


def public_keys() -> list[SigningKey]:
    """Every key that this site ever signed with, the newest first. What an ended one signed stays valid."""
    return list(SigningKey.objects.order_by("-since", "key_id"))


def known_key(key_id: str) -> SigningKey:
    """The key of that name. Raises SigningKey.DoesNotExist."""
    return SigningKey.objects.get(pk=key_id)


def is_signed(*, message: bytes, signature: bytes, public_key: bytes) -> bool:
    """Whether `signature` was made of `message` by the holder of the key."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def key_id_of(public_key: bytes) -> str:
    """The short name of a public key: 16 hexadecimal digits of its SHA-256."""
    return sha256(public_key).hexdigest()[:16]


def _private_key() -> Ed25519PrivateKey:
    if settings.LOG_SIGNING_KEY is None:
        raise NoSigningKey
    return settings.LOG_SIGNING_KEY


def _written_down(public: bytes) -> SigningKey:
    """The row of a key; a new one ends the one before. Safe to repeat, and for several processes at once."""
    known = SigningKey.objects.filter(pk=key_id_of(public)).first() or _begin(public)
    if known.ended_at:
        raise KeyWasReplaced(known.pk)
    return known


@transaction.atomic
def _begin(public: bytes) -> SigningKey:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("SELECT clock_timestamp()")
        (at,) = cursor.fetchone()
    key_id = key_id_of(public)
    if known := SigningKey.objects.filter(pk=key_id).first():
        return known
    SigningKey.objects.filter(ended_at__isnull=True).update(ended_at=at)
    return SigningKey.objects.create(key_id=key_id, public_key=public, since=at)
