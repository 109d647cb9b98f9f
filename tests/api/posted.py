"""A job as a program posts it, and what the background does with it."""

from __future__ import annotations

from typing import Any

from tasks.domain import splitting
from tasks.models import Job
from tests.fixtures import NOON

TEXTS = ["a tabby on the wall", "a spaniel in the rain", "a kitten asleep"]
POSTED: dict[str, Any] = {
    "kind": "text_classification",
    "title": "Cat or dog",
    "purpose": "Training a small classifier.",
    "instructions": "Say what the line is about.",
    "content_warnings": [],
    "settings": {"labels": ["cat", "dog"]},
    "wanted_answers": 2,
    "price": "0.0040",
    "expected_seconds": 3,
    "items": TEXTS,
}


def cut(job_id: str) -> None:
    """Cut everything that waits, as the background does."""
    job = Job.objects.get(public_id=job_id)
    while splitting.split_next(job=job, at=NOON):
        pass
