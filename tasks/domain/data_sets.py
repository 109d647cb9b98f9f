"""What the statement of an archive is told of its job and its tables. Nothing here is a measure of anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import IO

from tasks.kinds import kind_named
from tasks.models import Export, Item
from transparency.domain.statement.data_set import DataFile, DataSet, Spread

CONTENT_TYPES = {"csv": "text/csv", "jsonl": "application/jsonl"}
MAJORITY = "the most frequent answer"
SIDE_BY_SIDE = "no rule: the answers stand side by side, with how often each was given"


class Summing:
    """A file that is written through it, with its SHA-256 and its length."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw, self._digest, self.size = raw, sha256(), 0

    def write(self, content: bytes) -> int:
        self._digest.update(content)
        self.size += len(content)
        return self._raw.write(content)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def data_file(*, export: Export, name: str, written: Summing, row_count: int, columns: Sequence[str]) -> DataFile:
    """One table of an archive, written to its end."""
    content_type = CONTENT_TYPES[export.format]
    return DataFile(name, content_type, written.sha256, written.size, row_count, tuple(columns))


def data_set_of(*, export: Export, answers_each: Counter[int], files: Sequence[DataFile]) -> DataSet:
    """An archive's tables with what their job says. `answers_each` counts micro-tasks by how many answers they have."""
    job = export.job
    kind = kind_named(job.kind)
    return DataSet(
        job_number=job.pk,
        public_id=export.public_id,
        requester_name=job.requester.display_name,
        instructions=job.instructions,
        language=job.language,
        expected_from=job.expected_from,
        warnings=tuple(job.content_warnings or ()),
        has_training=job.training_places > 0,
        guarantees_floor=job.guarantees_floor,
        idle_grace_seconds=kind.grace_seconds,
        aggregation=MAJORITY if kind.has_majority else SIDE_BY_SIDE,
        item_count=Item.objects.filter(job=job).count(),
        micro_task_count=answers_each.total(),
        answer_count=sum(count * times for count, times in answers_each.items()),
        answers_each=_spread(answers_each),
        files=tuple(files),
        asked_at=export.created_at,
    )


def _spread(answers_each: Counter[int]) -> Spread:
    if not answers_each:
        return Spread()
    ordered = sorted(answers_each.elements())
    return Spread(ordered[0], ordered[len(ordered) // 2], ordered[-1])
