"""A requester shows everybody the labour statement of an archive, as it stands in it, or takes that back."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from datetime import datetime

from tasks.domain.media import storage
from tasks.models import Export
from transparency.domain.statement import released_rows

STATEMENT = "labour-statement.jsonld"


def release_statement(*, export: Export, at: datetime) -> bool:
    """Make the statement of a finished archive public; False where it has none. Safe to repeat."""
    if export.state != Export.State.DONE:
        return False
    try:
        with storage.open(export.key) as file, zipfile.ZipFile(file) as archive:
            document = archive.read(STATEMENT).decode()
    except (FileNotFoundError, KeyError, zipfile.BadZipFile):
        return False
    released_rows.release(
        public_id=export.public_id,
        job_number=export.job_id,
        requester_number=export.job.requester_id,
        document=document,
        at=at,
    )
    return True


def withdraw_statement(*, export: Export, at: datetime) -> None:
    """Take the public page back. Safe to repeat."""
    released_rows.withdraw(public_id=export.public_id, at=at)


def public_among(*, exports: Iterable[Export]) -> set[str]:
    """Which of these archives have a public page, by their public id."""
    return released_rows.released_ids(public_ids=[export.public_id for export in exports])
