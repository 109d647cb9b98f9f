"""Taking in one uploaded file: looked at, hashed and stored, in one pass and in small steps."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tasks.domain.media import storage
from tasks.domain.media.refusals import MediaRefused
from tasks.domain.media.sniffing import HEAD_BYTES, Medium, sniff

_TOO_LARGE = _("This file has more than %(most)s megabytes. Divide it, and upload the parts.")
UPLOAD_EXTENSION = "upload"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An uploaded file as it came, in the storage; `size` in bytes, `sha256` in hexadecimal."""

    key: str
    sha256: str
    size: int
    medium: Medium


def store_upload(stream: storage.Readable, name: str, size: int) -> StoredFile:
    """Keep an uploaded file as it is, to be cut later. Repeated, it is stored once.

    `size` is what the sender says, for an early refusal; what arrives is counted. Raises MediaRefused, and
    then nothing is kept: empty, too_large, or what the file looks like.
    """
    most = settings.UPLOAD_MAX_BYTES
    if size > most:
        raise too_large(most)
    head = b""
    while len(head) < HEAD_BYTES and (block := stream.read(HEAD_BYTES - len(head))):
        head += block
    medium = sniff(head, name)
    counted = _Counted(head, stream, most)
    key = storage.save_stream(counted, extension=UPLOAD_EXTENSION)
    return StoredFile(key=key, sha256=storage.sha256_of(key), size=counted.size, medium=medium)


def too_large(most: int) -> MediaRefused:
    """The refusal of a file of more than `most` bytes."""
    return MediaRefused("too_large", _TOO_LARGE, most=most // 1_000_000)


class _Counted:
    """A stream whose head was read already; it stops what grows past `most` bytes."""

    def __init__(self, head: bytes, rest: storage.Readable, most: int) -> None:
        self._head = BytesIO(head)
        self._rest = rest
        self._most = most
        self.size = 0

    def read(self, size: int, /) -> bytes:
        block = self._head.read(size) or self._rest.read(size)
        self.size += len(block)
        if self.size > self._most:
            raise too_large(self._most)
        return block
