"""Sheets as files: CSV as it is read, XLSX and Parquet by way of a file of their own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from transparency.domain.auditing.sheets import Form, Sheet
from web.domain.spreadsheets import plain_cell

# A spreadsheet or a Parquet file of more rows keeps a reader waiting; CSV comes row by row, however many there are.
MOST_ROWS = 50_000
BATCH = 1_000
DECIMALS = 3
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


class TooMany(Exception):
    """More rows than fit into this form of file."""


def csv_parts(*, sheet: Sheet) -> Iterator[bytes]:
    """The sheet as CSV, a thousand rows at a time; no text of a person's becomes a formula."""
    yield _lines([[column.head for column in sheet.columns]])
    rows = iter(sheet.rows)
    while part := list(islice(rows, BATCH)):
        yield _lines([[_written(value) for value in row] for row in part])


def _lines(rows: list[list[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _written(value: Any) -> Any:
    if isinstance(value, str):
        return plain_cell(value)
    return round(value, DECIMALS) if isinstance(value, float) else value


def write_xlsx(*, sheet: Sheet, file: IO[bytes]) -> None:
    """Write the sheet as a workbook of one. Raises TooMany."""
    # It takes a fifth of a second to load, and hardly any request needs it.
    from openpyxl import Workbook  # noqa: PLC0415

    _bounded(sheet)
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.name)
    page.freeze_panes = "A2"
    page.append([column.head for column in sheet.columns])
    for row in sheet.rows:
        page.append([_written(value) for value in row])
    book.save(file)


def write_parquet(*, sheet: Sheet, file: IO[bytes]) -> None:
    """Write the sheet as Parquet: amounts as exact decimals, what is unknown as null. Raises TooMany."""
    # As above: it is large.
    import pyarrow as arrow  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    _bounded(sheet)
    types = {
        Form.TEXT: arrow.string(),
        Form.COUNT: arrow.int64(),
        Form.MONEY: arrow.decimal128(20, 6),
        Form.SECONDS: arrow.float64(),
        Form.SHARE: arrow.float64(),
    }
    schema = arrow.schema([(column.head, types[column.form]) for column in sheet.columns])
    rows = iter(sheet.rows)
    with parquet.ParquetWriter(file, schema) as writer:
        while part := list(islice(rows, BATCH)):
            columns = zip(zip(*part, strict=True), schema, strict=True)
            arrays = [arrow.array(values, type=field.type) for values, field in columns]
            writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))


def _bounded(sheet: Sheet) -> None:
    if sheet.row_count > MOST_ROWS:
        raise TooMany
