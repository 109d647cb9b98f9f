"""One answer of each kind by mouse, by keyboard alone and by thumb, before the real pages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desks import ONE_AT_A_TIME, PHONE, answers, is_sent, make_scene, open_desk, point, shows_another, submit

pytestmark = pytest.mark.browser
__all__ = ["open_desk"]
SPOKEN = {"text": "Hello there", "no_speech": False, "unintelligible": False}
CORNERS = [[100, 50], [200, 50], [200, 150], [100, 150]]
SEVERAL = ("many labels", "heard")
WANTED = {
    "one label": {"label": "dog"},
    "many labels": {"labels": ["cat", "bird"]},
    "boxes": {"boxes": [{"label": "dog", "x": 100, "y": 50, "w": 100, "h": 100}]},
    "polygons": {"polygons": [{"label": "dog", "points": CORNERS}]},
    "points": {
        "points": [
            {"name": "nose", "state": "visible", "x": 100, "y": 50},
            {"name": "tail", "state": "absent"},
            {"name": "ear", "state": "occluded", "x": 210, "y": 90},
        ]
    },
    "written": {"text": "Hello there[gap]", "unreadable": False},
    "lines": {"text": "Hello there", "unreadable": False},
    "spoken": SPOKEN,
    "talk": {
        "turns": [{"speaker": "Anna", "text": "Hello"}, {"speaker": "Ben", "text": "there"}],
        "no_speech": False,
        "unintelligible": False,
    },
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
    elif name == "polygons":
        page.get_by_label("dog").check()
        for corner in [*CORNERS, CORNERS[0]]:
            page.mouse.click(*point(page, *corner))
    elif name == "points":
        place_points(page, lambda x, y: page.mouse.click(*point(page, x, y)))
    elif name == "talk":
        page.get_by_role("button", name="Anna").click()
        page.keyboard.type("Hello")
        page.get_by_role("button", name="Ben").click()
        page.keyboard.type("there")
    else:
        page.get_by_role("textbox").fill("Hello there")
        if name == "written":
            page.get_by_role("button", name="Gap").click()
        if name == "lines":
            page.get_by_text("Show the page around it").click()
            whole = page.get_by_role("img", name="The page from which the line is cut")
            expect(whole).to_have_js_property("naturalWidth", 400)
            expect(page.locator("[data-page-line]")).to_be_in_viewport()


def place_points(page: Page, press: Callable[[float, float], None]) -> None:
    """The nose by a press on the picture, the absent tail in the list, the hidden ear by both."""
    press(100, 50)
    page.get_by_role("group", name="2 tail").get_by_label("State").select_option("absent")
    page.get_by_role("button", name="3 ear").click()
    press(210, 90)
    page.get_by_role("group", name="3 ear").get_by_label("State").select_option("occluded")


def reach(page: Page, name: str) -> None:
    """Go to a button by Tab alone and press it."""
    button = page.get_by_role("button", name=name)
    while not button.evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def answer_by_keys(page: Page, name: str) -> None:
    keys = page.keyboard
    if name in ("one label", "text"):
        keys.press("2")
    elif name in SEVERAL:
        keys.press("1")
        keys.press("3")
    elif name == "boxes":
        keys.press("2")
        reach(page, "Add a box in the middle")
        for key in ["Shift+ArrowLeft"] * 6 + ["Shift+ArrowUp"] * 3 + ["Control+Shift+ArrowRight"] * 2:
            keys.press(key)
        for key in ["Control+Shift+ArrowDown"] * 6:
            keys.press(key)
    elif name == "polygons":
        # A square of 40 by 40 in the middle of 400 by 200: each corner goes where it belongs.
        keys.press("2")
        reach(page, "Add a polygon in the middle")
        for sideways, upright in [(-8, -3), (-2, -3), (-2, 3), (-8, 3)]:
            keys.press(".")
            press_arrows(page, sideways, upright)
    elif name == "points":
        keys.press("1")
        keys.press("ArrowUp")
        press_arrows(page, -10, -5)
        keys.press("2")
        keys.press("Delete")
        keys.press("3")
        keys.press("ArrowUp")
        press_arrows(page, 1, -1)
        keys.press("o")
    elif name == "talk":
        keys.press("Alt+1")
        keys.type("Hello")
        keys.press("Alt+2")
        keys.type("there")
    else:
        keys.type("Hello there")
        if name == "written":
            keys.press("Alt+g")


def press_arrows(page: Page, sideways: int, upright: int) -> None:
    """Tens of pixels to the right and downwards; negative ones to the left and upwards."""
    for count, before, after in ((sideways, "Left", "Right"), (upright, "Up", "Down")):
        for _time in range(abs(count)):
            page.keyboard.press(f"Shift+Arrow{before if count < 0 else after}")


@pytest.mark.parametrize("name", ONE_AT_A_TIME)
def test_an_answer_by_mouse(requester, open_desk, name):
    page = open_desk(make_scene(requester, name))

    answer_by_mouse(page, name)
    submit(page)

    assert answers() == [WANTED[name]]


@pytest.mark.parametrize("name", ONE_AT_A_TIME)
def test_an_answer_by_keyboard_alone(requester, open_desk, name):
    page = open_desk(make_scene(requester, name))
    number = page.locator("#answer").get_attribute("data-assignment")

    answer_by_keys(page, name)
    page.keyboard.press("Control+Enter")
    shows_another(page, number)
    is_sent(page)
    assert answers() == [WANTED[name]]


@pytest.mark.parametrize("name", ONE_AT_A_TIME)
def test_an_answer_by_thumb_on_a_phone(requester, open_desk, name):
    page = open_desk(make_scene(requester, name), **PHONE)

    if name == "boxes":
        page.get_by_label("dog").tap()
        swipe(page, (100, 50), (150, 90), (200, 150))
        expect(page.locator("[data-mark-status]")).to_have_text("Box 1 of 1, dog, 100 by 100")
    elif name == "polygons":
        page.get_by_label("dog").tap()
        for corner in [*CORNERS, CORNERS[0]]:
            page.touchscreen.tap(*point(page, *corner))
    elif name == "points":
        place_points(page, lambda x, y: page.touchscreen.tap(*point(page, x, y)))
    elif name in ("written", "lines", "spoken"):
        page.get_by_role("textbox").tap()
        page.keyboard.type("Hello there")
        if name == "written":
            page.get_by_role("button", name="Gap").tap()
    elif name == "talk":
        for speaker, words in (("Anna", "Hello"), ("Ben", "there")):
            page.get_by_role("button", name=speaker).tap()
            page.keyboard.type(words)
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
