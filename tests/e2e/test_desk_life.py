"""What a desk must live through: reloads, lost networks, ended sign-ins, two tabs, impatient fingers, no scripts."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from tasks.domain import claiming
from tasks.models import Assignment, Draft, Job
from tests.e2e.desks import (
    PHOTOGRAPHS,
    answers,
    desk_of,
    is_ready,
    is_sent,
    make_scene,
    open_desk,
    shows_another,
    sign_in,
    submit,
)
from tests.fixtures import states

pytestmark = pytest.mark.browser
__all__ = ["open_desk"]
TEXT = {"unreadable": False, "text": "Dear Sir"}


def field(page: Page):
    return page.get_by_label("What is written here?")


def word(page: Page):
    return page.locator("[data-desk-word]")


def waiting(page: Page):
    return page.locator("[data-outbox]")


def number_of(page: Page) -> str | None:
    return page.locator("#answer").get_attribute("data-assignment")


def test_the_next_one_comes_at_once_and_nothing_moves(requester, open_desk):
    page = open_desk(make_scene(requester, "one label"))
    places = "[...document.querySelectorAll('.desk-stage, .desk-side, .desk-submit, #desk-line')]"
    boxes = f"{places}.map(part => JSON.stringify(part.getBoundingClientRect()))"
    before, first = page.evaluate(boxes), number_of(page)

    page.keyboard.press("1")
    submit(page)

    is_ready(page)
    assert number_of(page) not in (first, None)
    assert page.evaluate(boxes) == before
    expect(page.locator("[data-today]")).to_have_text("€0.004")


def test_the_last_answer_ends_on_the_takings(requester, open_desk):
    page = open_desk(make_scene(requester, "spoken"))

    page.get_by_label("What is said here?").fill("Hello")
    submit(page)

    expect(page.get_by_role("heading", name="Nothing is left for you in this job")).to_be_visible()
    expect(page.locator("[data-desk-done]")).to_be_focused()
    expect(page.locator("[data-desk-done] dd").first).to_have_text("€0.004")


def test_a_draft_survives_a_reload(requester, open_desk):
    page = open_desk(make_scene(requester, "written"))

    with page.expect_response(re.compile("/draft/")):
        field(page).fill("Dear Sir")
    page.reload()

    expect(field(page)).to_have_value("Dear Sir")
    assert Draft.objects.get().content == TEXT


def test_what_the_server_never_got_is_kept_in_the_browser(requester, open_desk):
    job = make_scene(requester, "written")
    page = open_desk(job, expects=["ERR_FAILED"])

    page.route("**/draft/", lambda route: route.abort())
    with page.expect_request(re.compile("/draft/")):
        field(page).fill("Dear Sir")
    page.goto("about:blank")
    page.unroute("**/draft/")
    page.goto(desk_of(job))

    expect(field(page)).to_have_value("Dear Sir")
    assert Draft.objects.get().content == TEXT


def test_a_lost_network_is_said_and_the_answer_goes_by_itself_when_it_is_back(requester, open_desk):
    page = open_desk(make_scene(requester, "written"), expects=["ERR_INTERNET_DISCONNECTED"])
    field(page).fill("Dear Sir")

    page.context.set_offline(True)
    expect(waiting(page)).to_contain_text("The network is gone")
    page.get_by_role("button", name="Submit").click()
    expect(waiting(page)).to_contain_text("Waiting to be sent: 1.")
    expect(page.get_by_role("button", name="Undo")).to_be_hidden()
    page.context.set_offline(False)
    is_sent(page)

    expect(waiting(page)).to_be_hidden()
    assert answers() == [TEXT]


def test_an_ended_sign_in_keeps_the_text_until_the_person_is_back_in_another_tab(requester, worker, open_desk):
    page = open_desk(make_scene(requester, "written"), expects=["401"])
    field(page).fill("Dear Sir")
    page.context.clear_cookies(name="sessionid")

    page.get_by_role("button", name="Submit").click()
    page.get_by_role("dialog").get_by_role("button", name="Later").click()
    expect(waiting(page)).to_contain_text("You are signed out. Your answers are kept")
    again = page.context.new_page()
    again.goto(reverse("account_login"))
    again.get_by_label("E-mail").fill(worker.email)
    again.locator("input[type=password]").fill("a calm long password")
    again.keyboard.press("Enter")
    again.wait_for_url(lambda address: "login" not in address)
    again.close()
    page.get_by_role("button", name="Send now").click()
    is_sent(page)

    assert answers() == [TEXT]


def test_a_browser_that_forgot_all_its_cookies_is_asked_to_sign_in_again(requester, open_desk):
    page = open_desk(make_scene(requester, "written"), expects=["403"])
    field(page).fill("Dear Sir")
    page.context.clear_cookies()

    page.get_by_role("button", name="Submit").click()

    expect(waiting(page)).to_contain_text("You are signed out. Your answers are kept")
    expect(waiting(page)).to_contain_text("Waiting to be sent: 1.")


def test_a_sign_in_that_ended_while_typing_is_said(requester, open_desk):
    page = open_desk(make_scene(requester, "written"))

    page.context.clear_cookies(name="sessionid")
    field(page).fill("Dear Sir")

    expect(word(page)).to_contain_text("You are signed out")
    expect(field(page)).to_have_value("Dear Sir")


def test_two_devices_are_asked_which_draft_to_keep(requester, worker, open_desk, open_browser):
    job = make_scene(requester, "written")
    page = open_desk(job, expects=["409"])
    other = open_browser()
    sign_in(other, worker)
    other.goto(desk_of(job))
    is_ready(other)
    with other.expect_response(re.compile("/draft/")):
        field(other).fill("Dear Madam")

    field(page).fill("Dear Sir")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Dear Madam")
    with page.expect_response(re.compile("/draft/")):
        dialog.get_by_role("button", name="Keep this one").click()

    expect(dialog).to_be_hidden()
    page.reload()
    expect(field(page)).to_have_value("Dear Sir")


def test_a_second_tab_says_where_the_work_is_and_can_take_it_over(requester, open_desk):
    job = make_scene(requester, "written")
    page = open_desk(job)
    field(page).fill("Dear Sir")

    other = page.context.new_page()
    other.goto(desk_of(job))
    expect(other.get_by_role("heading", name="This work is open in another tab")).to_be_visible()
    expect(field(other)).to_be_hidden()
    other.get_by_role("button", name="Go on here").click()

    expect(field(other)).to_have_value("Dear Sir")
    expect(page.get_by_role("heading", name="This work is open in another tab")).to_be_visible()
    expect(field(page)).to_be_hidden()
    submit(other)
    assert answers() == [TEXT]


def test_a_tab_that_stepped_back_goes_on_when_the_other_is_gone(requester, open_desk):
    job = make_scene(requester, "one label")
    page = open_desk(job)
    other = page.context.new_page()
    other.goto(desk_of(job))
    other.get_by_role("button", name="Go on here").click()
    expect(page.get_by_role("button", name="Go on here")).to_be_visible()

    other.close()
    page.get_by_role("button", name="Go on here").click()

    is_ready(page)
    page.keyboard.press("1")
    submit(page)
    assert answers() == [{"label": "cat"}]


def test_a_double_click_submits_once(requester, open_desk):
    page = open_desk(make_scene(requester, "one label"))
    number = number_of(page)

    page.keyboard.press("2")
    page.get_by_role("button", name="Submit").dblclick()
    shows_another(page, number)
    is_sent(page)

    is_ready(page)
    assert answers() == [{"label": "dog"}]
    expect(word(page)).to_be_hidden()


def test_going_back_after_an_answer_harms_nothing(requester, open_desk):
    job = make_scene(requester, "one label")
    page = open_desk(job)
    page.keyboard.press("2")
    submit(page)

    page.go_back()
    page.goto(desk_of(job))
    is_ready(page)
    page.keyboard.press("1")
    submit(page)

    assert answers() == [{"label": "dog"}, {"label": "cat"}]


def test_a_refusal_says_why_and_keeps_what_was_entered(requester, open_desk):
    page = open_desk(make_scene(requester, "boxes"))
    page.get_by_role("button", name="Add a box in the middle").click()
    page.get_by_label("width").fill("0")

    page.get_by_role("button", name="Submit").click()

    expect(page.get_by_role("alert")).to_have_text("Box 1 has no area inside the picture. Draw it again, or delete it.")
    expect(page.get_by_role("group", name="Box 1").get_by_label("left")).to_have_value("160")
    assert answers() == []


def test_a_late_answer_says_that_it_is_paid_from_the_reserve(requester, other_worker, open_desk):
    job = make_scene(requester, "one label", files=PHOTOGRAPHS[:1])
    page = open_desk(job)
    Assignment.objects.update(due_at=now() - timedelta(minutes=1))
    claiming.claim_next(job=job, worker=other_worker, at=now())

    page.keyboard.press("2")
    submit(page)

    expect(page.get_by_text("Somebody had taken this place meanwhile.")).to_contain_text("€0.004")
    assert answers() == [{"label": "dog"}]


def test_the_lease_is_quiet_until_five_minutes_are_left(requester, open_desk):
    page = open_desk(make_scene(requester, "one label"))
    lease = page.locator("[data-lease]")
    expect(lease).to_have_text("Kept for you")

    Job.objects.update(lease_seconds=290)
    Assignment.objects.filter(state="claimed").update(due_at=now() + timedelta(seconds=290))
    page.reload()

    expect(lease).to_have_text(re.compile(r"^4:\d\d left"))


def test_giving_back_costs_nothing_and_offers_the_next(requester, open_desk):
    job = make_scene(requester, "one label")
    page = open_desk(job)

    page.get_by_role("button", name="Give back").click()

    expect(page.get_by_text("Given back. It costs you nothing")).to_be_visible()
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    assert [state for state in states(job) if state != "returned"] == ["open", "open"]


def test_a_picture_that_does_not_come_is_said_in_words(requester, open_desk):
    job = make_scene(requester, "one label")
    job.micro_tasks.update(payload={"url": "https://127.0.0.1:9/gone.png"})
    job.items.update(display_key="")

    page = open_desk(job, expects=["ERR_CONNECTION_REFUSED", "ERR_UNSAFE_PORT"])

    expect(page.get_by_role("alert")).to_contain_text("give this one back: it costs you nothing")
    expect(page.locator("[data-desk-stage] img")).to_be_hidden()


def test_without_scripts_the_form_alone_answers_and_gives_back(requester, open_desk):
    job = make_scene(requester, "boxes")
    page = open_desk(job, java_script_enabled=False)
    page.get_by_text("Enter boxes as numbers").click()
    row = page.get_by_role("group", name="Box 1")
    row.get_by_label("Label", exact=True).select_option("cat")
    for name, value in {"left": "1", "top": "2", "width": "3", "height": "4"}.items():
        row.get_by_label(name).fill(value)

    page.get_by_role("button", name="Submit").click()
    page.get_by_role("button", name="Give back").click()

    assert answers() == [{"boxes": [{"label": "cat", "x": 1, "y": 2, "w": 3, "h": 4}]}]
    assert states(job) == ["open", "returned", "submitted"]


@pytest.mark.parametrize("name", ["many labels", "written", "spoken", "heard", "text"])
def test_without_scripts_each_kind_is_answered(requester, open_desk, name):
    page = open_desk(make_scene(requester, name), java_script_enabled=False)

    choice = page.get_by_text("dog", exact=True)
    choice.click() if choice.count() else page.get_by_role("textbox").fill("Hello")
    page.get_by_role("button", name="Submit").click()
    page.wait_for_load_state()

    assert len(answers()) == 1
