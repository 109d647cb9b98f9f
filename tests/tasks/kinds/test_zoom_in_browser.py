"""Bringing a picture nearer and moving it, by mouse, by keys and with fingers; nothing is drawn meanwhile."""

import pytest
from playwright.sync_api import Page, expect

from tests.tasks.kinds.pictures import Fingers, Picture

pytestmark = pytest.mark.browser
CHOSEN = {"labels": ["cat", "dog"], "points": ["nose"]}
PICTURE = {"width": 200, "height": 100}
CAT = {"label": "cat", "x": 10, "y": 20, "w": 30, "h": 40}
TOUCH = {"has_touch": True, "is_mobile": True}


def scale(page: Page) -> float:
    return page.locator("[data-zoom-canvas]").evaluate("canvas => parseFloat(canvas.style.width) / 100")


@pytest.mark.parametrize("kind", ["image_boxes", "image_polygons", "image_keypoints", "image_transcription"])
def test_two_fingers_bring_the_picture_nearer_and_mark_nothing(open_desk, kind):
    desk = open_desk(kind, CHOSEN, PICTURE, **TOUCH)
    fingers = Fingers(desk.page)
    before = desk.fields()
    view = desk.page.locator("[data-zoom-view]").bounding_box()
    x, y = view["x"] + view["width"] / 2, view["y"] + view["height"] / 2

    fingers.put((x - 20, y))
    fingers.put((x - 20, y), (x + 20, y))
    fingers.move((x - 60, y), (x + 60, y))
    fingers.lift()

    assert scale(desk.page) == pytest.approx(3, abs=0.1)
    assert desk.page.evaluate("visualViewport.scale") == 1
    assert desk.fields() == before


def test_a_pinch_undoes_what_its_first_finger_has_drawn(open_desk):
    desk = open_desk("image_boxes", CHOSEN, PICTURE, **TOUCH)
    fingers = Fingers(desk.page)
    picture = Picture(desk.page)
    one, moved, other = picture.at(20, 20), picture.at(60, 60), picture.at(150, 50)

    fingers.put(one)
    fingers.move(moved)
    expect(desk.page.locator(".kind-shape")).to_have_count(1)
    fingers.put(moved, other)
    fingers.lift()

    expect(desk.page.locator(".kind-shape")).to_have_count(0)


def test_what_is_under_two_fingers_stays_under_them(open_desk):
    desk = open_desk("image_boxes", CHOSEN, PICTURE, draft={"boxes": [CAT]}, **TOUCH)
    fingers = Fingers(desk.page)
    picture = Picture(desk.page)
    (left, y), (right, _), (middle, _) = picture.at(90, 50), picture.at(110, 50), picture.at(100, 50)

    fingers.put((left, y), (right, y))
    fingers.move((left - 30, y), (right - 10, y))
    fingers.lift()

    assert picture.at(100, 50) == pytest.approx((middle - 20, y), abs=1.5)


def test_one_finger_draws_or_moves_the_picture_as_its_button_says(open_desk):
    desk = open_desk("image_boxes", CHOSEN, PICTURE, **TOUCH)
    fingers = Fingers(desk.page)
    picture = Picture(desk.page)
    for _ in range(3):
        desk.page.get_by_role("button", name="Nearer").tap()
    hand = desk.page.get_by_role("button", name="Move the picture")
    hand.tap()
    x, y = picture.at(100, 50)

    fingers.put((x, y))
    fingers.move((x - 60, y - 30))
    fingers.lift()
    assert picture.at(100, 50) == pytest.approx((x - 60, y - 30), abs=1)
    hand.tap()
    picture.swipe((90, 40), (100, 50), (110, 60))

    assert desk.answer()["boxes"] == [{"label": "cat", "x": 90, "y": 40, "w": 20, "h": 20}]


def test_the_mouse_moves_the_picture_while_space_is_held(open_desk):
    desk = open_desk("image_boxes", CHOSEN, PICTURE)
    picture = Picture(desk.page)
    for key in ["+", "+", "+"]:
        desk.page.keyboard.press(key)
    x, y = picture.at(100, 50)

    desk.page.keyboard.down(" ")
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x + 50, y - 20)
    desk.page.mouse.up()
    desk.page.keyboard.up(" ")

    assert picture.at(100, 50) == pytest.approx((x + 50, y - 20), abs=1)
    picture.drag((90, 40), (110, 60))
    assert desk.answer()["boxes"] == [{"label": "cat", "x": 90, "y": 40, "w": 20, "h": 20}]


