"""From one answer to the next: nothing is waited for, lost or doubled, and the last answer can be taken back."""

from __future__ import annotations

import re

import pytest
from django.db import connection, transaction
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from tasks.domain import claiming, submitting
from tasks.models import Answer, Assignment, Job
from tests.e2e.desks import answers, desk_of, is_ready, is_sent, make_scene, open_desk, photograph, sign_in, submit
from tests.e2e.processes import start_web
from tests.fixtures import states, wait_until
from transparency.models import WorkEvent

pytestmark = pytest.mark.browser
__all__ = ["open_desk", "start_web"]
LOST = ["ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION", "ERR_EMPTY_RESPONSE", "ERR_SOCKET"]
FIVE = [(f"{n}.png", photograph(n)) for n in range(5)]


def field(page: Page):
    return page.get_by_label("What is written here?")


def outbox(page: Page):
    return page.locator("[data-outbox]")


def loads_ahead(page: Page) -> None:
    """Wait until the next one is there before it is asked for."""
    page.locator("[data-flow][data-ahead]").wait_for()


def write_and_go_on(page: Page, text: str) -> None:
    """Type an answer and submit it; wait for another one on screen, not for the server."""
    number = page.locator("#answer[data-ready]").get_attribute("data-assignment")
    field(page).fill(text)
    page.keyboard.press("Control+Enter")
    page.locator(f"#desk-work:not(:has([data-assignment='{number}']))").wait_for()


def texts() -> list[str]:
    return [answer["text"] for answer in answers()]


def each_is_answered_once(job: Job) -> None:
    done = Assignment.objects.filter(job=job, submitted_at__isnull=False)
    assert done.values("micro_task").distinct().count() == done.count() == Answer.objects.count()
    assert WorkEvent.objects.filter(type="task.submitted").count() == done.count()
    assert not Assignment.objects.filter(job=job, state="expired").exists()


def test_the_network_is_gone_for_a_minute_during_five_transcriptions(requester, open_desk):
    job = make_scene(requester, "written", files=FIVE)
    page = open_desk(job, expects=LOST, with_clock=True)
    loads_ahead(page)
    write_and_go_on(page, "one")
    is_sent(page)
    loads_ahead(page)

    page.context.set_offline(True)
    write_and_go_on(page, "two")
    write_and_go_on(page, "three")
    expect(page.get_by_role("heading", name="The next one is coming")).to_be_visible()
    page.clock.fast_forward(60_000)
    expect(outbox(page)).to_contain_text("Waiting to be sent: 2.")
    assert texts() == ["one"]
    page.context.set_offline(False)
    is_sent(page)
    write_and_go_on(page, "four")
    write_and_go_on(page, "five")
    is_sent(page)

    assert texts() == ["one", "two", "three", "four", "five"]
    assert states(job) == ["submitted"] * 5
    each_is_answered_once(job)


def test_a_full_outbox_outlives_a_reload_and_goes_first(requester, worker, open_desk):
    job = make_scene(requester, "written", files=FIVE[:3])
    page = open_desk(job, expects=["ERR_FAILED"])
    loads_ahead(page)
    page.route("**/send/", lambda route: route.abort())
    write_and_go_on(page, "one")
    write_and_go_on(page, "two")
    expect(outbox(page)).to_contain_text("Waiting to be sent: 2.")

    page.unroute("**/send/")
    page.reload()
    is_sent(page)
    write_and_go_on(page, "three")
    is_sent(page)

    assert texts() == ["one", "two", "three"]
    each_is_answered_once(job)


def test_what_a_closed_tab_left_goes_from_the_list_of_work(requester, open_desk):
    job = make_scene(requester, "written")
    page = open_desk(job, expects=["ERR_FAILED"])
    loads_ahead(page)
    page.context.route("**/send/", lambda route: route.abort())
    write_and_go_on(page, "one")
    expect(outbox(page)).to_contain_text("Waiting to be sent: 1.")
    other = page.context.new_page()
    page.close()

    page.context.unroute("**/send/")
    with other.expect_response(re.compile("/send/")):
        other.goto("/work/")

    assert texts() == ["one"]


