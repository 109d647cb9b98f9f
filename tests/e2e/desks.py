"""Jobs of every kind, cut from real files, and their desks in a browser. Imported by the tests of the desk."""

from __future__ import annotations

import io
import math
import struct
import wave
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from PIL import Image, ImageDraw
from playwright.sync_api import Page, TimeoutError

from accounts.models import User
from tasks.domain import drafts, jobs, splitting, uploading
from tasks.models import Answer, Job

PHONE = {"width": 360, "height": 740, "has_touch": True, "is_mobile": True}
WIDTH, HEIGHT = 400, 200


def photograph(number: int = 0) -> bytes:
    """A picture of 400 by 200 pixels with a box in it, as a PNG file."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), (200, 190 - number, 170))
    ImageDraw.Draw(picture).rectangle((100, 50, 199, 149), fill=(40, 80, 120))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def speech() -> bytes:
    """Six seconds of a tone as a WAV file."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(n / 6))) for n in range(8000 * 6)))
    return out.getvalue()


ONE = {"labels": ["cat", "dog", "bird"], "multiple": False, "cant_tell": True, "not_shown": True}
MANY = {"labels": ["cat", "dog", "bird"], "multiple": True}
PHOTOGRAPHS = [("one.png", photograph(1)), ("two.png", photograph(2))]
# Kind, settings and files of a job with two micro-tasks; of one for a recording.
SCENES: dict[str, tuple[str, dict[str, Any], list[tuple[str, bytes]]]] = {
    "one label": ("image_classification", ONE, PHOTOGRAPHS),
    "grid": ("image_classification", {**ONE, "grid": True}, [(f"{n:02}.png", photograph(n)) for n in range(14)]),
    "many labels": ("image_classification", MANY, PHOTOGRAPHS),
    "boxes": ("image_boxes", {"labels": ["cat", "dog"]}, PHOTOGRAPHS),
    "polygons": ("image_polygons", {"labels": ["cat", "dog"]}, PHOTOGRAPHS),
    "points": ("image_keypoints", {"points": ["nose", "tail", "ear"]}, PHOTOGRAPHS),
    "written": (
        "image_transcription",
        {"language": "en", "conventions": ["spelling"], "marks": ["unclear", "gap"], "characters": ["ſ"]},
        PHOTOGRAPHS,
    ),
    "lines": (
        "image_transcription",
        {"language": "en", "pages": True},
        [("lines.csv", b"file,x,y,w,h\none.png,90,40,120,40\none.png,90,100,120,60\n"), ("one.png", photograph(1))],
    ),
    "spoken": ("audio_transcription", {"language": "en"}, [("speech.wav", speech())]),
    "talk": (
        "audio_transcription",
        {"language": "en", "speakers": ["Anna", "Ben"], "marks": ["unclear"]},
        [("speech.wav", speech())],
    ),
    "heard": ("audio_classification", MANY, [("speech.wav", speech())]),
    "text": ("text_classification", ONE, [("lines.txt", b"The cat sleeps.\nThe dog barks.")]),
}

# A screen of many is answered in a way of its own: test_grid.py.
ONE_AT_A_TIME = [name for name in SCENES if name != "grid"]


def make_scene(requester: User, name: str, *, files: Sequence[tuple[str, bytes]] = ()) -> Job:
    """An open job of one of the scenes, made and cut by the functions that a requester's upload meets."""
    kind, chosen, own_files = SCENES[name]
    at = now()
    job = jobs.create_draft(requester=requester, kind=kind, settings_of_kind=chosen, at=at)
    jobs.describe(
        job=job,
        title="Cat or dog",
        purpose="Training a small classifier.",
        instructions="Say what you see.",
    )
    drafts.warn(job=job, warnings=[])
    jobs.set_terms(
        job=job,
        terms=jobs.Terms(wanted_answers=1, price_micros=4000, expected_seconds=3, auto_approval_seconds=86_400),
    )
    for file_name, content in files or own_files:
        uploading.receive(job=job, stream=io.BytesIO(content), name=file_name, size=len(content), at=at)
    while splitting.split_next(job=job, at=at):
        pass
    jobs.publish(job=job, at=at)
    return job


def sign_in(page: Page, person: User) -> None:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/", "httpOnly": True}]
    )


def desk_of(job: Job) -> str:
    return reverse("work:desk", args=[job.public_id])


@pytest.fixture
def open_desk(open_browser: Callable[..., Page], worker: User) -> Callable[..., Page]:
    """Signs the worker in, starts a job as a person would, and gives the page: `open_desk(job, **PHONE)`.

    `with_clock`: the page's clock is the test's, to be moved forward.
    """

    def opened(job: Job, *, with_clock: bool = False, **options: Any) -> Page:
        page = open_browser(**{"width": 1280, "height": 800, **options})
        if with_clock:
            page.clock.install()
        sign_in(page, worker)
        page.goto(desk_of(job))
        page.get_by_role("button", name="Start").click()
        if options.get("java_script_enabled", True):
            is_ready(page)
        return page

    return opened


def is_ready(page: Page) -> None:
    """Wait until the desk's scripts listen."""
    page.locator("#answer[data-ready]").wait_for()


def answers() -> list[Any]:
    """What was answered, in order."""
    return list(Answer.objects.order_by("received_at", "pk").values_list("content", flat=True))


def point(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a pixel of the picture lies on the screen."""
    scale, left, top = page.locator("[data-mark-layer]").evaluate(
        "layer => { const m = layer.getScreenCTM(); return [m.a, m.e, m.f]; }"
    )
    return left + x * scale, top + y * scale


def submit(page: Page, *, tap: bool = False) -> None:
    """Give the answer and wait until the desk shows something else, and the server has the answer."""
    number = page.locator("#answer").get_attribute("data-assignment")
    button = page.get_by_role("button", name="Submit")
    button.tap() if tap else button.click()
    shows_another(page, number)
    is_sent(page)


def is_sent(page: Page) -> None:
    """Wait until no answer waits in the browser."""
    page.locator("body:not(:has([data-unsent]))").wait_for()


def shows_another(page: Page, number: str | None) -> None:
    """Wait for the next assignment. Where it doesn't come, the failure tells what the desk says and would send."""
    try:
        page.locator(f"#desk-work:not(:has([data-assignment='{number}']))").wait_for()
    except TimeoutError as failure:
        fields = "form => JSON.stringify([...new FormData(form)])"
        failure.add_note(page.locator("[data-desk-word]").text_content() or "The desk says nothing.")
        failure.add_note(page.locator("#answer").evaluate(fields))
        raise
