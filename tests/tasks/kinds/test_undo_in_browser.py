"""Undo and redo of what is marked: one step for a gesture, a key or a change in the list."""

import pytest
from playwright.sync_api import Page, expect

from tests.tasks.kinds.pictures import Picture

pytestmark = pytest.mark.browser
CHOSEN = {"labels": ["cat", "dog", "bird"], "points": ["nose", "tail"]}
PICTURE = {"width": 200, "height": 100}
CAT = {"label": "cat", "x": 10, "y": 20, "w": 30, "h": 40}
DOG = {"label": "dog", "x": 100, "y": 10, "w": 50, "h": 50}
TRIANGLE = [[10, 10], [60, 10], [40, 50]]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_gesture_a_key_and_a_change_in_the_list_are_a_step_each(open_desk):
    desk = open_desk("image_boxes", CHOSEN, PICTURE)
    Picture(desk.page).drag((10, 20), (40, 60))
    press(desk.page, "Shift+ArrowRight")
    desk.page.get_by_label("Label", exact=True).select_option("bird")
    shown = [desk.fields()[f"box-5-{side}"] for side in ("label", "x")]

    press(desk.page, "Escape")
    desk.page.locator("[data-mark-stage]").focus()
    press(desk.page, "Control+z")
    label_undone = [desk.fields()[f"box-5-{side}"] for side in ("label", "x")]
    press(desk.page, "Control+z")
    key_undone = [desk.fields()[f"box-5-{side}"] for side in ("label", "x")]
    press(desk.page, "Control+z")

    assert (shown, label_undone, key_undone) == (["bird", "20"], ["cat", "20"], ["cat", "10"])
    expect(desk.page.locator(".kind-shape")).to_have_count(0)
    press(desk.page, "Control+Shift+z", "Control+y", "Control+y")
    assert desk.answer()["boxes"] == [{"label": "bird", "x": 20, "y": 20, "w": 30, "h": 40}]


def test_a_deleted_box_comes_back_to_its_place(open_desk):
    desk = open_desk("image_boxes", CHOSEN, PICTURE, draft={"boxes": [CAT, DOG]})

    Picture(desk.page).click(25, 40)
    press(desk.page, "Delete")
    expect(desk.page.locator("[data-mark-row]")).to_have_count(1)
    desk.page.get_by_role("button", name="Undo").click()

    expect(desk.page.locator("[data-mark-status]")).to_have_text("Box 1 of 2, cat, 30 by 40")
    assert desk.answer()["boxes"] == [CAT, DOG]


def test_vertices_and_points_are_undone_one_by_one(open_desk):
    desk = open_desk("image_polygons", CHOSEN, PICTURE)
    picture = Picture(desk.page)
    for corner in [*TRIANGLE, [90, 90]]:
        picture.click(*corner)
    press(desk.page, "Control+z", "Enter")
    assert desk.answer()["polygons"] == [{"label": "cat", "points": TRIANGLE}]

    desk = open_desk("image_keypoints", CHOSEN, PICTURE)
    picture = Picture(desk.page)
    for place in [(10, 10), (20, 20)]:
        picture.click(*place)
    press(desk.page, "Control+z")
    expect(desk.page.locator("[data-mark-status]")).to_have_text("Point 2 of 2, tail: click where it is")
    picture.click(30, 30)
    assert [point["x"] for point in desk.answer()["points"]] == [10, 30]


def test_with_nothing_to_undo_the_key_is_the_pages(open_desk):
    desk = open_desk("image_boxes", CHOSEN, PICTURE, draft={"boxes": [CAT]})
    desk.page.evaluate(
        "window.left = [];"
        "document.addEventListener('keydown', event => event.key === 'z' && left.push(!event.defaultPrevented))"
    )
    expect(desk.page.get_by_role("button", name="Undo")).to_have_attribute("aria-disabled", "true")

    press(desk.page, "Control+z")
    Picture(desk.page).drag((100, 20), (140, 60))
    press(desk.page, "Control+z", "Control+z")

    assert desk.page.evaluate("left") == [True, False, True]
    assert desk.answer()["boxes"] == [CAT]
