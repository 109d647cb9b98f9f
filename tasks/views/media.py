"""Pictures and sounds, by their short-lived signed addresses. Whoever was given the address may look."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tasks.domain.media import storage
from tasks.domain.pieces import EXTENSIONS

# Only what cutting made is served: an upload as it came, or an archive of answers, has no address here.
TYPES = {extension: media_type for media_type, extension in EXTENSIONS.items()}
# What we serve is looked at, never run: opened by itself it may load and do nothing.
POLICY = "sandbox; default-src 'none'"
# No file is so long that a place in it has more digits.
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """Some bytes of a file, from `first` on."""

    first: int
    length: int


class OutOfReach(Exception):
    """The browser asked for bytes behind the end of the file."""


class PartReader:
    """Reads one part of a file and no further; FileResponse closes it."""

    def __init__(self, file: BinaryIO, part: Part) -> None:
        self.file = file
        self.left = part.length
        file.seek(part.first)

    def read(self, size: int) -> bytes:
        block = self.file.read(min(size, self.left))
        self.left -= len(block)
        return block

    def close(self) -> None:
        self.file.close()


@require_safe
def media(request: HttpRequest, token: str) -> HttpResponseBase:
    """A stored file while its address is good; a part of it for a player that asks for one."""
    at = now()
    try:
        key = storage.key_from(token, at)
    except storage.BadLink:
        raise Http404 from None
    except storage.LinkExpired:
        words = _("This address was good for a short time only. Load again the page that showed it.")
        return HttpResponse(words, status=410, content_type="text/plain", headers={"Cache-Control": "no-store"})
    extension = key.rpartition(".")[2]
    if extension not in TYPES:
        raise Http404
    try:
        response = _answer(request, key, TYPES[extension], seconds_left=storage.seconds_left(token, at))
    except FileNotFoundError:
        raise Http404 from None
    _describe(response, key, token, at)
    return response


def _answer(request: HttpRequest, key: str, media_type: str, *, seconds_left: int) -> HttpResponseBase:
    unchanged = get_conditional_response(request, etag=_etag(key))
    if isinstance(unchanged, HttpResponseNotModified):
        return unchanged
    if settings.MEDIA_ACCEL_PATH:
        place = f"{settings.MEDIA_ACCEL_PATH.rstrip('/')}/{key}"
        return HttpResponse(content_type=media_type, headers={"X-Accel-Redirect": place})
    if settings.MEDIA_REDIRECT:
        # The bucket's own address lives no longer than ours, so what a browser keeps of either stays good.
        return HttpResponseRedirect(
            default_storage.url(key, parameters={"ResponseContentType": media_type}, expire=seconds_left)  # type: ignore[call-arg]  # S3Storage alone takes them, and MEDIA_REDIRECT needs it
        )
    return _stream(request, key, media_type)


def _stream(request: HttpRequest, key: str, media_type: str) -> HttpResponseBase:
    size = storage.size_of(key)
    try:
        part = _part_asked_for(request, _etag(key), size)
    except OutOfReach:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    length = part.length if part else size
    headers = {"Accept-Ranges": "bytes", "Content-Length": str(length)}
    if part:
        headers["Content-Range"] = f"bytes {part.first}-{part.first + length - 1}/{size}"
    status = 206 if part else 200
    if request.method == "HEAD":
        return HttpResponse(status=status, content_type=media_type, headers=headers)
    file = storage.open(key)
    content = PartReader(file, part) if part else file
    return FileResponse(content, status=status, content_type=media_type, headers=headers)


def _part_asked_for(request: HttpRequest, etag: str, size: int) -> Part | None:
    """The one part that a browser asks for; None for the whole, which also answers several parts at once.

    Raises OutOfReach.
    """
    match = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if match is None or request.headers.get("If-Range", etag) != etag or match[0] == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        if not length:
            raise OutOfReach
        return Part(size - length, length)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise OutOfReach
    end = min(int(last), size - 1) if last else size - 1
    return Part(int(first), end - int(first) + 1)


def _etag(key: str) -> str:
    return f'"{storage.sha256_of(key)[:32]}"'


def _describe(response: HttpResponseBase, key: str, token: str, at: datetime) -> None:
    """What holds for every form of the answer: how long it may be kept, and that it is nothing but a picture or sound.

    A key is its content's hash, so what a browser keeps never grows old; it only may not outlive its address.
    """
    seconds = storage.seconds_left(token, at)
    fresh = "" if isinstance(response, HttpResponseRedirect) else ", immutable"
    response.headers["Cache-Control"] = f"private, max-age={seconds}{fresh}"
    response.headers["ETag"] = _etag(key)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    # A media origin is a sister of the site (media.example.org); without one the pages themselves are the origin.
    response.headers["Cross-Origin-Resource-Policy"] = "same-site" if settings.MEDIA_ORIGIN else "same-origin"
