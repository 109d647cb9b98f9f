"""What comes with a warning, at a desk in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from accounts.models import User
from tasks.domain import claiming
from tasks.models import Job
from tests.e2e.test_posting_a_job import sign_in
from workers.domain import content_warnings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_by_keyboard_alone_what_is_hidden_is_shown_and_hidden_again(
    open_browser: Callable[..., Page], live_server: object, open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(content_warnings=["hate"])
    content_warnings.say_read(job=job, worker=worker, at=now())
    claiming.claim_next(job=job, worker=worker, at=now())
    page = open_browser()
    sign_in(page, worker, str(live_server))
    page.goto(reverse("work:desk", args=[job.public_id]))
    words = page.get_by_text("line 0")

    expect(page.get_by_label("Show it")).to_be_focused()
    expect(words).to_be_hidden()
    page.keyboard.press("Enter")
    expect(words).to_be_visible()
    page.keyboard.press("Alt+v")
    expect(words).to_be_hidden()
    page.keyboard.press("Space")
    expect(words).to_be_visible()
    page.get_by_label("cat").check()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("Show it")).not_to_be_checked()
    expect(page.get_by_text("line 1")).to_be_hidden()
