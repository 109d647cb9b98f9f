"""Whose answers they are: a key that only somebody with DEMOGRAPHICS_KEY can make from a worker's number."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import date, datetime

from cryptography.fernet import Fernet
from django.conf import settings
from django.utils import timezone

from transparency.models.demographics import Subject

SALT_BYTES = 32
# What a column of bytes reads as.
Stored = bytes | memoryview


class Closed(Exception):
    """This site has no DEMOGRAPHICS_KEY: nothing is asked, and nothing that was said can be found."""


def is_open() -> bool:
    """Whether this site can ask at all."""
    return bool(settings.DEMOGRAPHICS_KEY)


def key_of(*, worker_number: int) -> str:
    """HMAC-SHA256 of the worker's number, in hex. Raises Closed."""
    return _hmac(str(worker_number).encode()).hex()


def numbers_by_key(*, worker_numbers: Iterable[int]) -> dict[str, int]:
    """The keys of many workers. Whoever holds this may not hold answers beside it for longer than joining takes."""
    return {key_of(worker_number=number): number for number in worker_numbers}


def locked(*, worker_number: int) -> Subject:
    """The worker's row, made when it is first needed, and theirs alone until the transaction ends. Raises Closed."""
    key = key_of(worker_number=worker_number)
    Subject.objects.get_or_create(subject_key=key, defaults={"salt": secrets.token_bytes(SALT_BYTES)})
    return Subject.objects.select_for_update().get(pk=key)


def known(*, worker_number: int) -> Subject | None:
    """The worker's row, if there is one."""
    return Subject.objects.filter(pk=key_of(worker_number=worker_number)).first() if is_open() else None


def pseudonym(*, salt: Stored, scope: str) -> str:
    """A name for one use: two uses of one person can't be laid side by side, and none outlives the salt."""
    return hmac.new(bytes(salt), scope.encode(), hashlib.sha256).hexdigest()[:32]


def seal(words: str, *, salt: Stored) -> bytes:
    """Words that nobody reads without the site's key and the person's salt. The moment isn't in them."""
    return _vault(salt).encrypt_at_time(words.encode(), 0)


def unseal(sealed: Stored, *, salt: Stored) -> str:
    return _vault(salt).decrypt(bytes(sealed)).decode()


def _vault(salt: Stored) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_hmac(b"own words" + bytes(salt))))


def _hmac(content: bytes) -> bytes:
    if not is_open():
        raise Closed
    return hmac.new(settings.DEMOGRAPHICS_KEY.encode(), content, hashlib.sha256).digest()


def day_of(at: datetime) -> date:
    """The day of a moment where the platform is: finer than that nothing here is kept."""
    return timezone.localtime(at, timezone.get_default_timezone()).date()
