"""The archive that a requester takes away: approved answers, what they come to, and the labour inside them."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO

from django.db import transaction
from django.db.models import F
from django.utils.translation import override

from accounts.models import User
from tasks.domain import data_sets
from tasks.domain.data_sets import Summing
from tasks.domain.media import storage
from tasks.domain.pseudonyms import worker_code
from tasks.domain.results import TaskAnswers, answers_in_order
from tasks.kinds import kind_named
from tasks.kinds.base import Json, Kind
from tasks.models import Assignment, Export, Job
from transparency.domain.statement.data_set import StatementWriter
from web.domain.sole import held_alone
from web.domain.spreadsheets import plain_cell

# So many micro-tasks are read at once.
PAGE = 500
MOST_ATTEMPTS = 3
# The first number of the advisory locks that say "this export is being written"; the second is the export's.
_LOCKS = 7_101
# Tables whose rows are the same are the same to the byte, so the files bear the moment the archive was asked for.
_EARLIEST_IN_A_ZIP = (1980, 1, 1, 0, 0, 0)

_SEGMENT_COLUMNS = ("start", "end")
_LINE_COLUMNS = ("line", "x", "y", "w", "h")
_TASK_COLUMNS = ("item", "micro_task", *_SEGMENT_COLUMNS)
_ANSWER_COLUMNS = (*_TASK_COLUMNS, "worker", "submitted_at", "pay_micros")
_RESULT_COLUMNS = (*_TASK_COLUMNS, "answers", "result", "tally")


class ExportStopped(Exception):
    """The requester cancelled the export while it was written."""


@transaction.atomic
def ask_for_export(*, job: Job, asked_by: User, file_format: str, at: datetime) -> Export:
    """An export to be written in the background. One that waits already is given again."""
    Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    waiting = Export.objects.filter(job=job, format=file_format, state=Export.State.WAITING).first()
    if waiting is not None:
        return waiting
    return Export.objects.create(
        job=job,
        asked_by=asked_by,
        format=file_format,
        created_at=at,
        answer_count=Assignment.objects.filter(job=job, state=Assignment.State.APPROVED).count(),
    )


def cancel_export(*, export: Export) -> bool:
    """Stop an export that isn't written yet; False when it was too late. Safe to repeat."""
    waiting = Export.objects.filter(pk=export.pk, state=Export.State.WAITING)
    return waiting.update(state=Export.State.CANCELLED) > 0


def write_export(*, export_id: int, statement: StatementWriter, at: datetime) -> None:
    """Write a waiting export's archive. Repeated it changes nothing; called twice at once, the second goes away.

    Killed at any point it can be called again, three times in all; then the export has failed. `statement` writes
    what was worked and paid for the answers; no archive leaves without it, whichever door asked for it. It comes from
    the caller, for nothing in this package may read a measure of somebody's speed.
    """
    with held_alone(what=_LOCKS, number=export_id) as is_ours:
        if is_ours and _begin(export_id):
            _write(Export.objects.select_related("job__requester").get(pk=export_id), statement, at)


def _begin(export_id: int) -> bool:
    """Count one more attempt at an export that waits; the attempt after the last lets it fail."""
    waiting = Export.objects.filter(pk=export_id, state=Export.State.WAITING)
    if waiting.filter(attempts__lt=MOST_ATTEMPTS).update(attempts=F("attempts") + 1, answers_written=0):
        return True
    waiting.update(state=Export.State.FAILED)
    return False


def _write(export: Export, statement: StatementWriter, at: datetime) -> None:
    with tempfile.TemporaryFile() as spool:
        try:
            _write_archive(export, spool, statement, at)
        except ExportStopped:
            return
        size = spool.tell()
        spool.seek(0)
        key = storage.save_stream(spool, extension="zip")
    Export.objects.filter(pk=export.pk, state=Export.State.WAITING).update(
        state=Export.State.DONE, key=key, size=size, done_at=at
    )


