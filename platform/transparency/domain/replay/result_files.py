"""Reading result files of Amazon Mechanical Turk, in both layouts that it wrote.

The command-line tools wrote tabs and lower-case names, with the time zone of whoever asked (CET and CEST in Europe);
the requester's web page wrote commas and capitals, in Pacific time.
"""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from io import StringIO
from pathlib import Path

MICROS = 1_000_000
# Hours east of Greenwich. Java writes these names, and no others stand for one offset only.
ZONES = {
    "UTC": 0, "GMT": 0, "CET": 1, "CEST": 2, "PST": -8, "PDT": -7, "MST": -7, "MDT": -6, "EST": -5, "EDT": -4,
}  # fmt: skip
MOST_BYTES = 512 * 1024 * 1024
# One answer may hold a whole document.
csv.field_size_limit(16 * 1024 * 1024)


class BadResultFile(Exception):
    """A file that can't be read, with words that say where and what to do."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column holds what."""

    delimiter: str
    assignment: str
    worker: str
    status: str
    accepted: str
    submitted: str
    reward: str


COMMAND_LINE = Layout(
    delimiter="\t",
    assignment="assignmentid",
    worker="workerid",
    status="assignmentstatus",
    accepted="assignmentaccepttime",
    submitted="assignmentsubmittime",
    reward="reward",
)
WEB_PAGE = Layout(
    delimiter=",",
    assignment="AssignmentId",
    worker="WorkerId",
    status="AssignmentStatus",
    accepted="AcceptTime",
    submitted="SubmitTime",
    reward="Reward",
)


@dataclass(frozen=True, slots=True)
class Answered:
    """One assignment of a file: who did it, when, and what it was offered for."""

    assignment: str
    worker: str
    status: str
    accepted_at: datetime
    submitted_at: datetime
    reward_micros: int


def read(path: Path) -> list[Answered]:
    """The assignments of the result file at `path`, which may be packed with gzip.

    Lines of a HIT that nobody took are left out. Raises BadResultFile.
    """
    text = _text_of(path)
    layout = _layout_of(text, path.name)
    return list(_rows(text, layout, path.name))


def batch_of(path: Path) -> str:
    """What a file is called without its endings: its batch."""
    name = path.name
    for ending in (".gz", ".tsv", ".csv", ".txt", ".results", ".output"):
        name = name.removesuffix(ending)
    return name or path.name


def _text_of(path: Path) -> str:
    try:
        content = path.read_bytes()
        if content.startswith(b"\x1f\x8b"):
            unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            content = unpacker.decompress(content, MOST_BYTES)
            if unpacker.unconsumed_tail or not unpacker.eof:
                raise BadResultFile(
                    f"{path.name} is cut off, or more than 512 MB unpacked. Get it again, or divide it."
                )
        return content.decode("utf-8-sig")
    except OSError as trouble:
        raise BadResultFile(f"{path} can't be read: {trouble.strerror}.") from trouble
    except (gzip.BadGzipFile, zlib.error) as trouble:
        raise BadResultFile(f"{path.name} is broken: it can't be unpacked. Get it again.") from trouble
    except UnicodeDecodeError as trouble:
        raise BadResultFile(f"{path.name} isn't UTF-8 text. Save it as UTF-8.") from trouble


def _layout_of(text: str, name: str) -> Layout:
    first = text.split("\n", 1)[0]
    for layout in (COMMAND_LINE, WEB_PAGE):
        header = next(csv.reader([first.rstrip("\r")], delimiter=layout.delimiter), [])
        if layout.worker in header:
            missing = [column for column in _columns(layout) if column not in header]
            if missing:
                raise BadResultFile(f"{name} lacks the column {missing[0]}. Get the whole result file.")
            return layout
    raise BadResultFile(
        f"{name} is no result file of Mechanical Turk: its first line names neither workerid, between tabs, "
        "nor WorkerId, between commas."
    )


def _columns(layout: Layout) -> list[str]:
    return [layout.assignment, layout.worker, layout.status, layout.accepted, layout.submitted, layout.reward]


def _rows(text: str, layout: Layout, name: str) -> Iterator[Answered]:
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=layout.delimiter)
    try:
        for row in reader:
            if row[layout.assignment]:
                yield _answered(row, layout)
    except BadResultFile as trouble:
        raise BadResultFile(f"{name}, line {reader.line_num}: {trouble}") from trouble
    except csv.Error as trouble:
        raise BadResultFile(f"{name}, line {reader.line_num}: {trouble}.") from trouble


def _answered(row: dict[str, str], layout: Layout) -> Answered:
    if None in row.values():
        raise BadResultFile("the line ends too early.")
    if not row[layout.worker]:
        raise BadResultFile(f"{layout.worker} is empty.")
    accepted, submitted = _moment(row, layout.accepted), _moment(row, layout.submitted)
    if submitted < accepted:
        raise BadResultFile(f"{layout.submitted} lies before {layout.accepted}.")
    return Answered(
        assignment=row[layout.assignment],
        worker=row[layout.worker],
        status=row[layout.status],
        accepted_at=accepted,
        submitted_at=submitted,
        reward_micros=_micros(row, layout.reward),
    )


def _moment(row: dict[str, str], column: str) -> datetime:
    """`Fri Dec 23 16:46:23 CET 2016` as a moment."""
    words = row[column].split()
    zone = words.pop(4) if len(words) == 6 else ""
    if zone not in ZONES:
        raise BadResultFile(f"{column} says “{row[column]}”; expected a time like Fri Dec 23 16:46:23 CET 2016.")
    try:
        # The day of the week stands in it, but isn't needed: its name depends on nothing here.
        return datetime.strptime(" ".join([*words[1:], f"{ZONES[zone]:+03d}00"]), "%b %d %H:%M:%S %Y %z")
    except ValueError as trouble:
        raise BadResultFile(f"{column} says “{row[column]}”, which is no moment.") from trouble


def _micros(row: dict[str, str], column: str) -> int:
    """`$0.17` as micros."""
    try:
        micros = Decimal(row[column].removeprefix("$")) * MICROS
        if micros < 0 or micros != int(micros):
            raise BadResultFile(f"{column} says “{row[column]}”, which is no amount.")
    except (InvalidOperation, ValueError, OverflowError) as trouble:
        raise BadResultFile(f"{column} says “{row[column]}”, which is no amount.") from trouble
    return int(micros)
