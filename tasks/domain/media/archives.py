"""What a ZIP holds, and one file of it at a time. Nothing that an archive claims of itself is believed.

`zipfile` reads the directory of the archive. A file's bytes are read here, from its own place on: opening an
archive of 100,000 files anew for each of them would take hours.
"""

from __future__ import annotations

import re
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.utils.translation import gettext_lazy as _

from tasks.domain.media.refusals import MediaRefused

MOST_FILES = 100_000
MOST_FILE_BYTES = 200 * 1024**2
MOST_BYTES = 20 * 1024**3
# More than this many bytes out of one is no honest picture, recording or list, once it is larger than ten
# megabytes.
MOST_RATIO = 200
RATIO_FROM_BYTES = 10 * 1024**2
STEP_BYTES = 64 * 1024
IN_MEMORY_BYTES = 4 * 1024**2

MOST_DIRECTORY_BYTES = 24 * 1024**2

_LOCAL_HEADER = struct.Struct("<4s2xHH16xHH")
_LOCAL_MARK = b"PK\x03\x04"
_LOCKED = 0x2041
_NOBODYS_FILES = ("thumbs.db", "desktop.ini")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DRIVE = re.compile(r"^[A-Za-z]:")

_BROKEN = _("This ZIP is damaged or incomplete. Pack the files again and upload the new ZIP.")
_TOO_MANY = _("This ZIP holds more than %(most)s files. Divide it into several and upload each of them.")
_TOO_LARGE_IN_ALL = _("Unpacked, this ZIP would take more than %(most)s gigabytes. Divide it into several.")
_BOMB = _("This ZIP holds files that share their bytes, or that swell to many times their size. We don’t open it.")
_FILE_BOMB = _("Unpacked, this file swells to many times its packed size, so we don’t open it.")
_FILE_TOO_LARGE = _("This file has more than %(most)s megabytes. Divide it, and upload the parts.")
_ENCRYPTED = _("This file in the ZIP is locked with a password. Pack it without one and upload it again.")
_UNSAFE_NAME = _("The name of this file points out of the ZIP (it holds .., \\, a drive or a beginning /). Rename it.")
_LINK = _("This is a link to another file, not a file. Put the file itself into the ZIP.")
_METHOD = _("This file is packed in a way that we can’t open. Make an ordinary ZIP (“deflate”) and upload it again.")
_NESTED = _("This is a ZIP inside the ZIP. Unpack it first, or upload it by itself.")
_DAMAGED_FILE = _("This file in the ZIP is damaged. Pack it again and upload it.")


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """One usable file of an archive. `name` is to be shown, never a path; two entries may share it.

    `number` is its place in the archive's directory, from 1; `size` is what the archive claims, in bytes, and
    no more is ever unpacked. `offset`, `packed_size`, `checksum` and `deflated` say how to read it.
    """

    number: int
    name: str
    size: int
    offset: int
    packed_size: int
    checksum: int
    deflated: bool


@dataclass(frozen=True, slots=True)
class ArchiveListing:
    """The usable files of an archive in its own order, and the names of the others with the reasons."""

    entries: list[ArchiveEntry]
    refused: list[tuple[str, MediaRefused]]


def entries(stream: BinaryIO) -> ArchiveListing:
    """Look through an archive's directory. Folders, `__MACOSX` and dot files are left out without a word.

    Raises MediaRefused when nothing of it can be used: zip_bad, zip_too_many_files, zip_bomb, too_large.
    """
    directory, end = _directory(stream)
    if len(directory) > MOST_FILES:
        raise MediaRefused("zip_too_many_files", _TOO_MANY, most=MOST_FILES)
    _refuse_overlaps(directory, end)
    usable: list[ArchiveEntry] = []
    refused: list[tuple[str, MediaRefused]] = []
    for number, record in enumerate(directory, start=1):
        if not _points_out(record) and _is_left_out(record):
            continue
        name = _shown(_decoded(record))
        refusal = _refusal_of(record)
        if refusal is not None:
            refused.append((name, refusal))
        else:
            usable.append(_entry(number, name, record))
    if sum(entry.size for entry in usable) > MOST_BYTES:
        raise MediaRefused("too_large", _TOO_LARGE_IN_ALL, most=MOST_BYTES // 1024**3)
    return ArchiveListing(usable, refused)


def read_entry(stream: BinaryIO, entry: ArchiveEntry) -> BinaryIO:
    """The unpacked bytes of one file, from their beginning; in memory while few, else in a file that goes by
    itself.

    What comes out is counted: not one byte more than `entry.size` is kept.
    Raises MediaRefused: zip_nested, zip_bomb, zip_bad.
    """
    output = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 (the caller closes it)
    try:
        _unpack(stream, entry, cast(BinaryIO, output))
    except BaseException:
        output.close()
        raise
    output.seek(0)
    return cast(BinaryIO, output)


def _directory(stream: BinaryIO) -> tuple[list[zipfile.ZipInfo], int]:
    """The records of the central directory, and where it begins."""
    try:
        with zipfile.ZipFile(cast(BinaryIO, _Careful(stream))) as archive:
            return archive.infolist(), archive.start_dir
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error) as trouble:
        raise MediaRefused("zip_bad", _BROKEN) from trouble


