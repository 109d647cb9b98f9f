"""A real Chromium before the real pages: every message on its console fails the test."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pytest
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page


@pytest.fixture
def open_browser(chromium: Browser, live_server: object, wage_floors: None) -> Iterator[Callable[..., Page]]:
    """Opens a browser of somebody's own: `open_browser(width=360)`; its console must stay silent.

    `expects` are pieces of what it may say after all, where a test lets something fail.
    """
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def listen(message: ConsoleMessage, expects: Sequence[str]) -> None:
        if message.type in ("error", "warning") and not any(piece in message.text for piece in expects):
            said.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def make(*, width: int = 1280, height: int = 900, expects: Sequence[str] = (), **options: object) -> Page:
        context = chromium.new_context(
            base_url=str(live_server), viewport={"width": width, "height": height}, **{"locale": "en-GB", **options}
        )
        context.set_default_timeout(float(os.environ.get("BROWSER_TIMEOUT_MS", "15000")))
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: listen(message, expects))
        page.on("pageerror", lambda error: said.append(f"pageerror: {error}"))
        return page

    in_flight = Counter[str]()
    begun, ended = partial(note, in_flight, 1), partial(note, in_flight, -1)
    request_started.connect(begun, weak=False)
    request_finished.connect(ended, weak=False)
    yield make
    for context in contexts:
        for page in context.pages:
            # What a page sends when it goes away is sent now, not while the tables are emptied.
            page.goto("about:blank")
        context.close()
    wait_for_quiet(in_flight)
    request_started.disconnect(begun)
    request_finished.disconnect(ended)
    assert said == []


def note(in_flight: Counter[str], change: int, **_: object) -> None:
    in_flight["requests"] += change


def wait_for_quiet(in_flight: Counter[str]) -> None:
    """Until the server has answered everything for a moment: emptying tables under a request would lock both out."""
    end, quiet_since = time.monotonic() + 10, time.monotonic()
    while time.monotonic() < end and time.monotonic() - quiet_since < 0.15:
        if in_flight["requests"] > 0:
            quiet_since = time.monotonic()
        time.sleep(0.01)
