"""Taking a requester's file in."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from tasks.domain import additions
from tasks.domain.jobs import NotADraft
from tasks.domain.media import intake
from tasks.domain.media.refusals import MediaRefused
from tasks.domain.pages import FROM_JOB
from tasks.models import Addition, Job, Refusal, Upload


def receive(
    *,
    job: Job,
    stream: BinaryIO,
    name: str,
    size: int,
    at: datetime,
    client_key: str | None = None,
    adds: bool = False,
) -> Upload:
    """Store a file for a draft, to be cut by the background. With the same `client_key` it arrives once.

    With `adds` a running job takes it too: nothing is set aside for it until it is published with the addition that it
    joins. Raises MediaRefused (the file is of no use; nothing is kept) and NotADraft, of a closed job in any case.
    """
    if client_key is not None:
        earlier = Upload.objects.filter(job=job, client_key=client_key).first()
        if earlier is not None:
            return earlier
    stored = intake.store_upload(stream, name, size)
    with transaction.atomic():
        facts = {
            "addition": _addition_of(job, at, adds=adds),
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


@transaction.atomic
def take_pages(*, job: Job, source: Job, at: datetime) -> Upload:
    """Take the pages and lines of another job, to be cut by the background. Safe to repeat. Raises NotADraft."""
    _addition_of(job, at, adds=False)
    taken = Upload.objects.filter(job=job, medium=FROM_JOB, key=source.public_id)
    living = taken.exclude(state=Upload.State.CANCELLED).first()
    return living or Upload.objects.create(
        job=job, name=source.title, medium=FROM_JOB, key=source.public_id, size=0, created_at=at
    )


@transaction.atomic
def note_refusal(
    *,
    job: Job,
    name: str,
    size: int,
    refused: MediaRefused,
    at: datetime,
    client_key: str | None = None,
    adds: bool = False,
) -> Upload:
    """Keep in mind that a file was refused at the door, and why, so that the requester finds it later.

    Nothing of the file is kept. With the same `client_key` it is noted once. Raises NotADraft.
    """
    facts = {
        "addition": _addition_of(job, at, adds=adds),
        "name": name[:255],
        "medium": "",
        "key": "",
        "size": size,
        "state": Upload.State.REFUSED,
        "created_at": at,
    }
    if client_key is None:
        upload, made = Upload.objects.create(job=job, **facts), True
    else:
        upload, made = Upload.objects.get_or_create(job=job, client_key=client_key, defaults=facts)
    if made:
        Refusal.objects.create(upload=upload, number=0, name=name[:255], **refused.kept())
    return upload


def _addition_of(job: Job, at: datetime, *, adds: bool) -> Addition | None:
    """Keep a draft a draft until the transaction ends; of a running job, the addition that takes the file.

    Raises NotADraft; a discarded draft is none either.
    """
    locked = Job.objects.select_for_update(no_key=True).filter(pk=job.pk).first()
    if locked is None or not (locked.is_draft or (adds and locked.is_running)):
        raise NotADraft
    return None if locked.is_draft else additions.begin(job=locked, at=at)