class _Careful:
    """A stream that reads no more at once than a directory of MOST_FILES takes: `zipfile` reads it whole."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.seek = stream.seek
        self.tell = stream.tell

    def read(self, size: int = -1) -> bytes:
        if size > MOST_DIRECTORY_BYTES:
            raise MediaRefused("zip_too_many_files", _TOO_MANY, most=MOST_FILES)
        return self._stream.read(size)


def _refuse_overlaps(directory: list[zipfile.ZipInfo], end: int) -> None:
    """A small archive can claim petabytes when its files share the same bytes: each must have its own."""
    previous_end = 0
    for record in sorted(directory, key=lambda record: record.header_offset):
        if record.header_offset < previous_end:
            raise MediaRefused("zip_bomb", _BOMB)
        previous_end = record.header_offset + _LOCAL_HEADER.size + record.compress_size
    if previous_end > end:
        raise MediaRefused("zip_bomb", _BOMB)


def _is_left_out(record: zipfile.ZipInfo) -> bool:
    parts = record.orig_filename.split("/")
    return (
        record.is_dir()
        or "__MACOSX" in parts
        or parts[-1].lower() in _NOBODYS_FILES
        or any(part.startswith(".") and part not in (".", "..") for part in parts)
    )


def _points_out(record: zipfile.ZipInfo) -> bool:
    name = record.orig_filename
    return bool("\x00" in name or "\\" in name or name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"))


def _refusal_of(record: zipfile.ZipInfo) -> MediaRefused | None:
    mode = record.external_attr >> 16
    if _points_out(record):
        return MediaRefused("zip_unsafe_name", _UNSAFE_NAME)
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return MediaRefused("zip_link", _LINK)
    if record.flag_bits & _LOCKED:
        return MediaRefused("zip_encrypted", _ENCRYPTED)
    if record.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return MediaRefused("zip_method", _METHOD)
    if record.file_size > MOST_FILE_BYTES:
        return MediaRefused("too_large", _FILE_TOO_LARGE, most=MOST_FILE_BYTES // 1024**2)
    if record.file_size > RATIO_FROM_BYTES and record.file_size > MOST_RATIO * record.compress_size:
        return MediaRefused("zip_bomb", _FILE_BOMB)
    return None


def _entry(number: int, name: str, record: zipfile.ZipInfo) -> ArchiveEntry:
    return ArchiveEntry(
        number=number,
        name=name,
        size=record.file_size,
        offset=record.header_offset,
        packed_size=record.compress_size,
        checksum=record.CRC,
        deflated=record.compress_type == zipfile.ZIP_DEFLATED,
    )


def _decoded(record: zipfile.ZipInfo) -> str:
    """The name as it was meant: some programs write UTF-8 without saying so, and it is read as cp437 then."""
    name = record.orig_filename
    if record.flag_bits & 0x800:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _shown(name: str) -> str:
    """A name for people: its folders set off by “›”, without invisible characters, 200 at most."""
    parts = [part for part in re.split(r"[/\\]", _CONTROL.sub("", name)) if part not in ("", ".", "..")]
    shown = " › ".join(parts) or "?"
    return shown if len(shown) <= 200 else "…" + shown[-199:]


def _unpack(stream: BinaryIO, entry: ArchiveEntry, output: BinaryIO) -> None:
    size = checksum = 0
    for block in _unpacked(stream, entry):
        if size == 0 and block.startswith(_LOCAL_MARK):
            raise MediaRefused("zip_nested", _NESTED)
        size += len(block)
        if size > entry.size:
            raise MediaRefused("zip_bomb", _FILE_BOMB)
        checksum = zlib.crc32(block, checksum)
        output.write(block)
    if size != entry.size or checksum != entry.checksum:
        raise MediaRefused("zip_bad", _DAMAGED_FILE)


def _unpacked(stream: BinaryIO, entry: ArchiveEntry) -> Iterator[bytes]:
    """The bytes of one file, in steps of STEP_BYTES whatever the packed bytes swell to.

    After a full step more may be to come, even when all packed bytes were taken in.
    """
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    for packed in _packed(stream, entry):
        if not entry.deflated:
            yield packed
            continue
        try:
            while block := unpacker.decompress(packed, STEP_BYTES):
                yield block
                packed = unpacker.unconsumed_tail
        except zlib.error as trouble:
            raise MediaRefused("zip_bad", _DAMAGED_FILE) from trouble
    if entry.deflated and not unpacker.eof:
        raise MediaRefused("zip_bad", _DAMAGED_FILE)


def _packed(stream: BinaryIO, entry: ArchiveEntry) -> Iterator[bytes]:
    stream.seek(entry.offset)
    header = stream.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or not header.startswith(_LOCAL_MARK):
        raise MediaRefused("zip_bad", _DAMAGED_FILE)
    _mark, flags, method, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    if flags & _LOCKED or (method == zipfile.ZIP_DEFLATED) != entry.deflated:
        raise MediaRefused("zip_bad", _DAMAGED_FILE)
    stream.seek(entry.offset + _LOCAL_HEADER.size + name_length + extra_length)
    left = entry.packed_size
    while left:
        block = stream.read(min(STEP_BYTES, left))
        if not block:
            raise MediaRefused("zip_bad", _DAMAGED_FILE)
        left -= len(block)
        yield block
