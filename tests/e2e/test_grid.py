"""Twelve pictures on one screen: by keyboard with one key each, by thumb, through a reload and a lost network."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desks import PHONE, answers, desk_of, is_ready, is_sent, make_scene, open_desk
from tests.e2e.test_every_page import faults_of
from tests.fixtures import states

pytestmark = pytest.mark.browser
__all__ = ["open_desk"]


@pytest.fixture
def grid_job(requester):
    """Fourteen pictures, twelve on one screen."""
    return make_scene(requester, "grid")


def picture(page: Page, number: int):
    return page.get_by_role("group", name=f"Picture {number} of", exact=False).and_(page.locator(f"#cell-{number}"))


def submit_button(page: Page):
    return page.get_by_role("button", name="Submit", exact=True)


def waiting(page: Page):
    return page.locator("[data-outbox]")


def columns(page: Page) -> int:
    return page.locator(".grid-cells > li").evaluate_all(
        "cells => new Set(cells.map((cell) => cell.getBoundingClientRect().left)).size"
    )


def test_twelve_keys_and_submit_are_twelve_answers_and_bring_the_next_screen(grid_job, open_desk):
    page = open_desk(grid_job)
    assert columns(page) == 4
    expect(picture(page, 1)).to_be_focused()

    for key in ["2", *["1"] * 8, "c", "n"]:
        page.keyboard.press(key)
    page.keyboard.press("ArrowUp")
    expect(picture(page, 8)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("3")
    page.keyboard.press("Enter")

    expect(picture(page, 1)).to_have_accessible_name("Picture 1 of 2")
    is_sent(page)
    cats = [{"label": "cat"}] * 8
    assert answers() == [{"label": "dog"}, *cats, {"cant_tell": True}, {"not_shown": True}, {"label": "bird"}]
    assert states(grid_job) == ["claimed"] * 2 + ["submitted"] * 12


def test_by_thumb_what_is_missing_is_named_and_a_reload_loses_nothing(grid_job, open_desk):
    page = open_desk(grid_job, **PHONE)
    assert columns(page) == 2
    for number in [1, 2, *range(4, 13)]:
        picture(page, number).get_by_text("dog").tap()
    low = page.locator(".grid-choice").evaluate_all("all => Math.min(...all.map((one) => one.offsetHeight))")
    assert low >= 44

    page.reload()
    is_ready(page)
    submit_button(page).tap()

    expect(page.get_by_role("alert")).to_contain_text("Nothing is sent yet. Without an answer: Picture 3")
    expect(picture(page, 3)).to_be_focused()
    picture(page, 3).get_by_text("cat").tap()
    submit_button(page).tap()
    expect(picture(page, 1)).to_have_accessible_name("Picture 1 of 2")
    is_sent(page)
    assert answers() == [{"label": "dog"}] * 2 + [{"label": "cat"}] + [{"label": "dog"}] * 9


def test_without_a_network_both_screens_are_answered_and_sent_once_when_it_is_back(grid_job, open_desk):
    page = open_desk(grid_job, expects=["ERR_INTERNET_DISCONNECTED"])
    page.locator("[data-ahead]").wait_for()
    page.context.set_offline(True)
    for _ in range(12):
        page.keyboard.press("1")
    page.keyboard.press("Control+Enter")
    expect(picture(page, 1)).to_have_accessible_name("Picture 1 of 2")
    page.keyboard.press("2")
    page.keyboard.press("2")
    page.keyboard.press("Control+Enter")
    expect(waiting(page)).to_contain_text("The network is gone. Go on")
    expect(waiting(page)).to_contain_text("Waiting to be sent: 2.")

    page.context.set_offline(False)
    is_sent(page)

    expect(page.get_by_role("heading", name="Nothing is left for you in this job")).to_be_visible()
    assert answers() == [{"label": "cat"}] * 12 + [{"label": "dog"}] * 2
    assert states(grid_job) == ["submitted"] * 14


def test_what_a_closed_tab_left_unsent_goes_first_when_the_desk_is_opened_again(grid_job, open_desk):
    page = open_desk(grid_job, expects=["ERR_FAILED"])
    page.locator("[data-ahead]").wait_for()
    page.route("**/screen/send/", lambda route: route.abort())
    for _ in range(12):
        page.keyboard.press("1")
    page.keyboard.press("Control+Enter")
    expect(waiting(page)).to_contain_text("Waiting to be sent: 1.")
    page.goto("about:blank")
    page.unroute("**/screen/send/")

    page.goto(desk_of(grid_job))

    expect(picture(page, 1)).to_have_accessible_name("Picture 1 of 2")
    is_sent(page)
    assert answers() == [{"label": "cat"}] * 12


def test_the_last_screen_is_taken_back_changed_and_what_was_begun_after_it_stays(grid_job, open_desk):
    page = open_desk(grid_job)
    for _ in range(12):
        page.keyboard.press("1")
    page.keyboard.press("Control+Enter")
    is_sent(page)
    page.keyboard.press("2")

    page.keyboard.press("Alt+z")

    expect(picture(page, 12).get_by_role("radio", name="cat")).to_be_checked()
    assert answers() == []
    picture(page, 3).get_by_text("bird").click()
    submit_button(page).click()
    expect(picture(page, 1).get_by_role("radio", name="dog")).to_be_checked()
    is_sent(page)
    cats = [{"label": "cat"}] * 9
    assert answers() == [{"label": "cat"}] * 2 + [{"label": "bird"}] + cats
    assert states(grid_job) == ["claimed"] * 2 + ["submitted"] * 12


def test_a_problem_is_reported_about_the_current_picture_and_the_others_stay(grid_job, open_desk):
    page = open_desk(grid_job)
    page.keyboard.press("1")
    page.keyboard.press("Shift+F9")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio").first.check()
    dialog.get_by_role("button", name="Report it").click()

    expect(page.get_by_text("Reported. It costs you nothing")).to_be_visible()
    is_ready(page)
    expect(picture(page, 1)).to_have_accessible_name("Picture 1 of 11")
    expect(picture(page, 1).get_by_role("radio", name="cat")).to_be_checked()
    expect(picture(page, 2)).to_be_focused()


@pytest.mark.parametrize("look", [{"width": 1280}, {**PHONE, "color_scheme": "dark"}], ids=["wide", "phone"])
def test_the_screen_is_accessible_and_fits(grid_job, open_desk, look):
    page = open_desk(grid_job, **look)

    assert faults_of(page, page.url) == []