def test_the_server_is_killed_during_a_submission_and_comes_back(requester, worker, open_browser, start_web):
    job = make_scene(requester, "written", files=FIVE[:3])
    claiming.claim_next(job=job, worker=worker, at=now())
    page = open_browser(expects=LOST)
    sign_in(page, worker)
    web = start_web()
    page.goto(f"{web.address}{desk_of(job)}")
    loads_ahead(page)

    with transaction.atomic():
        Assignment.objects.select_for_update().get(state="claimed", shown_at__isnull=False)
        write_and_go_on(page, "one")
        wait_until(someone_waits_for_a_row)
        web.kill()
    write_and_go_on(page, "two")
    expect(outbox(page)).to_contain_text("Waiting to be sent: 2.")
    start_web(port=web.port)
    is_sent(page)

    assert texts() == ["one", "two"]
    each_is_answered_once(job)


def someone_waits_for_a_row() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("by", ["button", "key"])
def test_the_last_answer_is_taken_back_with_what_was_entered(requester, open_desk, by):
    job = make_scene(requester, "written")
    page = open_desk(job)
    write_and_go_on(page, "Dear Sri")
    field(page).fill("Yours")

    if by == "key":
        page.keyboard.press("Alt+z")
    else:
        page.get_by_role("button", name="Undo").click()
    expect(field(page)).to_have_value("Dear Sri")
    write_and_go_on(page, "Dear Sir")
    expect(field(page)).to_have_value("Yours")
    submit(page)

    assert texts() == ["Dear Sir", "Yours"]
    assert WorkEvent.objects.filter(type="task.undone").count() == 1
    assert states(job) == ["submitted", "submitted"]


def test_the_way_back_closes_after_ten_seconds(requester, open_desk):
    page = open_desk(make_scene(requester, "written"), with_clock=True)
    write_and_go_on(page, "one")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()

    page.clock.fast_forward(10_000)

    expect(page.get_by_role("button", name="Undo")).to_be_hidden()
    is_sent(page)


def test_what_is_ahead_is_shown_by_the_submission_and_costs_nothing_before(requester, open_desk):
    job = make_scene(requester, "one label", files=FIVE[:3])
    page = open_desk(job)
    loads_ahead(page)
    assert Assignment.objects.get(state="claimed", shown_at__isnull=True).micro_task.position > 0

    page.keyboard.press("1")
    submit(page)
    page.get_by_role("button", name="Give back").click()

    expect(page.get_by_text("Given back. It costs you nothing")).to_be_visible()
    notes = WorkEvent.objects.filter(type="task.returned").order_by("pk").values_list("note", flat=True)
    assert sorted(set(notes)) in ([""], ["", "unseen"])
    assert Assignment.objects.filter(job=job, state="claimed").count() == 0


def test_what_somebody_else_took_from_ahead_is_replaced_on_screen(requester, other_worker, open_desk):
    job = make_scene(requester, "one label", files=FIVE[:2])
    page = open_desk(job)
    loads_ahead(page)
    taken = Assignment.objects.get(state="claimed", shown_at__isnull=True)
    theirs = claiming.claim_next(job=job, worker=other_worker, at=now())
    submitting.give_back(assignment=theirs, worker=other_worker, at=now())

    page.keyboard.press("1")
    submit(page)
    is_ready(page)

    assert page.locator("#answer").get_attribute("data-assignment") != taken.public_id
    expect(page.get_by_text("went to somebody else while it waited")).to_be_visible()


def test_an_answer_that_cannot_be_taken_comes_back_and_what_was_begun_waits(requester, open_desk):
    job = make_scene(requester, "boxes", files=FIVE[:2])
    page = open_desk(job)
    loads_ahead(page)
    page.get_by_role("button", name="Add a box in the middle").click()
    page.get_by_label("width").fill("0")

    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("alert")).to_contain_text("Box 1 has no area inside the picture.")
    page.get_by_label("width").fill("80")
    submit(page)
    is_ready(page)
    page.get_by_label("There is nothing to mark").check()
    submit(page)

    assert [len(answer["boxes"]) for answer in answers()] == [1, 0]
    each_is_answered_once(job)
