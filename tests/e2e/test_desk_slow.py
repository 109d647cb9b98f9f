"""A server that is slow, or silent: what is written at the desk meanwhile is kept, and nobody waits for it for ever."""

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tasks.models import Draft
from tests.e2e.desks import answers, desk_of, is_ready, make_scene, open_desk, submit

pytestmark = pytest.mark.browser
__all__ = ["open_desk"]
SILENT = ["ERR_FAILED", "ERR_ABORTED"]
TEXT = "Dear Sir, this is long"


def field(page: Page):
    return page.get_by_label("What is written here?")


@pytest.fixture
def silent() -> Iterator[list[Route]]:
    """Requests that nobody answers, until the test is over."""
    held: list[Route] = []
    yield held
    end(held)


def end(held: list[Route]) -> None:
    """The connections break; a page that is gone has ended its own."""
    for route in held:
        with suppress(Error):
            route.abort()
    held.clear()


def write_while_a_draft_hangs(page: Page, silent: list[Route]) -> None:
    page.route("**/draft/", lambda route: silent.append(route))
    with page.expect_request(re.compile("/draft/")):
        field(page).fill("Dear")
        page.clock.run_for(4000)
    field(page).fill(TEXT)
    page.clock.run_for(4000)


def test_words_written_while_an_earlier_draft_hangs_outlive_a_reload(requester, open_desk, silent):
    job = make_scene(requester, "written")
    page = open_desk(job, with_clock=True, expects=SILENT)
    write_while_a_draft_hangs(page, silent)

    page.goto("about:blank")
    end(silent)
    page.unroute("**/draft/")
    page.goto(desk_of(job))

    expect(field(page)).to_have_value(TEXT)
    assert Draft.objects.get().content["text"] == TEXT


def test_stop_does_not_wait_for_a_draft_that_hangs(requester, open_desk, silent):
    page = open_desk(make_scene(requester, "written"), with_clock=True, expects=SILENT)
    write_while_a_draft_hangs(page, silent)

    page.get_by_role("button", name="Stop").click()
    page.clock.run_for(4000)

    expect(page.get_by_role("heading", name="You have stopped")).to_be_visible()


def test_after_stop_what_another_job_left_waits_too(requester, open_desk):
    first, second = make_scene(requester, "written"), make_scene(requester, "text")
    page = open_desk(first, expects=SILENT)
    page.route("**/send/", lambda route: route.abort())
    field(page).fill(TEXT)
    with page.expect_request(re.compile("/send/")):
        page.get_by_role("button", name="Submit").click()
    page.goto(desk_of(second))
    with page.expect_request(re.compile("/send/")):
        page.get_by_role("button", name="Start").click()
    is_ready(page)

    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("heading", name="You have stopped")).to_be_visible()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.evaluate("dispatchEvent(new Event('online')), fetch('/health/live').then(answer => answer.text())")

    assert [address.rpartition("/health/")[2] for address in sent] == ["live"]


def test_nothing_is_written_over_what_the_browser_kept_until_it_is_back(requester, open_desk):
    job = make_scene(requester, "written")
    page = open_desk(job, expects=SILENT)
    page.route("**/draft/", lambda route: route.abort())
    with page.expect_request(re.compile("/draft/")):
        field(page).fill(TEXT)

    page.reload()
    expect(page.locator("[data-desk-word]")).to_contain_text("is being brought back")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer[inert]")).to_be_visible()
    assert answers() == []
    page.unroute("**/draft/")

    expect(field(page)).to_have_value(TEXT)
    is_ready(page)
    submit(page)
    assert answers() == [{"text": TEXT, "unreadable": False}]


def test_a_long_transcript_in_another_script_is_saved_while_it_is_written(requester, open_desk):
    page = open_desk(make_scene(requester, "written"))
    text = "語" * 10_000  # 90 kB on the way

    with page.expect_response(re.compile("/draft/")):
        field(page).fill(text)

    assert Draft.objects.get().content["text"] == text
