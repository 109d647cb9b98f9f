"""A new draft out of an earlier job: its words, settings and terms, and its files if they are wanted again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tasks.models import Example, Job, Upload

# What a copy takes from its job: everything that its requester chose, but for training, which is bound to its items.
CHOSEN = (
    "kind",
    "title",
    "purpose",
    "instructions",
    "language",
    "content_warnings",
    "content_warning_words",
    "settings",
    "wanted_answers",
    "price_micros",
    "expected_seconds",
    "hour_price_micros",
    "auto_approval_seconds",
    "lease_seconds",
    "guarantees_floor",
)
_OF_AN_EXAMPLE = ("position", "is_right", "why", "words", "payload", "media_key", "thumb_key", "answer")


@transaction.atomic
def duplicate(*, job: Job, at: datetime, client_key: str, with_files: bool) -> Job:
    """A draft like `job`, without its answers and its money. With the same `client_key` the same one comes back.

    With its files, the background cuts them again: they lie under the hash of their content, so nothing is sent or
    stored twice. Files that were taken out or refused, and what was added and never published, stay behind.
    """
    chosen = {name: getattr(job, name) for name in CHOSEN}
    draft, is_new = Job.objects.get_or_create(
        requester_id=job.requester_id, client_key=client_key, defaults={**chosen, "created_at": at}
    )
    if is_new:
        _copy_examples(job, draft)
        if with_files:
            _copy_uploads(job, draft, at)
    return draft


def _copy_examples(job: Job, draft: Job) -> None:
    cases = Example.objects.filter(job=job).order_by("position").values(*_OF_AN_EXAMPLE)
    Example.objects.bulk_create([Example(job=draft, **case) for case in cases])


def _copy_uploads(job: Job, draft: Job, at: datetime) -> None:
    kept = Upload.objects.filter(job=job, state=Upload.State.PLANNED).exclude(
        addition__isnull=False, addition__published_at__isnull=True
    )
    Upload.objects.bulk_create(
        [
            Upload(job=draft, name=one.name, medium=one.medium, key=one.key, size=one.size, created_at=at)
            for one in kept.order_by("pk").iterator()
        ],
        batch_size=1000,
    )
