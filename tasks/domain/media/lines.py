"""Where the lines of pages lie: a table with a row for each line, in the pixels of the page that was uploaded."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from pathlib import PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from tasks.domain.media.refusals import MediaRefused

COLUMNS = ("file", "x", "y", "w", "h")
MOST_BYTES = 32 * 1024**2
MOST_LINES = 200_000
MOST_LINES_A_PAGE = 2_000
_DELIMITERS = ",;\t"

_NO_COLUMNS = _("This list names no lines. Its first row must name the columns file, x, y, w and h.")
_NO_LINES = _("This list names no line that can be used. Check its numbers and upload it again.")
_TOO_MANY = _("This list names more than %(most)s lines. Divide it, and upload the parts.")
_TOO_MANY_ON_PAGE = _("Row %(row)s: “%(name)s” has more than %(most)s lines. Leave some out.")
_BAD_ROW = _("Row %(row)s: x, y, w and h must be numbers of pixels, w and h more than 0, and file the name of a page.")
_NOT_A_TABLE = _("Row %(row)s of this list can’t be read as a row of a table. Save it as “CSV UTF-8”.")


@dataclass(frozen=True, slots=True)
class Line:
    """The box around one line, in pixels of its page, turned upright."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True)
class LineList:
    """The lines of each page in their order, by the name of the page; and the rows that can't be used."""

    pages: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    refused: list[tuple[str, MediaRefused]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(len(lines) for lines in self.pages.values())


def page_name(name: str) -> str:
    """What a page and a list must agree on: the name of the file, whatever folder it lies in."""
    return PurePosixPath(name.replace("\\", "/")).name.casefold()


def read(stream: BinaryIO) -> LineList:
    """The lines that a table names. Raises MediaRefused when none can be used: no_lines, csv_bad, csv_too_many_rows."""
    found = LineList()
    for number, row in _rows(stream):
        line = _line_of(row)
        name = (row.get("file") or "").strip()
        if line is None or not name:
            found.refused.append((name, MediaRefused("bad_line", _BAD_ROW, row=number)))
            continue
        lines = found.pages[page_name(name)]
        if len(lines) == MOST_LINES_A_PAGE:
            refused = MediaRefused("bad_line", _TOO_MANY_ON_PAGE, row=number, name=name[:80], most=MOST_LINES_A_PAGE)
            found.refused.append((name, refused))
            continue
        lines.append(line)
    if not found.count:
        raise MediaRefused("no_lines", _NO_LINES)
    return found


def _rows(stream: BinaryIO) -> Iterator[tuple[int, dict[str, str | None]]]:
    """The rows, by the numbers that a spreadsheet shows."""
    stream.seek(0)
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise MediaRefused("csv_too_many_rows", _TOO_MANY, most=MOST_LINES)
    number = 1
    try:
        text = io.StringIO(content.decode("utf-8-sig"), newline="")
        header = text.readline()
        delimiter = max(_DELIMITERS, key=header.count)
        columns = [name.strip().casefold() for name in next(csv.reader([header], delimiter=delimiter), [])]
        if not set(COLUMNS) <= set(columns):
            raise MediaRefused("no_lines", _NO_COLUMNS)
        for number, row in enumerate(csv.DictReader(text, columns, delimiter=delimiter), start=2):
            if number > MOST_LINES + 1:
                raise MediaRefused("csv_too_many_rows", _TOO_MANY, most=MOST_LINES)
            yield number, row
    except (csv.Error, UnicodeDecodeError) as trouble:
        raise MediaRefused("csv_bad", _NOT_A_TABLE, row=number + 1) from trouble


def _line_of(row: dict[str, str | None]) -> Line | None:
    try:
        x, y, w, h = (float((row.get(side) or "").replace(",", ".")) for side in "xywh")
    except ValueError:
        return None
    usable = all(map(isfinite, (x, y, w, h))) and w > 0 and h > 0 and max(abs(x), abs(y), w, h) < 1_000_000
    return Line(x, y, w, h) if usable else None
