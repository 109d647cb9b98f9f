"""What the answers come to, and the archive that a requester takes away. Approved answers only."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Protocol

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import override

from accounts.models import User
from tasks.domain.media import storage
from tasks.domain.pseudonyms import worker_code
from tasks.kinds import kind_named
from tasks.kinds.base import Json, Kind, Result
from tasks.models import Assignment, Export, Job, MicroTask

PAGE = 500


class Statement(Protocol):
    """Writes LABOUR.md: the work and the pay inside a data set."""

    def __call__(self, *, job_number: int, answer_count: int, at: datetime) -> str: ...


class ExportStopped(Exception):
    """The requester cancelled the export while it was written."""


@dataclass(frozen=True, slots=True)
class TaskResult:
    """One micro-task, its approved answers and what they come to."""

    micro_task: MicroTask
    answers: list[Json]
    result: Result


def approved_assignments() -> QuerySet[Assignment]:
    """Approved assignments with their answers: the only ones that leave the platform."""
    return Assignment.objects.filter(state=Assignment.State.APPROVED).select_related("answer").order_by("ordinal")


def results_of(*, job: Job, micro_tasks: list[MicroTask]) -> list[TaskResult]:
    """What the approved answers to each of `micro_tasks` come to, in two queries."""
    kind = kind_named(job.kind)
    answers: dict[int, list[Json]] = {task.pk: [] for task in micro_tasks}
    for assignment in approved_assignments().filter(micro_task__in=list(answers)):
        answers[assignment.micro_task_id].append(assignment.answer.content)
    return [TaskResult(task, answers[task.pk], kind.aggregate(answers[task.pk])) for task in micro_tasks]


def micro_tasks_of(*, job: Job) -> QuerySet[MicroTask]:
    """A job's micro-tasks with their items, in their order."""
    return MicroTask.objects.filter(job=job).select_related("item").order_by("position")


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


def cancel_export(*, export: Export) -> None:
    """Stop an export that isn't written yet. Safe to repeat."""
    Export.objects.filter(pk=export.pk, state=Export.State.WAITING).update(state=Export.State.CANCELLED)


def write_export(*, export_id: int, statement: Statement, at: datetime) -> None:
    """Write a waiting export's archive. Repeated or run twice at once, one archive results: its key is its content.

    `statement` writes what was worked and paid for the answers; no archive leaves without it. It comes from the
    caller, for nothing in this package may read a measure of somebody's speed.
    """
    export = Export.objects.select_related("job__requester").filter(pk=export_id, state=Export.State.WAITING).first()
    if export is None:
        return
    attempts = export.attempts + 1
    Export.objects.filter(pk=export.pk).update(attempts=attempts, answers_written=0)
    if attempts > 3:
        Export.objects.filter(pk=export.pk, state=Export.State.WAITING).update(state=Export.State.FAILED)
        return
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


def _write_archive(export: Export, spool: IO[bytes], statement: Statement, at: datetime) -> None:
    job = export.job
    with zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED) as archive, override("en"):
        with archive.open(f"answers.{export.format}", "w", force_zip64=True) as raw:
            text = io.TextIOWrapper(raw, encoding="utf-8", newline="")
            count = _write_answers(export, text)
            text.flush()
            text.detach()
        with archive.open(f"results.{export.format}", "w", force_zip64=True) as raw:
            text = io.TextIOWrapper(raw, encoding="utf-8", newline="")
            _write_results(job, export.format, text)
            text.flush()
            text.detach()
        archive.writestr("LABOUR.md", statement(job_number=job.pk, answer_count=count, at=at))


def _write_answers(export: Export, text: io.TextIOBase) -> int:
    count = 0
    for page in _pages(export.job):
        _write_records(export.format, text, page, is_first=count == 0)
        count += len(page)
        still_wanted = Export.objects.filter(pk=export.pk, state=Export.State.WAITING).update(answers_written=count)
        if not still_wanted:
            raise ExportStopped
    return count


def _pages(job: Job) -> Iterator[list[Json]]:
    kind, last = kind_named(job.kind), 0
    while True:
        page = list(
            Assignment.objects.filter(job=job, state=Assignment.State.APPROVED, pk__gt=last)
            .select_related("answer", "micro_task__item")
            .order_by("pk")[:PAGE]
        )
        if not page:
            return
        last = page[-1].pk
        yield [_answer_record(job, kind, assignment) for assignment in page]


def _answer_record(job: Job, kind: Kind, assignment: Assignment) -> Json:
    task = assignment.micro_task
    record: Json = {
        "item": task.item.name,
        "micro_task": task.public_id,
        "start": task.payload.get("start", ""),
        "end": task.payload.get("end", ""),
        "worker": worker_code(requester_id=job.requester_id, worker_id=assignment.worker_id or 0),
        "submitted_at": assignment.submitted_at.isoformat() if assignment.submitted_at else "",
        "pay_micros": job.price_micros,
    }
    return record | dict(kind.export_columns(assignment.answer.content)) | {"answer": assignment.answer.content}


def _write_records(file_format: str, text: io.TextIOBase, records: list[Json], *, is_first: bool) -> None:
    if file_format == Export.Format.JSONL:
        for record in records:
            text.write(json.dumps(record, ensure_ascii=False) + "\n")
        return
    rows = [{key: _cell(value) for key, value in record.items()} for record in records]
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    if is_first:
        writer.writeheader()
    writer.writerows(rows)


def _cell(value: object) -> object:
    """A value for a CSV cell; a spreadsheet would run a text that begins like a formula, so it gets a quote."""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
    return f"'{text}" if isinstance(text, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _write_results(job: Job, file_format: str, text: io.TextIOBase) -> None:
    last, is_first = -1, True
    while True:
        page = list(micro_tasks_of(job=job).filter(position__gt=last)[:PAGE])
        if not page:
            return
        last = page[-1].position
        records: list[Json] = [
            {
                "item": row.micro_task.item.name,
                "micro_task": row.micro_task.public_id,
                "start": row.micro_task.payload.get("start", ""),
                "end": row.micro_task.payload.get("end", ""),
                "answers": row.result.answer_count,
                "result": row.result.value if row.result.value is not None else "",
                "tally": {tally.value: tally.count for tally in row.result.tallies},
            }
            for row in results_of(job=job, micro_tasks=page)
            if row.result.answer_count
        ]
        if records:
            _write_records(file_format, text, records, is_first=is_first)
            is_first = False
