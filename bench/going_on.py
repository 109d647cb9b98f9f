"""How soon the next picture stands on the screen after an answer: a real Chromium and server, real-size pictures."""

from __future__ import annotations

import io
import statistics
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import now
from PIL import Image
from playwright.sync_api import Page

from accounts.models import User
from bench import desks, scene, server, weight
from tasks.domain import claiming
from workers.demo import materials, scenes
from workers.demo.jobs import make_job

ANSWERS = 120
SIZE = (1600, 1200)
# From the key press that submits, by the browser's own clock, until another assignment stands on the page, its scripts
# listen, its picture is decoded, and a frame with it is drawn.
_WATCH = """
window.waits = [];
document.addEventListener("keydown", (event) => {
  const shown = () => document.querySelector("#answer");
  if (event.key !== "Enter" || !event.ctrlKey) return;
  const before = shown()?.dataset.assignment;
  const look = async () => {
    const form = shown();
    if (!form || form.dataset.assignment === before || !("ready" in form.dataset)) return requestAnimationFrame(look);
    await form.querySelector("img").decode();
    requestAnimationFrame((frame) => setTimeout(() => window.waits.push(performance.now() - event.timeStamp)));
  };
  look();
}, {capture: true});
"""


def next_ms(*, requester: User) -> dict[str, float]:
    """Median and 95th percentile, in milliseconds, of submit → next shown, at a desk for classifying pictures.

    Each submission waits until the one after it is loaded, as somebody who looks at a picture does.
    """
    ((worker, _token),) = scene.make_workers(1, at=now())
    # Made before the browser starts: beside Playwright's loop Django refuses the database.
    path, session = _make_desk(requester=requester, worker=worker, at=now()), desks.session_of(worker)
    with server.processes("web") as port, weight.chromium() as browser:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        context.add_cookies([{**session, "url": f"http://127.0.0.1:{port}"}])  # type: ignore[typeddict-item]
        context.add_init_script(_WATCH)
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}{path}")
        waits = _answer(page)
        context.close()
    at_95 = statistics.quantiles(waits, n=20)[-1]
    return {"desk_next_p50_ms": round(statistics.median(waits), 1), "desk_next_p95_ms": round(at_95, 1)}


def _answer(page: Page) -> list[float]:
    for count in range(1, ANSWERS + 1):
        page.locator("[data-flow][data-ahead]").wait_for()
        page.locator("#answer[data-ready]").wait_for()
        page.keyboard.press("1")
        page.keyboard.press("Control+Enter")
        page.wait_for_function("count => window.waits.length === count", arg=count)
    return [float(wait) for wait in page.evaluate("window.waits")]


def _make_desk(*, requester: User, worker: User, at: datetime) -> str:
    """A published job with a picture more than is answered, and one that is ahead of the last; the desk's path."""
    wanted = next(job for job in scenes.demo_jobs() if job.kind == "image_classification")
    files = list(_pictures(ANSWERS + 2))
    wanted = replace(wanted, key="bench-next", files=files, days_ago=0, price_micros=40_000)
    job = make_job(wanted=wanted, people={wanted.requester: requester}, at=at)
    claiming.claim_next(job=job, worker=worker, at=at)
    return reverse("work:desk", args=[job.public_id])


def _pictures(count: int) -> Iterator[materials.File]:
    """Details of the demonstration's richest picture, each another one, as large as people upload them."""
    whole = Image.open(io.BytesIO(materials.photograph(desks.CAMERA[0]))).convert("RGB").resize(desks.CAMERA[1])
    for number in range(count):
        left, top = number * 17 % (whole.width - SIZE[0]), number * 29 % (whole.height - SIZE[1])
        out = io.BytesIO()
        whole.crop((left, top, left + SIZE[0], top + SIZE[1])).save(out, "JPEG", quality=85)
        yield f"detail {number}.jpg", out.getvalue()
