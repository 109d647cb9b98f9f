"""Which data sets show everybody their statement: rows alone, without reading what stands in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from transparency.models import ReleasedDataset


def release(*, public_id: str, job_number: int, requester_number: int, document: str, at: datetime) -> ReleasedDataset:
    """Let everybody see this statement from now on. Safe to repeat; withdrawn before, it is public again."""
    row, is_new = ReleasedDataset.objects.get_or_create(
        public_id=public_id,
        defaults={
            "job_number": job_number,
            "requester_number": requester_number,
            "document": document,
            "released_at": at,
        },
    )
    if not is_new and row.withdrawn_at:
        row.withdrawn_at = None
        row.save(update_fields=["withdrawn_at"])
    return row


def withdraw(*, public_id: str, at: datetime) -> None:
    """Take the page back. Safe to repeat."""
    ReleasedDataset.objects.filter(public_id=public_id, withdrawn_at__isnull=True).update(withdrawn_at=at)


def released_ids(*, public_ids: Iterable[str]) -> set[str]:
    """Which of these archives have a public page."""
    rows = ReleasedDataset.objects.filter(public_id__in=list(public_ids), withdrawn_at__isnull=True)
    return set(rows.values_list("public_id", flat=True))


def released() -> QuerySet[ReleasedDataset]:
    """Every public data set, the latest first."""
    return ReleasedDataset.objects.filter(withdrawn_at__isnull=True).order_by("-released_at", "pk")
