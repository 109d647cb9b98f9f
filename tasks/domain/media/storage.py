"""Where files lie, and the short-lived addresses that browsers get them by.

A file's key is its content's sha256, so the same file lies there once, and a name that a person chose is
never a path.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import tempfile
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from math import ceil
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.utils.crypto import salted_hmac

BLOCK_BYTES = 64 * 1024
# An address stays the same for so long, that a browser may keep what it fetched.
STEP_SECONDS = 300
INCOMING = "incoming"
_KEY = re.compile(r"[0-9a-f]{2}/[0-9a-f]{62}\.[a-z0-9]{1,8}")
_TOKEN = re.compile(r"([0-9a-f]{64}\.[a-z0-9]{1,8})~([0-9a-f]{1,12})~([A-Za-z0-9_-]{43})")


class BadLink(Exception):
    """The address was not made by us, or was changed."""


class LinkExpired(Exception):
    """The address was ours, and its time is over."""


class Readable(Protocol):
    """All that storing asks of a stream."""

    def read(self, size: int, /) -> bytes: ...


def save(content: bytes, *, extension: str) -> str:
    """Store `content` and say its key. Repeated, it writes nothing."""
    key = key_of(hashlib.sha256(content).hexdigest(), extension)
    _want(key)
    if not default_storage.exists(key):
        with _incoming() as file:
            file.write(content)
            _put(file, key)
    return key


def save_stream(stream: Readable, *, extension: str) -> str:
    """Store what is left to read of `stream`, in small steps, and say its key. Safe to repeat."""
    digest = hashlib.sha256()
    with _incoming() as file:
        while block := stream.read(BLOCK_BYTES):
            digest.update(block)
            file.write(block)
        key = key_of(digest.hexdigest(), extension)
        _want(key)
        if not default_storage.exists(key):
            _put(file, key)
    return key


def _want(key: str) -> None:
    """Somebody needs this file: it isn't one to sweep any more. A sweep that has just begun is waited for."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM tasks_unusedfile WHERE key = %s", [key])


def open(key: str) -> BinaryIO:
    """A stored file, to read; close it. Raises FileNotFoundError."""
    _check(key)
    return cast(BinaryIO, default_storage.open(key, "rb"))


def size_of(key: str) -> int:
    """How many bytes a stored file has. Raises FileNotFoundError."""
    _check(key)
    return default_storage.size(key)


def key_of(sha256: str, extension: str) -> str:
    """The key of a content by its hash in hexadecimal. Raises ValueError for what can't be one."""
    key = f"{sha256[:2]}/{sha256[2:]}.{extension}"
    _check(key)
    return key


def sha256_of(key: str) -> str:
    """The hash of the content that lies under `key`, in hexadecimal."""
    return key[:2] + key[3:65]


def signed_path(key: str, at: datetime) -> str:
    """The address of a stored file: good for MEDIA_URL_SECONDS at least, and one step longer at most.

    Asked twice in one step of STEP_SECONDS it is the same.
    """
    step = int(at.timestamp()) // STEP_SECONDS + 1
    signed = f"{key[:2]}{key[3:]}~{step * STEP_SECONDS + settings.MEDIA_URL_SECONDS:x}"
    return f"{settings.MEDIA_ORIGIN}/media/{signed}~{_signature(signed, settings.SECRET_KEY)}"


def key_from(token: str, at: datetime) -> str:
    """The key in the last part of a signed path. Raises BadLink and LinkExpired."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise BadLink
    signed = token.rpartition("~")[0]
    secrets: list[str] = [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
    if not any(hmac.compare_digest(match[3], _signature(signed, secret)) for secret in secrets):
        raise BadLink
    if at.timestamp() >= int(match[2], 16):
        raise LinkExpired
    return f"{match[1][:2]}/{match[1][2:]}"


def seconds_left(token: str, at: datetime) -> int:
    """How long an address that `key_from` accepted stays good, in whole seconds."""
    return int(token.split("~")[1], 16) - ceil(at.timestamp())


def _signature(signed: str, secret: str) -> str:
    digest = hmac.digest(_signing_key(secret), signed.encode(), "sha256")
    return urlsafe_b64encode(digest).decode().rstrip("=")


@lru_cache(maxsize=8)
def _signing_key(secret: str) -> bytes:
    return salted_hmac("media", "signing key", secret=secret, algorithm="sha256").digest()


def _check(key: str) -> None:
    if not _KEY.fullmatch(key):
        raise ValueError(f"not a key of a stored file: {key[:100]!r}")


@contextmanager
def _incoming() -> Iterator[BinaryIO]:
    """A file to write to before its key is known, on the same disk as its final place; gone in the end."""
    folder = None
    if isinstance(default_storage, FileSystemStorage):
        folder = Path(default_storage.path(INCOMING))
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        try:
            yield cast(BinaryIO, file)
        finally:
            Path(file.name).unlink(missing_ok=True)


def _put(file: BinaryIO, key: str) -> None:
    """Give a whole file its final name in one step: a kill leaves no half file under a key."""
    if isinstance(default_storage, FileSystemStorage):
        file.flush()
        os.fchmod(file.fileno(), default_storage.file_permissions_mode or 0o644)
        os.fsync(file.fileno())
        place = Path(default_storage.path(key))
        place.parent.mkdir(parents=True, exist_ok=True)
        Path(file.name).replace(place)
        return
    file.seek(0)
    saved = default_storage.save(key, File(file))
    if saved != key:
        # Somebody stored the same content meanwhile, and this storage gave ours another name.
        default_storage.delete(saved)
