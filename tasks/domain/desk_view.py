"""What a desk shows of one micro-task. The worker's desk, the requester's preview and review all draw from here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from tasks.domain import examples
from tasks.domain.media import storage
from tasks.kinds import kind_named
from tasks.kinds.base import Json
from tasks.models import Job, MicroTask
from web.domain import markdown

PLAIN_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?")


def media_url_of(*, micro_task: MicroTask, at: datetime) -> str:
    """Where a browser gets what is worked on: our own short-lived address, or the one that the requester named.

    Empty for lines of text.
    """
    key = micro_task.clip_key or micro_task.item.display_key
    return storage.signed_path(key, at) if key else str(micro_task.payload.get("url", ""))


def media_editions_of(*, micro_task: MicroTask, at: datetime) -> str:
    """A picture's addresses by width, for `srcset`: browsers get no more of it than their screen shows.

    Empty for other media, and for pictures that were small, or cut before editions were kept.
    """
    item = micro_task.item
    if micro_task.clip_key:
        return ""
    keys: dict[str, str] = item.facts.get("for_screens", {})
    if not keys:
        return ""
    widths = [*keys.items(), (str(item.facts["width"]), item.display_key)]
    return ", ".join(f"{storage.signed_path(key, at)} {width}w" for width, key in widths)


def thumb_url_of(*, micro_task: MicroTask, at: datetime) -> str:
    """The short-lived address of the thumbnail; empty where there is none. A line is small enough itself."""
    key = micro_task.clip_key if is_line(micro_task) else micro_task.item.thumb_key
    return storage.signed_path(key, at) if key else ""


def page_url_of(*, micro_task: MicroTask, at: datetime) -> str:
    """The short-lived address of the page that a line was cut from; empty for everything else."""
    return storage.signed_path(micro_task.item.display_key, at) if is_line(micro_task) else ""


def is_line(micro_task: MicroTask) -> bool:
    """Whether this is one line of a page."""
    return "line" in micro_task.payload


def media_origin_of(*, micro_task: MicroTask) -> str:
    """Where the shown media lie when the requester only named their address; empty for the platform's own.

    For the page's content policy: what isn't plainly a host and a port stays out of the header.
    """
    return _origin_of(micro_task.payload)


def media_origins_of(cases: Iterable[examples.Shown]) -> list[str]:
    """The same for the examples of a job, each once."""
    return sorted({_origin_of(case.example.payload) for case in cases} - {""})


def _origin_of(payload: Json) -> str:
    parts = urlsplit(str(payload.get("url", "")))
    is_host = PLAIN_HOST.fullmatch(parts.netloc) is not None
    return f"https://{parts.netloc}" if parts.scheme == "https" and is_host else ""


def desk_context(*, job: Job, micro_task: MicroTask, at: datetime) -> dict[str, Any]:
    """The context that a kind's stage, tools and answer templates read. `micro_task` comes with its item."""
    return {
        "job": job,
        "kind": kind_named(job.kind),
        "job_settings": job.settings,
        "instructions_html": markdown.render(job.instructions),
        # Read when they are shown: the part that follows an answer doesn't hold them.
        "examples": partial(examples.shown, job=job, at=at),
        "micro_task": micro_task,
        "payload": micro_task.payload,
        "media_url": media_url_of(micro_task=micro_task, at=at),
        "media_editions": media_editions_of(micro_task=micro_task, at=at),
        "thumb_url": thumb_url_of(micro_task=micro_task, at=at),
        "page_url": page_url_of(micro_task=micro_task, at=at),
    }


def cell_context(*, micro_task: MicroTask, draft: Json, at: datetime, number: int) -> dict[str, Any]:
    """One of several on a screen, as a kind's cell template reads it as `cell`. `number` is its place, from 1."""
    return {
        "number": number,
        "draft": draft,
        "payload": micro_task.payload,
        "media_url": media_url_of(micro_task=micro_task, at=at),
        "media_editions": media_editions_of(micro_task=micro_task, at=at),
    }


def answer_context(*, micro_task: MicroTask, answer: Json, at: datetime) -> dict[str, Any]:
    """What a kind's answer template reads besides the job's `kind` and `job_settings`, which all answers share."""
    return {
        "answer": answer,
        "payload": micro_task.payload,
        "media_url": media_url_of(micro_task=micro_task, at=at),
        "media_editions": media_editions_of(micro_task=micro_task, at=at),
        "thumb_url": thumb_url_of(micro_task=micro_task, at=at),
    }
