"""Files and items of a draft, taken in the same way as on the pages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from tasks import background
from tasks.api.shapes import RefusalShown
from tasks.domain import uploading
from tasks.domain.media import storage
from tasks.domain.media.intake import UPLOAD_EXTENSION
from tasks.domain.media.refusals import MediaRefused
from tasks.kinds.base import Json
from tasks.models import Job, Upload
from web.api import Refusal

ITEMS_NAME = "items.jsonl"


@dataclass(slots=True)
class Taken:
    """What became of the files and items of one request."""

    uploads: list[str] = field(default_factory=list)
    refused_files: list[Json] = field(default_factory=list)

    def add(self, upload: Upload) -> None:
        if upload.state == Upload.State.REFUSED:
            self.refused_files += RefusalShown(upload.refusals.order_by("number"), many=True).data
        else:
            self.uploads.append(upload.public_id)

    @property
    def as_json(self) -> Json:
        return {"uploads": self.uploads, "refused_files": self.refused_files}


def take_in(
    *,
    job: Job,
    files: Sequence[UploadedFile[bytes]],
    items: Sequence[Any],
    key: str | None,
    at: datetime,
    adds: bool = False,
) -> Taken:
    """Store files and items for the background to cut; a file of no use is told, the others are kept.

    With `adds` a running job takes them too. With the same `key` each arrives once. Raises NotADraft, and Refusal when
    the key came with other content before.
    """
    taken = Taken()
    streams = [(file.name or _("a file"), file.size or 0, cast(BinaryIO, file.file)) for file in files]
    if items:
        lines = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items).encode()
        streams.append((ITEMS_NAME, len(lines), BytesIO(lines)))
    for number, (name, size, stream) in enumerate(streams):
        upload_key = hashlib.sha256(f"{key}:{number}".encode()).hexdigest() if key else None
        _refuse_other_content(job, upload_key, stream)
        taken.add(
            _received(job, stream, at, name=name.replace("\x00", ""), size=size, client_key=upload_key, adds=adds)
        )
    if taken.uploads and (job.is_draft or adds):
        background.ask_to_split(job_id=job.pk)
    return taken


def _received(job: Job, stream: BinaryIO, at: datetime, **facts: Any) -> Upload:
    """The stored file; of one that is of no use, the note that says why."""
    try:
        return uploading.receive(job=job, stream=stream, at=at, **facts)
    except MediaRefused as refused:
        return uploading.note_refusal(job=job, refused=refused, at=at, **facts)


def _refuse_other_content(job: Job, upload_key: str | None, stream: BinaryIO) -> None:
    if upload_key is None:
        return
    earlier = Upload.objects.filter(job=job, client_key=upload_key).first()
    if earlier is None or earlier.state == Upload.State.REFUSED:
        return
    digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]  # every open file can
    stream.seek(0)
    if earlier.key != storage.key_of(digest, UPLOAD_EXTENSION):
        raise key_reused(job)


def key_reused(job: Job) -> Refusal:
    return Refusal(
        "key_reused",
        _("This key came before with other content. Use a key of its own for each job or delivery."),
        facts={"job": job.public_id},
    )
