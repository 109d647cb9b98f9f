"""A list divided into records: lines, or rows whose quoted cells may hold line ends (RFC 4180)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext_lazy as _

from tasks.domain.media.refusals import MediaRefused

MOST_RECORD_BYTES = 1024**2

_TOO_LONG = _("Row %(row)s of this list is longer than a megabyte. Is a quotation mark in it never closed?")
_UNCLOSED = _("The quotation mark that opens in row %(row)s is never closed. Close it and upload the list again.")


class Record(NamedTuple):
    """`content` with its line end. `number` counts from 1, blank records too; `offset` is in bytes."""

    number: int
    offset: int
    content: bytes


def records(stream: BinaryIO, *, offset: int, number: int, delimiter: str) -> Iterator[Record]:
    """The records of `stream` from its present place on, which is byte `offset` and the begin of record
    `number`.

    Without a `delimiter` quotation marks mean nothing, and each line is a record. Raises MediaRefused:
    csv_bad.
    """
    read_line: Callable[[int], bytes] = stream.readline
    while content := read_line(MOST_RECORD_BYTES + 1):
        if delimiter and b'"' in content and _ends_inside(content, False, delimiter):
            content = _with_rest(content, read_line, number, delimiter)
        if len(content) > MOST_RECORD_BYTES:
            raise MediaRefused("csv_bad", _TOO_LONG, row=number)
        yield Record(number, offset, content)
        offset += len(content)
        number += 1


def _with_rest(content: bytes, read_line: Callable[[int], bytes], number: int, delimiter: str) -> bytes:
    """A record that begins with `content` and goes on until its quotation marks are closed."""
    lines, size, is_inside = [content], len(content), True
    while is_inside:
        line = read_line(MOST_RECORD_BYTES + 1)
        if not line:
            raise MediaRefused("csv_bad", _UNCLOSED, row=number)
        lines.append(line)
        size += len(line)
        if size > MOST_RECORD_BYTES:
            raise MediaRefused("csv_bad", _TOO_LONG, row=number)
        is_inside = _ends_inside(line, True, delimiter)
    return b"".join(lines)


# Inside a quoted cell, two quotation marks are one that belongs to the text. Possessive: no input makes it
# slow.
_CLOSING = re.compile(rb'(?:[^"]++|"")*+"')


@lru_cache(maxsize=4)
def _opening(delimiter: str) -> re.Pattern[bytes]:
    """A quotation mark opens a quoted cell only as its first character, as Python's `csv` reads it."""
    return re.compile(b'(?:^|%b)"' % re.escape(delimiter.encode()))


def _ends_inside(line: bytes, is_inside: bool, delimiter: str) -> bool:
    """Whether a quoted cell is still open at the end of `line`; `is_inside`: one was at its beginning."""
    opening, place = _opening(delimiter), 0
    while True:
        if not is_inside:
            found = opening.search(line, place)
            if found is None:
                return False
            place = found.end()
        closed = _CLOSING.match(line, place)
        if closed is None:
            return True
        place, is_inside = closed.end(), False
