"""Examples right and wrong, beside the instructions of a job. Frozen with them when the job is published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from tasks.domain.fitting import fits
from tasks.domain.jobs import NotADraft
from tasks.domain.media import images, storage
from tasks.domain.media.refusals import MediaRefused
from tasks.domain.pieces import EXTENSIONS
from tasks.kinds import kind_named
from tasks.kinds.base import Json
from tasks.models import Example, Job, MicroTask

MOST_EXAMPLES = 12
# A picture of one's own is made safe while its sender waits: no larger than what a telephone takes.
MOST_PICTURE_BYTES = 20_000_000
_TOO_LARGE = _("This picture has more than %(most)s megabytes. Make it smaller, and add it again.")


class TooManyExamples(Exception):
    """The job has as many examples as anybody reads."""


class NothingShown(Exception):
    """An example shows an item, a picture or words; this one showed nothing."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An example with the addresses of what it shows. `answer` is None where there is none that fits the job."""

    example: Example
    media_url: str
    thumb_url: str
    answer: Json | None

    @property
    def is_outdated(self) -> bool:
        """Whether its answer no longer fits what the job asks for."""
        return self.answer is None and self.example.answer is not None

    def told(self, absolute: Callable[[str], str]) -> Json:
        """The same for a program; `absolute` makes a whole address of a path."""
        return {
            "id": self.example.public_id,
            "right": self.example.is_right,
            "why": self.example.why,
            "words": self.example.words,
            "payload": self.example.payload,
            "media_url": absolute(self.media_url) if self.media_url else None,
            "thumb_url": absolute(self.thumb_url) if self.thumb_url else None,
            "answer": self.answer,
        }


def shown(*, job: Job, at: datetime) -> list[Shown]:
    """A job's examples in their order. An answer that doesn't fit the labels any more isn't shown."""
    return [
        Shown(
            example=example,
            media_url=storage.signed_path(example.media_key, at)
            if example.media_key
            else str(example.payload.get("url", "")),
            thumb_url=storage.signed_path(example.thumb_key, at) if example.thumb_key else "",
            answer=example.answer if fits(job=job, example=example) else None,
        )
        for example in Example.objects.filter(job=job).order_by("position")
    ]


def add_item(*, job: Job, micro_task: MicroTask, answer: object | None, is_right: bool, why: str) -> Example:
    """Show one of the job's own micro-tasks, with an answer to it where there is one.

    Raises AnswerRefused, NotADraft, TooManyExamples.
    """
    kind, item = kind_named(job.kind), micro_task.item
    content = None
    if answer is not None:
        content = kind.check(answer=answer, settings=job.settings, payload=micro_task.payload)
    return _add(
        job,
        is_right=is_right,
        why=why,
        payload=micro_task.payload,
        media_key=micro_task.clip_key or item.display_key,
        thumb_key=item.thumb_key,
        answer=content,
    )


def add_case(
    *, job: Job, words: str, is_right: bool, why: str, picture: BinaryIO | None = None, name: str = "", size: int = 0
) -> Example:
    """Show a case in words, a picture of the requester's own, or both.

    Raises MediaRefused (the picture is of no use), NothingShown, NotADraft, TooManyExamples.
    """
    facts: Json = {}
    if picture is not None:
        if size > MOST_PICTURE_BYTES:
            raise MediaRefused("too_large", _TOO_LARGE, most=MOST_PICTURE_BYTES // 1_000_000)
        normal = images.normalise(picture, name)
        facts = {
            "payload": {"width": normal.width, "height": normal.height},
            "media_key": storage.save(normal.display, extension=EXTENSIONS[normal.display_type]),
            "thumb_key": storage.save(normal.thumb, extension=EXTENSIONS[normal.thumb_type]),
        }
    elif not words.strip():
        raise NothingShown
    return _add(job, words=words.strip(), is_right=is_right, why=why, **facts)


@transaction.atomic
def _add(job: Job, *, why: str, **facts: object) -> Example:
    _lock_draft(job)
    placed = Example.objects.filter(job=job)
    if placed.count() >= MOST_EXAMPLES:
        raise TooManyExamples
    last = placed.aggregate(last=Max("position"))["last"] or 0
    return Example.objects.create(job=job, position=last + 1, why=why.strip(), **facts)


@transaction.atomic
def move(*, job: Job, example: Example, places: int) -> None:
    """Move an example so many places down (up when negative), at most to the end. Raises NotADraft."""
    _lock_draft(job)
    order = list(Example.objects.filter(job=job).order_by("position"))
    if example not in order:
        return
    before = order.index(example)
    order.insert(max(0, min(before + places, len(order) - 1)), order.pop(before))
    for position, each in enumerate(order, start=1):
        each.position = position
    Example.objects.bulk_update(order, ["position"])


@transaction.atomic
def remove(*, job: Job, example: Example) -> None:
    """Take an example away. Safe to repeat. Raises NotADraft."""
    _lock_draft(job)
    Example.objects.filter(job=job, pk=example.pk).delete()


def _lock_draft(job: Job) -> None:
    """Keep a draft a draft until the transaction ends. Raises NotADraft."""
    if not Job.objects.select_for_update(no_key=True).filter(pk=job.pk, state=Job.State.DRAFT).exists():
        raise NotADraft