def test_the_wheel_with_control_zooms_where_the_mouse_is(open_desk):
    desk = open_desk("image_boxes", CHOSEN, PICTURE)
    picture = Picture(desk.page)
    x, y = picture.at(150, 70)

    desk.page.mouse.move(x, y)
    desk.page.keyboard.down("Control")
    desk.page.mouse.wheel(0, -100)
    desk.page.mouse.wheel(0, -100)
    desk.page.keyboard.up("Control")
    desk.page.wait_for_function("parseFloat(document.querySelector('[data-zoom-canvas]').style.width) > 180")

    assert picture.at(150, 70) == pytest.approx((x, y), abs=1.5)
    desk.page.keyboard.press("0")
    assert scale(desk.page) == 1


@pytest.mark.parametrize(("kind", "draft"), [
    ("image_boxes", {"boxes": [CAT]}),
    ("image_polygons", {"polygons": [{"label": "cat", "points": [[10, 20], [40, 20], [40, 60], [10, 60]]}]}),
    ("image_keypoints", {"points": [{"name": "nose", "state": "visible", "x": 25, "y": 40}]}),
])  # fmt: skip
def test_a_long_press_opens_what_can_be_done_with_a_mark(open_desk, kind, draft):
    desk = open_desk(kind, CHOSEN, PICTURE, draft=draft, **TOUCH)
    fingers = Fingers(desk.page)
    menu = desk.page.locator("[data-mark-menu]")

    fingers.put(Picture(desk.page).at(25, 40))
    expect(menu).to_be_visible()
    fingers.lift()
    expect(menu).to_contain_text("1 nose" if kind == "image_keypoints" else "1 cat")
    menu.locator("[data-mark-do=remove]").tap()

    expect(menu).to_be_hidden()
    expect(desk.page.locator("[data-mark-stage]")).to_be_focused()
    expect(desk.page.locator("[data-mark-layer] > *")).to_have_count(0)


def test_the_other_button_of_the_mouse_opens_it_too_and_escape_closes_it(open_desk):
    desk = open_desk("image_boxes", CHOSEN, PICTURE, draft={"boxes": [CAT]})
    menu = desk.page.locator("[data-mark-menu]")

    desk.page.mouse.click(*Picture(desk.page).at(25, 40), button="right")
    expect(menu).to_be_visible()
    desk.page.keyboard.press("Escape")

    expect(menu).to_be_hidden()
    assert desk.answer()["boxes"] == [CAT]


def test_where_the_system_chooses_colours_labels_and_the_chosen_box_stay_told_apart(open_desk):
    desk = open_desk("image_boxes", CHOSEN, PICTURE, draft={"boxes": [CAT]}, forced_colors="active")
    row, swatch = desk.page.locator("[data-mark-row]"), desk.page.locator(".kind-swatch").first

    Picture(desk.page).click(25, 40)

    expect(row).to_have_css("outline-style", "solid")
    expect(swatch).to_have_css("background-color", "rgb(47, 111, 237)")


@pytest.mark.parametrize("kind", ["image_boxes", "image_polygons", "image_keypoints"])
def test_whatever_a_thumb_presses_is_large_enough(open_desk, kind):
    draft = {"boxes": [CAT], "polygons": [{"label": "cat", "points": [[10, 20], [40, 20], [40, 60]]}]}
    desk = open_desk(kind, CHOSEN, PICTURE, draft=draft, **TOUCH)

    small = desk.page.locator(
        ".kind-bar button:visible, .desk-tools :is(select, summary, .kind-button, .kind-delete, .kind-region-name, "
        "input[type=number], input[type=text]):visible"
    ).evaluate_all(
        "parts => parts.map(part => [part.outerHTML, part.getBoundingClientRect()])"
        ".filter(([, box]) => box.width < 44 || box.height < 44).map(([html]) => html)"
    )

    assert small == []
