"""A session that ends under the desk: signed in again in place, nothing is lost and nothing doubled."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import Page, expect

from tasks.models import Assignment, Draft
from tests.e2e.desks import answers, is_ready, is_sent, make_scene, open_desk, shows_another
from tests.fixtures import earnings_micros, states
from transparency.domain import log
from transparency.models import WorkEvent

pytestmark = pytest.mark.browser
__all__ = ["open_desk"]
PASSWORD = "a calm long password"


def end_sessions() -> None:
    Session.objects.all().delete()
    cache.clear()


def field(page: Page):
    return page.get_by_label("What is written here?")


def sign_in(page: Page, password: str) -> None:
    dialog = page.get_by_role("dialog", name="Sign in again")
    dialog.get_by_label("Password").fill(password)
    dialog.get_by_label("Password").press("Enter")


def test_an_answer_sent_after_the_session_ended_goes_on_by_itself(requester, worker, open_desk):
    job = make_scene(requester, "written")
    page = open_desk(job, expects=["401"])
    number = page.locator("#answer").get_attribute("data-assignment")
    field(page).fill("Dear Sir")
    end_sessions()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("dialog").get_by_label("E-mail address")).to_have_value(worker.email)
    expect(page.get_by_role("dialog").get_by_label("Password")).to_be_focused()

    sign_in(page, "not my long password")
    expect(page.get_by_role("dialog").get_by_text("don’t belong together")).to_be_visible()
    sign_in(page, PASSWORD)
    shows_another(page, number)
    is_sent(page)
    is_ready(page)

    expect(page.get_by_role("dialog")).to_be_hidden()
    assert answers() == [{"unreadable": False, "text": "Dear Sir"}]
    assert states(job) == ["claimed", "submitted"]
    assert WorkEvent.objects.filter(type=log.Type.SUBMITTED).count() == 1


def test_a_session_that_ends_while_typing_is_mended_and_typing_goes_on(requester, worker, open_desk):
    page = open_desk(make_scene(requester, "written"), expects=["401"])
    end_sessions()
    field(page).press_sequentially("Dear")

    page.get_by_role("dialog").get_by_label("Password").wait_for()
    with page.expect_response(lambda answer: answer.url.endswith("/draft/") and answer.ok):
        sign_in(page, PASSWORD)
    expect(field(page)).to_be_focused()
    with page.expect_response(re.compile("/draft/")):
        page.keyboard.type(" Sir")
    page.get_by_role("button", name="Give back").click()

    expect(page.get_by_text("Given back. It costs you nothing")).to_be_visible()
    assert Draft.objects.get().content["text"] == "Dear Sir"
    assert Assignment.objects.filter(worker=worker, shown_at__isnull=False).count() == 1
    assert earnings_micros(worker) == 0


def test_another_account_cannot_go_on_at_the_desk(requester, other_worker, open_desk):
    page = open_desk(make_scene(requester, "written"), expects=["401"])
    field(page).fill("Dear Sir")
    end_sessions()
    page.get_by_role("button", name="Submit").click()

    page.get_by_role("dialog").get_by_label("E-mail address").fill(other_worker.email)
    sign_in(page, PASSWORD)
    expect(page.get_by_role("dialog").get_by_text("This desk belongs to another account.")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Later").click()

    expect(page.locator("[data-outbox]")).to_contain_text("Waiting to be sent: 1.")
    assert answers() == []
