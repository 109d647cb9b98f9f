"""Taking a requester's file in."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from tasks.domain.jobs import NotADraft
from tasks.domain.media import intake
from tasks.models import Job, Upload


def receive(*, job: Job, stream: BinaryIO, name: str, size: int, at: datetime, client_key: str | None = None) -> Upload:
    """Store a file for `job`, to be cut by the background. With the same `client_key` it arrives once.

    Raises MediaRefused (the file is of no use; nothing is kept) and NotADraft.
    """
    if client_key is not None:
        earlier = Upload.objects.filter(job=job, client_key=client_key).first()
        if earlier is not None:
            return earlier
    stored = intake.store_upload(stream, name, size)
    with transaction.atomic():
        if not Job.objects.select_for_update(no_key=True).get(pk=job.pk).is_draft:
            raise NotADraft
        facts = {
            "name": name[:255],
            "medium": stored.medium,
            "key": stored.key,
            "size": stored.size,
            "created_at": at,
        }
        if client_key is None:
            return Upload.objects.create(job=job, **facts)
        upload, _made = Upload.objects.get_or_create(job=job, client_key=client_key, defaults=facts)
    return upload
