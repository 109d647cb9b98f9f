"""A desk in a real browser without a server: parts as Django renders them, under the site's strict policy."""

import io
import json
import math
import mimetypes
import re
import struct
import wave
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import escape
from playwright.sync_api import BrowserContext, Page, Route

from tasks.kinds import kind_named
from tasks.kinds.base import Json
from tasks.kinds.keys import doings

SITE = "http://desk.test"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; form-action 'self'"
MOUNT = """
const form = document.querySelector("#answer");
const { mount } = await import(form.dataset.kindScript);
await mount(form);
form.dataset.mounted = "yes";
"""
PAGE = """<!doctype html>
<html lang="en">
<head><title>Desk</title><meta name="viewport" content="width=device-width"><link rel="icon" href="/media">
<link rel="stylesheet" href="/static/tasks/css/kinds.css"></head>
<body><form id="answer" method="post" action="/submit" data-keys="{keys}" data-kind-script="/static/{script}">
<div class="desk-stage">{stage}</div><div class="desk-tools">{tools}<button>Submit</button></div>
</form><script type="module" src="/mount.js"></script></body></html>
"""


@pytest.fixture(name="render_part")
def render_part_fixture():
    return render_part


def render_part(slug: str, part: str, **context: object) -> str:
    """A template of a kind with the context that the desk and the review page give."""
    kind = kind_named(slug)
    given: Json = {
        "media_url": "/media",
        "thumb_url": "/media",
        "payload": {},
        "draft": None,
        "micro_task": "m1",
    }
    given["page_url"] = "/media" if "line" in context.get("payload", {}) else ""
    return render_to_string(getattr(kind, f"{part}_template"), given | {"kind": kind} | context)


def picture(width: int, height: int) -> bytes:
    """A grey picture as a BMP file, which needs no library."""
    row = b"\xb0\xa8\xa0" * width + b"\0" * (-3 * width % 4)
    header = struct.pack("<2sIHHI", b"BM", 54 + len(row) * height, 0, 0, 54)
    return header + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0) + row * height


def recording(seconds: int) -> bytes:
    """A quiet tone as a WAV file."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        samples = (int(2000 * math.sin(n / 6)) for n in range(8000 * seconds))
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return buffer.getvalue()


@dataclass
class Desk:
    """One open desk. `posted` is the form that was submitted last."""

    page: Page
    kind: object
    chosen: Json
    payload: Json
    posted: str = ""

    def fields(self) -> dict[str, str]:
        """The form's fields as the browser would post them now."""
        body = "new URLSearchParams(new FormData(document.querySelector('#answer'))).toString()"
        return dict(parse_qsl(self.page.evaluate(body), keep_blank_values=True))

    def answer(self) -> Json:
        """What would be kept if the form were submitted now."""
        self.page.get_by_role("button", name="Submit").click()
        self.page.wait_for_url(f"{SITE}/submit")
        posted = self.kind.answer_from_form(QueryDict(self.posted))
        return self.kind.check(answer=posted, settings=self.chosen, payload=self.payload)


@pytest.fixture
def open_desk(chromium):
    """Open the desk of a kind; any error in its console fails the test."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def opened(slug: str, chosen: Json, payload: Json, *, draft=None, **options) -> Desk:
        media = recording(8) if slug.startswith("audio_") else picture(200, 100)
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, **options)
        contexts.append(context)
        desk = Desk(context.new_page(), kind_named(slug), chosen, payload)
        context.route("**/*", lambda route: answer_request(route, desk, draft, media))
        desk.page.on("console", lambda line: troubles.append(line.text) if line.type == "error" else None)
        desk.page.on("pageerror", lambda error: troubles.append(str(error)))
        desk.page.goto(f"{SITE}/")
        if options.get("java_script_enabled", True):
            desk.page.wait_for_selector("[data-mounted]")
        return desk

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def answer_request(route: Route, desk: Desk, draft: Json | None, media: bytes) -> None:
    path = urlsplit(route.request.url).path
    if path == "/media":
        fulfil_media(route, media)
    elif path == "/mount.js":
        route.fulfill(body=MOUNT, content_type="text/javascript")
    elif path == "/submit":
        desk.posted = route.request.post_data or ""
        route.fulfill(body="<title>Submitted</title><link rel='icon' href='/media'>", content_type="text/html")
    elif path.startswith("/static/"):
        file = Path(finders.find(path.removeprefix("/static/")))
        route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0])
    else:
        parts = {
            part: render_part(desk.kind.slug, part, job_settings=desk.chosen, payload=desk.payload, draft=draft)
            for part in ("stage", "tools")
        }
        keys = escape(json.dumps(doings(desk.kind.keys_with(desk.chosen))))
        page = PAGE.format(script=desk.kind.script, keys=keys, **parts)
        route.fulfill(body=page, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY})


def fulfil_media(route: Route, media: bytes) -> None:
    """The file, or the range of it that a player asks for."""
    content_type = "audio/wav" if media.startswith(b"RIFF") else "image/bmp"
    asked = re.fullmatch(r"bytes=(\d+)-(\d*)", route.request.headers.get("range", ""))
    if not asked:
        return route.fulfill(body=media, content_type=content_type, headers={"Accept-Ranges": "bytes"})
    first, last = int(asked[1]), int(asked[2] or len(media) - 1)
    headers = {"Content-Range": f"bytes {first}-{last}/{len(media)}", "Accept-Ranges": "bytes"}
    return route.fulfill(status=206, body=media[first : last + 1], content_type=content_type, headers=headers)
