"""What cutting makes of one thing in an upload, before it is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from tasks.domain.media.refusals import MediaRefused
from tasks.kinds.base import Json

EXTENSIONS = {"image/webp": "webp", "image/jpeg": "jpg", "image/png": "png", "audio/mpeg": "mp3", "audio/wav": "wav"}


@dataclass(frozen=True, slots=True)
class Cut:
    """One micro-task to write: what it shows, and the clip it plays."""

    payload: Json
    clip_key: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One item to write, or its refusal. `number` is its place in the upload."""

    number: int
    name: str
    cuts: list[Cut] = field(default_factory=list)
    display_key: str = ""
    thumb_key: str = ""
    facts: Json = field(default_factory=dict)
    refused: MediaRefused | None = None
    left_out: list[MediaRefused] = field(default_factory=list)  # parts of it that can't be used; the rest is
