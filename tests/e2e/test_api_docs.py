"""The page that shows the API to people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.browser
def test_the_api_shows_itself_under_the_strict_policy(open_browser: Callable[..., Page]) -> None:
    page = open_browser()

    page.goto("/api/docs/")

    expect(page.get_by_text("/api/v1/assignments/{public_id}/submit")).to_be_visible()
    expect(page.get_by_role("button", name="Authorize")).to_be_visible()
