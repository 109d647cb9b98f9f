"""How the rows of a list read: which cell holds the address or the text, and what one row says."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from django.utils.translation import gettext_lazy as _

from tasks.domain.media import cells
from tasks.domain.media.refusals import MediaRefused

Shape = Literal["table", "json", "lines"]
Kind = Literal["url", "text"]
URL_COLUMNS = ("url", "image_url", "audio_url")
TEXT_COLUMN = "text"
NAME_COLUMN = "name"
KNOWN_COLUMNS = (*URL_COLUMNS, TEXT_COLUMN, NAME_COLUMN)
DELIMITERS = (",", ";", "\t")

_BAD_ROW = _("This row can’t be read as a row of a table. Check its quotation marks.")
_BAD_JSON = _("This line is no JSON object with “url” or “text”, and no JSON text.")
_BAD_HEADER = _("The first row of this list can’t be read. It should name the columns, such as: url, name.")


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read the rows of one list. `column` and `name_column` count cells from 0; None: there is no such
    cell.
    """

    kind: Kind
    shape: Shape
    delimiter: str = ""
    has_header: bool = False
    columns: tuple[str, ...] = ()
    column: int = 0
    name_column: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number` is the line of a text, or the row of a table as a spreadsheet counts, a header being
    row 1.

    Either `url` or `text` is set, or `error` says why the row can't be used.
    """

    number: int
    url: str | None
    text: str | None
    name: str
    error: MediaRefused | None = None


def shape_of(first_line: bytes, name: str) -> tuple[Shape, str]:
    """What sort of list begins with `first_line`, and what stands between the cells of a table."""
    ending, line = PurePosixPath(name.lower()).suffix, first_line.decode(errors="replace")
    if ending in (".jsonl", ".ndjson") or (ending not in (".csv", ".tsv") and _is_json_object(line)):
        return "json", ""
    if ending == ".tsv":
        return "table", "\t"
    if ending == ".csv":
        return "table", max(DELIMITERS, key=lambda delimiter: _header_worth(line, delimiter))
    return "lines", ""


def layout_of(sample: Sequence[str], shape: Shape, delimiter: str) -> Layout:
    """How to read a list whose first one or two rows are `sample`. Raises MediaRefused: csv_bad."""
    first = sample[0]
    if shape == "lines":
        return Layout(_kind_of(first.strip()), shape)
    if shape == "json":
        return _json_layout(first)
    header = _split(first, delimiter)
    if not header:
        raise MediaRefused("csv_bad", _BAD_HEADER)
    if cells.looks_like_url(header[0]):
        return Layout("url", shape, delimiter)
    columns = tuple(cells.short_name(cell) for cell in header)
    places = {column.lower(): place for place, column in reversed(list(enumerate(columns)))}
    name_column = places.get(NAME_COLUMN)
    for column in URL_COLUMNS:
        if column in places:
            return Layout("url", shape, delimiter, True, columns, places[column], name_column)
    if TEXT_COLUMN in places:
        return Layout("text", shape, delimiter, True, columns, places[TEXT_COLUMN], name_column)
    row = _split(sample[1], delimiter) if len(sample) > 1 else None
    return Layout(_kind_of(row[0] if row else ""), shape, delimiter, True, columns, 0, name_column or None)


def row_of(content: str, number: int, layout: Layout) -> Row:
    """What one record says; a refusal of it is part of the row, and stops nothing."""
    name = ""
    try:
        value, name = _value_of(content, layout)
        if layout.kind == "url":
            url = cells.check_url(value)
            return Row(number, url, None, cells.short_name(name) or cells.name_of_url(url))
        text = cells.check_text(value)
        return Row(number, None, text, cells.short_name(name) or cells.short_name(text))
    except MediaRefused as refused:
        return Row(number, None, None, cells.short_name(name or content), refused)


def _value_of(content: str, layout: Layout) -> tuple[str, str]:
    """The cell that holds the address or text, and the cell that names the row, as they were written."""
    if layout.shape == "lines":
        return content, ""
    if layout.shape == "json":
        return _json_value(content, layout.kind)
    row = _split(content, layout.delimiter)
    if row is None:
        raise MediaRefused("csv_row", _BAD_ROW)
    name_column = layout.name_column
    name = row[name_column] if name_column is not None and name_column < len(row) else ""
    return (row[layout.column] if layout.column < len(row) else ""), name


def _split(content: str, delimiter: str) -> list[str] | None:
    """The cells of one record; None when it is no row of a table."""
    try:
        return next(csv.reader([content], delimiter=delimiter), None)
    except csv.Error:
        return None


def _header_worth(line: str, delimiter: str) -> tuple[int, int]:
    """How well a header reads with `delimiter`: by the columns that we know, then by their number."""
    row = _split(line, delimiter) or []
    return sum(cell.strip().lower() in KNOWN_COLUMNS for cell in row), len(row)


def _kind_of(value: str) -> Kind:
    return "url" if cells.looks_like_url(value.strip()) else "text"


def _json_layout(first: str) -> Layout:
    """A list of JSON lines is read as its first line is: addresses or texts."""
    try:
        line = _parsed(first)
    except MediaRefused:
        return Layout("text", "json")
    if isinstance(line, str):
        return Layout(_kind_of(line), "json")
    columns = tuple(cells.short_name(str(column)) for column in line)
    return Layout("url" if any(column in line for column in URL_COLUMNS) else "text", "json", columns=columns)


def _json_value(content: str, kind: Kind) -> tuple[str, str]:
    line = _parsed(content)
    if isinstance(line, str):
        return line, ""
    name = line.get(NAME_COLUMN)
    wanted = URL_COLUMNS if kind == "url" else (TEXT_COLUMN,)
    value = next((line[column] for column in wanted if column in line), None)
    if not isinstance(value, str):
        raise MediaRefused("json_bad", _BAD_JSON)
    return value, name if isinstance(name, str) else ""


def _parsed(content: str) -> str | dict[str, object]:
    try:
        line = json.loads(content)
    except (ValueError, RecursionError) as trouble:
        raise MediaRefused("json_bad", _BAD_JSON) from trouble
    if not isinstance(line, str | dict):
        raise MediaRefused("json_bad", _BAD_JSON)
    return line


def _is_json_object(line: str) -> bool:
    if not line.lstrip().startswith("{"):
        return False
    try:
        return isinstance(_parsed(line), dict)
    except MediaRefused:
        return False
