"""What pages look like when something is the matter: refused, signed out, asked, empty. And to people who want them
calmer or in colours of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from tasks.models import Job
from tests.e2e.desks import make_scene, open_desk, sign_in
from tests.e2e.test_every_page import faults_shown
from tests.fixtures import CAT
from tests.tasks.answering import answer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["open_desk"]


def test_a_desk_that_refuses_asks_and_has_nothing_left_is_accessible(requester, open_desk):
    page = open_desk(make_scene(requester, "spoken"), expects=["401"])
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("alert")).to_be_visible()
    refused = faults_shown(page)

    Session.objects.all().delete()
    cache.clear()
    page.get_by_label("What is said here?").fill("Hello")
    page.get_by_role("button", name="Submit").click()
    password = page.get_by_role("dialog").get_by_label("Password")
    expect(password).to_be_focused()
    asked = faults_shown(page)
    password.fill("a calm long password")
    password.press("Enter")
    expect(page.locator("[data-desk-done]")).to_be_focused()

    assert (refused, asked, faults_shown(page)) == ([], [], [])


def states_of_a_requester(page: Page, job: Job) -> Iterator[list[str]]:
    page.goto(reverse("jobs:answers", args=[job.public_id]))
    page.locator(".review-item").first.get_by_text("Reject…").click()
    page.get_by_role("button", name="Reject this answer").click()
    page.get_by_text("Choose the reason.").wait_for()
    yield faults_shown(page)
    page.goto(f"{reverse('jobs:answers', args=[job.public_id])}?state=approved")
    page.get_by_text("No answer is approved yet.").wait_for()
    yield faults_shown(page)


def test_a_requesters_refusal_and_empty_list_are_accessible(
    open_browser: Callable[..., Page], open_job: Callable[..., Job], requester: User, worker: User
) -> None:
    job = open_job()
    answer(job, worker, [CAT])
    page = open_browser(width=360, height=740)
    sign_in(page, requester)

    assert list(states_of_a_requester(page, job)) == [[], []]


def test_nothing_moves_for_whoever_wants_it_calm(open_browser: Callable[..., Page]) -> None:
    page = open_browser(reduced_motion="reduce")
    page.goto(reverse("account_login"))

    moving = "() => [...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration))"
    assert page.evaluate(f"({moving})().length") == 0


def test_the_present_tab_and_the_progress_show_in_colours_of_ones_own(
    open_browser: Callable[..., Page], open_job: Callable[..., Job], requester: User
) -> None:
    job = open_job()
    page = open_browser(forced_colors="active")
    sign_in(page, requester)
    page.goto(reverse("jobs:job", args=[job.public_id]))
    border = "tab => getComputedStyle(tab).borderBlockEndColor"

    present, other = (
        page.locator(f".tab{which}").first.evaluate(border) for which in ("[aria-current]", ":not([aria-current])")
    )

    assert present != other
    assert page.locator(".bar").first.evaluate("bar => getComputedStyle(bar).borderTopWidth") == "1px"