def _write_archive(export: Export, spool: IO[bytes], statement: StatementWriter, at: datetime) -> None:
    """Answers and results come from the same rows read once, so they agree while new approvals arrive."""
    with (
        override("en"),
        tempfile.TemporaryFile() as result_spool,
        zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        result_file = Summing(result_spool)
        results = _Table(export.format, result_file, _RESULT_COLUMNS)
        with archive.open(_entry(export, f"answers.{export.format}"), "w", force_zip64=True) as raw:
            answer_file = Summing(raw)
            answers = _Table(export.format, answer_file, (*_ANSWER_COLUMNS, "answer"))
            answers_each = _write_tables(export, answers, results)
        result_spool.seek(0)
        with archive.open(_entry(export, f"results.{export.format}"), "w", force_zip64=True) as raw:
            shutil.copyfileobj(result_spool, raw)
        files = [
            data_sets.data_file(
                export=export,
                name=f"{name}.{export.format}",
                written=written,
                row_count=table.row_count,
                columns=table.columns,
            )
            for name, written, table in (("answers", answer_file, answers), ("results", result_file, results))
        ]
        data = data_sets.data_set_of(export=export, answers_each=answers_each, files=files)
        for name, content in statement(data=data, at=at):
            archive.writestr(_entry(export, name), content, zipfile.ZIP_DEFLATED)


def _entry(export: Export, name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, max(export.created_at.timetuple()[:6], _EARLIEST_IN_A_ZIP))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _write_tables(export: Export, answers: _Table, results: _Table) -> Counter[int]:
    """Write both tables in the order of the items; micro-tasks by how many answers they have. Raises ExportStopped."""
    job, kind, answers_each, count = export.job, kind_named(export.job.kind), Counter[int](), 0
    for page in answers_in_order(job=job, page_size=PAGE):
        answers.write([_answer_record(job, kind, each, one) for each in page for one in each.assignments])
        results.write([_result_record(job, kind, each) for each in page])
        answers_each.update(len(each.assignments) for each in page)
        count += sum(len(each.assignments) for each in page)
        still_wanted = Export.objects.filter(pk=export.pk, state=Export.State.WAITING).update(answers_written=count)
        if not still_wanted:
            raise ExportStopped
    answers.finish()
    results.finish()
    return answers_each


def _task_record(job: Job, kind: Kind, task: TaskAnswers) -> Json:
    """Which micro-task, and where it lies in its item: a segment in a recording, a line on a page."""
    payload = task.micro_task.payload
    sides = (*_SEGMENT_COLUMNS, *(_LINE_COLUMNS if kind.cuts_lines(job.settings) else ()))
    place = {side: payload.get(side, "") for side in sides}
    return {"item": task.micro_task.item.name, "micro_task": task.micro_task.public_id, **place}


def _answer_record(job: Job, kind: Kind, task: TaskAnswers, assignment: Assignment) -> Json:
    content = assignment.answer.content
    return {
        **_task_record(job, kind, task),
        "worker": worker_code(requester_id=job.requester_id, worker_id=assignment.worker_id or 0),
        "submitted_at": assignment.submitted_at.isoformat() if assignment.submitted_at else "",
        "pay_micros": assignment.price_micros,
        **_sizes(kind, task.micro_task.item.facts),
        **kind.export_columns(content),
        "answer": content,
    }


def _sizes(kind: Kind, facts: Mapping[str, object]) -> Json:
    """Of a picture: the size that boxes are drawn on, and that of the uploaded file; empty for a far picture."""
    if "image" not in kind.media:
        return {}
    return {side: facts.get(side, "") for side in ("width", "height", "source_width", "source_height")}


def _result_record(job: Job, kind: Kind, task: TaskAnswers) -> Json:
    result = kind.aggregate(task.contents)
    return {
        **_task_record(job, kind, task),
        "answers": result.answer_count,
        "result": "" if result.value is None else result.value,
        "tally": {tally.value: tally.count for tally in result.tallies},
    }


@dataclass
class _Table:
    """Records as CSV with a header, or as JSON Lines, written as they come."""

    file_format: str
    raw: Summing
    columns: tuple[str, ...]
    has_header: bool = field(default=False, init=False)
    row_count: int = field(default=0, init=False)

    def write(self, records: list[Json]) -> None:
        """Write `records`, all of which have the columns of the first one ever written."""
        if not records:
            return
        self.columns = tuple(records[0])
        self.row_count += len(records)
        if self.file_format == Export.Format.JSONL:
            self._write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records))
            return
        rows = [[_cell(value) for value in record.values()] for record in records]
        self._write_rows(rows if self.has_header else [[_cell(name) for name in records[0]], *rows])

    def finish(self) -> None:
        """Without any record, a CSV file still names its columns."""
        if self.file_format == Export.Format.CSV and not self.has_header:
            self._write_rows([list(self.columns)])

    def _write_rows(self, rows: list[list[object]]) -> None:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        self.has_header = True
        self._write_text(text.getvalue())

    def _write_text(self, text: str) -> None:
        self.raw.write(text.encode("utf-8"))


def _cell(value: object) -> object:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
    return plain_cell(text) if isinstance(text, str) else text
