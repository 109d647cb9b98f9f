"""A real Chromium before the real pages: every message on its console fails the test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

import pytest
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

    yield make
    for context in contexts:
        context.close()
    assert said == []
