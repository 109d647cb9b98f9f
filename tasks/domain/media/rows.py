"""Lists: CSV, TSV, JSON lines and plain lines, of media addresses or of texts, up to a million rows.

`plan` looks through a list once and remembers where chunks begin; `read` reads one chunk from there. Both
divide the bytes into records by the same rule, so they can't disagree about which row is which.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import chain, islice
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _

from tasks.domain.media.layouts import Kind, Layout, Row, Shape, layout_of, row_of, shape_of
from tasks.domain.media.records import Record, records
from tasks.domain.media.refusals import MediaRefused
from tasks.domain.media.sniffing import BYTE_ORDER_MARK

MOST_ROWS = 1_000_000

__all__ = ["MOST_ROWS", "Row", "RowChunk", "RowPlan", "plan", "plan_facts", "plan_from_facts", "read"]

_NO_ROWS = _("This list has no rows. Check it and upload it again.")
_TOO_MANY_ROWS = _("This list has more than %(most)s rows. Divide it, and upload the parts.")
_NOT_UTF8 = _("Row %(row)s of this list is not in UTF-8. Save it as “CSV UTF-8” or “Text, UTF-8” and upload it again.")
_NUL = _("Row %(row)s of this list holds a NUL character: it is no text. Check the file and upload it again.")


@dataclass(frozen=True, slots=True)
class RowChunk:
    """`count` rows; the first of them is row number `first` and begins at byte `offset`."""

    first: int
    count: int
    offset: int


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What a list holds, how its rows read, and where its chunks are."""

    layout: Layout
    total: int
    chunks: tuple[RowChunk, ...]

    @property
    def kind(self) -> Kind:
        return self.layout.kind

    @property
    def columns(self) -> tuple[str, ...]:
        return self.layout.columns


def plan(stream: BinaryIO, name: str, rows_per_chunk: int) -> RowPlan:
    """Look through a list once, in small steps. Blank rows aren't counted.

    Raises MediaRefused when nothing of it can be used: csv_bad, csv_encoding, csv_too_many_rows, empty.
    """
    stream.seek(0)
    begin = len(BYTE_ORDER_MARK) if stream.read(len(BYTE_ORDER_MARK)) == BYTE_ORDER_MARK else 0
    stream.seek(begin)
    shape, delimiter = shape_of(stream.readline(64 * 1024), name)
    stream.seek(begin)
    found = _written(records(stream, offset=begin, number=1, delimiter=delimiter), shape)
    sample = list(islice(found, 2))
    if not sample:
        raise MediaRefused("empty", _NO_ROWS)
    layout = layout_of([record.content.decode() for record in sample], shape, delimiter)
    total, chunks = _chunks(chain(sample[int(layout.has_header) :], found), rows_per_chunk)
    if not total:
        raise MediaRefused("empty", _NO_ROWS)
    return RowPlan(layout, total, chunks)


def plan_facts(plan: RowPlan) -> dict[str, Any]:
    """A plan as JSON, without its chunks: whoever keeps those keeps them as rows."""
    return {"total": plan.total, "layout": asdict(plan.layout)}


def plan_from_facts(facts: dict[str, Any]) -> RowPlan:
    """The plan that `plan_facts` wrote down; its chunks are not in it."""
    layout = {**facts["layout"], "columns": tuple(facts["layout"]["columns"])}
    return RowPlan(Layout(**layout), facts["total"], ())


def read(stream: BinaryIO, plan: RowPlan, chunk: RowChunk) -> Iterator[Row]:
    """The rows of one chunk, the refused ones among them. Each number occurs once in a list."""
    layout = plan.layout
    stream.seek(chunk.offset)
    found = records(stream, offset=chunk.offset, number=chunk.first, delimiter=layout.delimiter)
    for record in islice(_written(found, layout.shape), chunk.count):
        yield row_of(record.content.decode(), record.number, layout)


def _written(found: Iterator[Record], shape: Shape) -> Iterator[Record]:
    """The records that say something; of a table, a row of nothing but delimiters says nothing.

    Raises MediaRefused for what is not UTF-8: one such row tells that the whole list is in another encoding.
    """
    blank = b' \t\r\n\x0b\x0c,;"' if shape == "table" else None
    for record in found:
        content = record.content
        if not content.strip(blank):
            continue
        try:
            content.decode()
        except UnicodeDecodeError as trouble:
            raise MediaRefused("csv_encoding", _NOT_UTF8, row=record.number) from trouble
        if b"\x00" in content:
            raise MediaRefused("csv_bad", _NUL, row=record.number)
        yield record


def _chunks(found: Iterator[Record], rows_per_chunk: int) -> tuple[int, tuple[RowChunk, ...]]:
    """How many records there are, and where each chunk of `rows_per_chunk` begins."""
    begins: list[Record] = []
    total = 0
    for total, record in enumerate(found, start=1):
        if total > MOST_ROWS:
            raise MediaRefused("csv_too_many_rows", _TOO_MANY_ROWS, most=MOST_ROWS)
        if total % rows_per_chunk == 1 or rows_per_chunk == 1:
            begins.append(record)
    counts = [rows_per_chunk] * len(begins)
    if begins:
        counts[-1] = total - rows_per_chunk * (len(begins) - 1)
    return total, tuple(
        RowChunk(begin.number, count, begin.offset) for begin, count in zip(begins, counts, strict=True)
    )
