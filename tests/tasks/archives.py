"""Archives as the background writes them, opened again."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

from tasks.domain import exports
from tasks.domain.media import storage
from tasks.models import Export, Job
from tests.fixtures import NOON
from transparency.domain.statement.writing import statement_files


def asked(job: Job, file_format: str = "csv") -> Export:
    return exports.ask_for_export(job=job, asked_by=job.requester, file_format=file_format, at=NOON)


def written(job: Job, file_format: str = "csv") -> zipfile.ZipFile:
    """The archive of a job, written as the background does."""
    export = asked(job, file_format)
    exports.write_export(export_id=export.pk, statement=statement_files, at=NOON)
    export.refresh_from_db()
    assert export.state == "done"
    return archive_of(export)


def archive_of(export: Export) -> zipfile.ZipFile:
    with storage.open(export.key) as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def rows(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8"), newline="")))


def lines(archive: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in archive.read(name).decode("utf-8").splitlines()]
