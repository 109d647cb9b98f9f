"""How an upload is divided into chunks, before anything of it is cut."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from tasks.domain import pages
from tasks.domain.media import archives, lines, rows, storage
from tasks.domain.media.refusals import MediaRefused
from tasks.kinds import kind_named
from tasks.kinds.base import Json
from tasks.models import Upload

FILES_A_CHUNK = 10
ROWS_A_CHUNK = 1000
_NO_PAGES = _("There is no closed job of yours with boxes under this number.")
STOPPED = _("We could not read this file in three attempts. Upload it again, or leave it out: the rest is safe.")

__all__ = ["STOPPED", "MediaRefused", "Part", "UploadPlan", "plan_upload"]


@dataclass(frozen=True, slots=True)
class Part:
    """`count` things of an upload from number `first` on; `offset` is where their bytes begin in a list."""

    first: int
    count: int
    offset: int = 0


@dataclass(frozen=True)
class UploadPlan:
    """The parts of an upload, what was refused at first sight, and facts that cutting needs again."""

    parts: list[Part]
    refused: list[tuple[str, MediaRefused]] = field(default_factory=list)
    facts: Json = field(default_factory=dict)


def plan_upload(*, upload: Upload) -> UploadPlan:
    """Look over an upload once and divide it. Raises MediaRefused when nothing of it can be used."""
    kind = kind_named(upload.job.kind)
    media = kind.media
    if upload.medium == pages.FROM_JOB:
        return _plan_pages_of_job(upload)
    if upload.medium in ("image", "audio"):
        refuse_other_media(upload.medium, media)
        return UploadPlan(parts=[Part(0, 1)])
    with storage.open(upload.key) as stream:
        if upload.medium == "zip":
            listing = archives.entries(stream)
            entries = [[entry.number, entry.name, entry.size] for entry in listing.entries]
            parts = [
                Part(first, min(FILES_A_CHUNK, len(entries) - first)) for first in range(0, len(entries), FILES_A_CHUNK)
            ]
            return UploadPlan(parts=parts, refused=list(listing.refused), facts={"entries": len(entries)})
        if kind.cuts_lines(upload.job.settings):
            found = lines.read(stream)
            return UploadPlan(parts=[], refused=found.refused, facts={"lines": found.count, "pages": len(found.pages)})
        plan = rows.plan(stream, upload.name, ROWS_A_CHUNK)
    if plan.kind == "text" or media == ("text",):
        refuse_other_media(plan.kind, media)
    return UploadPlan(
        parts=[Part(chunk.first, chunk.count, chunk.offset) for chunk in plan.chunks],
        facts=rows.plan_facts(plan),
    )


def _plan_pages_of_job(upload: Upload) -> UploadPlan:
    count = pages.items_of_source(upload=upload).count()
    if not count:
        raise MediaRefused("no_lines", _NO_PAGES)
    parts = [Part(first, min(FILES_A_CHUNK, count - first)) for first in range(0, count, FILES_A_CHUNK)]
    return UploadPlan(parts=parts, facts={"pages": count})


def refuse_other_media(medium: str, media: tuple[str, ...]) -> None:
    """Raise MediaRefused unless the job's kind works on `medium`."""
    if medium in media:
        return
    raise MediaRefused(
        "wrong_medium",
        _(
            "This job works on %(wanted)s, and this file is of another sort (%(found)s). "
            "Leave it out or start another job."
        ),
        wanted=[_NAMES[name] for name in media],
        found=_NAMES.get(medium, medium),
    )


_NAMES = {
    "image": _("images"),
    "audio": _("recordings"),
    "text": _("lines of text"),
    "url": _("addresses of images or recordings"),
}
