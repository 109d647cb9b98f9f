"""One answer of each kind by mouse, by keyboard alone and by thumb, before the real pages."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desks import PHONE, SCENES, answers, make_scene, open_desk, point, shows_another, submit

pytestmark = pytest.mark.browser
__all__ = ["open_desk"]
SPOKEN = {"text": "Hello there", "no_speech": False, "unintelligible": False}
SEVERAL = ("many labels", "heard")
WANTED = {
    "one label": {"label": "dog"},
    "many labels": {"labels": ["cat", "bird"]},
    "boxes": {"boxes": [{"label": "dog", "x": 100, "y": 50, "w": 100, "h": 100}]},
    "written": {"text": "Hello there", "unreadable": False},
    "spoken": SPOKEN,
    "heard": {"labels": ["cat", "bird"]},
    "text": {"label": "dog"},
}


def answer_by_mouse(page: Page, name: str) -> None:
    if name in ("one label", "text"):
        page.get_by_text("dog", exact=True).click()
    elif name in SEVERAL:
        page.get_by_text("cat", exact=True).click()
        page.get_by_text("bird", exact=True).click()
    elif name == "boxes":
        page.get_by_label("dog").check()
        page.mouse.move(*point(page, 100, 50))
        page.mouse.down()
        page.mouse.move(*point(page, 150, 90))
        page.mouse.move(*point(page, 200, 150))
        page.mouse.up()
    else:
        page.get_by_role("textbox").fill("Hello there")


def answer_by_keys(page: Page, name: str) -> None:
    keys = page.keyboard
    if name in ("one label", "text"):
        keys.press("2")
    elif name in SEVERAL:
        keys.press("1")
        keys.press("3")
    elif name == "boxes":
        keys.press("2")
        add = page.get_by_role("button", name="Add a box in the middle")
        while not add.evaluate("button => button === document.activeElement"):
            keys.press("Tab")
        keys.press("Enter")
        for key in ["Shift+ArrowLeft"] * 6 + ["Shift+ArrowUp"] * 3 + ["Control+Shift+ArrowRight"] * 2:
            keys.press(key)
        for key in ["Control+Shift+ArrowDown"] * 6:
            keys.press(key)
    else:
        keys.type("Hello there")


@pytest.mark.parametrize("name", SCENES)
def test_an_answer_by_mouse(requester, open_desk, name):
    page = open_desk(make_scene(requester, name))

    answer_by_mouse(page, name)
    submit(page)

    assert answers() == [WANTED[name]]


@pytest.mark.parametrize("name", SCENES)
def test_an_answer_by_keyboard_alone(requester, open_desk, name):
    page = open_desk(make_scene(requester, name))
    number = page.locator("#answer").get_attribute("data-assignment")

    answer_by_keys(page, name)
    page.keyboard.press("Control+Enter")
    shows_another(page, number)

    expected = {"boxes": [{"label": "dog", "x": 100, "y": 50, "w": 100, "h": 100}]} if name == "boxes" else WANTED[name]
    assert answers() == [expected]


@pytest.mark.parametrize("name", SCENES)
def test_an_answer_by_thumb_on_a_phone(requester, open_desk, name):
    page = open_desk(make_scene(requester, name), **PHONE)

    if name == "boxes":
        page.get_by_label("dog").tap()
        swipe(page, (100, 50), (150, 90), (200, 150))
    elif name in ("written", "spoken"):
        page.get_by_role("textbox").tap()
        page.keyboard.type("Hello there")
    else:
        for label in ("cat", "bird") if name in SEVERAL else ("dog",):
            page.get_by_text(label, exact=True).tap()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    submit(page, tap=True)

    assert answers() == [WANTED[name]]


def swipe(page: Page, *places: tuple[float, float]) -> None:
    touch = page.context.new_cdp_session(page)
    for kind, place in zip(["touchStart", "touchMove", "touchMove"], places, strict=True):
        x, y = point(page, *place)
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_recording_plays_by_key_and_its_waveform_seeks(requester, open_desk):
    page = open_desk(make_scene(requester, "spoken"))
    player = page.locator("audio")
    expect(player).to_have_js_property("readyState", 4)
    waveform = page.locator("[data-waveform]")

    waveform.click(position={"x": waveform.bounding_box()["width"] / 2, "y": 20})
    assert player.evaluate("player => player.currentTime") == pytest.approx(3, abs=0.2)
    page.keyboard.press("Escape")

    expect(player).to_have_js_property("paused", False)
