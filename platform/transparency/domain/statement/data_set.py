"""What the writer of an archive tells of the data set in it. Nothing here is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class DataFile:
    """One table in the archive: `columns` in their order, `sha256` of its bytes."""

    name: str
    content_type: str
    sha256: str
    size: int
    row_count: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """The least, the middle and the most of some counts; 0 where there are none."""

    least: int = 0
    median: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class DataSet:
    """A job's approved answers as they leave, with what its requester says of the job.

    `expected_from` is "pilot" or "requester"; `warnings` are codes of content warnings, in the requester's order;
    `gold_share` is the part of the micro-tasks, 0 to 1 in text, whose answer was known beforehand.
    """

    job_number: int
    public_id: str
    requester_name: str
    instructions: str
    language: str
    expected_from: str
    warnings: tuple[str, ...]
    has_training: bool
    guarantees_floor: bool
    idle_grace_seconds: int
    aggregation: str
    item_count: int
    micro_task_count: int
    answer_count: int
    answers_each: Spread
    files: tuple[DataFile, ...]
    asked_at: datetime


class StatementWriter(Protocol):
    """Writes the files that state the work and the pay inside a data set: names with their bytes."""

    def __call__(self, *, data: DataSet, at: datetime) -> Sequence[tuple[str, bytes]]: ...
