"""By mouse, by keyboard, with a finger or in the list: the same marks are the same answer, to the pixel."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.tasks.kinds.pictures import Picture

pytestmark = pytest.mark.browser
CHOSEN = {"labels": ["cat", "dog"], "points": ["nose", "tail"]}
PICTURE = {"width": 1000, "height": 500}
CORNERS = [[562, 205], [548, 287], [455, 304], [443, 211]]  # the uppermost first, as it is kept
SQUARE = [(450, 200), (550, 200), (550, 300), (450, 300)]  # what is added in the middle
WANTED = {
    "image_boxes": {"boxes": [{"label": "dog", "x": 437, "y": 221, "w": 123, "h": 77}]},
    "image_polygons": {"polygons": [{"label": "dog", "points": CORNERS}]},
    "image_keypoints": {
        "points": [
            {"name": "nose", "state": "visible", "x": 487, "y": 263},
            {"name": "tail", "state": "visible", "x": 519, "y": 241},
        ]
    },
}


def by_pointing(page: Page, kind: str, drag: Callable[..., None], press: Callable[[float, float], None]) -> None:
    if kind == "image_boxes":
        drag((437, 221), (500, 260), (560, 298))
    for place in [*CORNERS, CORNERS[0]] if kind == "image_polygons" else []:
        press(*place)
    for place in [(487, 263), (519, 241)] if kind == "image_keypoints" else []:
        press(*place)


def by_mouse(page: Page, kind: str) -> None:
    picture = Picture(page)
    by_pointing(page, kind, lambda start, _between, end: picture.drag(start, end), picture.click)


def by_finger(page: Page, kind: str) -> None:
    picture = Picture(page)
    by_pointing(page, kind, picture.swipe, picture.tap)


def steps(page: Page, right: int, down: int, held: str = "") -> None:
    for way, back, forth in ((right, "Left", "Right"), (down, "Up", "Down")):
        arrow = f"Arrow{back if way < 0 else forth}"
        for key in [f"{held}Shift+{arrow}"] * (abs(way) // 10) + [f"{held}{arrow}"] * (abs(way) % 10):
            page.keyboard.press(key)


def by_keys(page: Page, kind: str) -> None:
    if kind == "image_boxes":
        page.keyboard.press("a")
        steps(page, 37, 21)
        steps(page, -77, -23, "Control+")
    elif kind == "image_polygons":
        page.keyboard.press("a")
        for (x, y), (left, top) in zip([CORNERS[-1], *CORNERS[:-1]], SQUARE, strict=True):
            page.keyboard.press(".")
            steps(page, x - left, y - top)
    else:
        for number, (right, down) in {"1": (-13, 13), "2": (19, -9)}.items():
            page.keyboard.press(number)
            page.keyboard.press("ArrowUp")
            steps(page, right, down)


def by_list(page: Page, kind: str) -> None:
    if kind == "image_boxes":
        page.get_by_role("button", name="Add a box").click()
        for name, value in {"left": 437, "top": 221, "width": 123, "height": 77}.items():
            page.get_by_label(name).fill(str(value))
    elif kind == "image_polygons":
        page.get_by_role("button", name="Add a polygon").click()
        page.get_by_label("vertices").fill(" ".join(f"{x},{y}" for x, y in CORNERS))
    else:
        for name, left, top in [("1 nose", 487, 263), ("2 tail", 519, 241)]:
            group = page.get_by_role("group", name=name)
            group.get_by_label("State").select_option("visible")
            group.get_by_label("left").fill(str(left))
            group.get_by_label("top").fill(str(top))


@pytest.mark.parametrize("way", [by_mouse, by_finger, by_keys, by_list], ids=lambda way: way.__name__)
@pytest.mark.parametrize("kind", WANTED)
def test_each_way_gives_the_same_answer_to_the_pixel(open_desk, kind, way):
    desk = open_desk(kind, CHOSEN, PICTURE, device_scale_factor=2, has_touch=True)
    for key in ["+", "+", "2"]:
        desk.page.keyboard.press(key)
    if kind == "image_keypoints":
        desk.page.keyboard.press("1")

    way(desk.page, kind)

    assert desk.answer() == WANTED[kind]
