import pytest
from playwright.sync_api import expect

from tests.tasks.kinds.pictures import Picture

pytestmark = pytest.mark.browser
LABELS = {"labels": ["cat", "dog", "bird"]}
PICTURE = {"width": 200, "height": 100}
CAT = {"label": "cat", "x": 10, "y": 20, "w": 30, "h": 40}
DOG = {"label": "dog", "x": 100, "y": 10, "w": 50, "h": 50}


@pytest.fixture
def opened(open_desk):
    def opened(*boxes, **options):
        desk = open_desk("image_boxes", LABELS, PICTURE, draft={"boxes": list(boxes)} if boxes else None, **options)
        return desk, Picture(desk.page) if options.get("java_script_enabled", True) else None

    return opened


def test_a_drag_on_the_picture_draws_a_box_with_the_chosen_label(opened):
    desk, picture = opened()

    desk.page.keyboard.press("2")
    picture.drag((10, 20), (60, 80))
    picture.drag((190, 90), (150, 70))

    assert desk.answer() == {
        "boxes": [
            {"label": "dog", "x": 10, "y": 20, "w": 50, "h": 60},
            {"label": "dog", "x": 150, "y": 70, "w": 40, "h": 20},
        ]
    }


def test_a_drag_beyond_the_picture_stops_at_its_edge(opened):
    desk, picture = opened()

    picture.drag((150, 50), (400, 300))

    assert desk.answer()["boxes"] == [{"label": "cat", "x": 150, "y": 50, "w": 50, "h": 50}]


def test_the_chosen_box_is_moved_and_resized_with_the_mouse(opened):
    desk, picture = opened(CAT)

    picture.click(25, 40)
    picture.drag((25, 40), (35, 45))
    picture.drag((50, 65), (70, 95))

    assert desk.answer()["boxes"] == [{"label": "cat", "x": 20, "y": 25, "w": 50, "h": 70}]


def test_a_click_chooses_the_smallest_box_and_the_next_click_the_one_below(opened):
    small = {"label": "bird", "x": 110, "y": 20, "w": 20, "h": 20}
    desk, picture = opened(DOG, small)
    status = desk.page.locator("[data-mark-status]")

    picture.click(120, 30)
    expect(status).to_have_text("Box 2 of 2, bird, 20 by 20")
    picture.click(120, 30)
    expect(status).to_have_text("Box 1 of 2, dog, 50 by 50")
    picture.click(120, 30)

    expect(status).to_have_text("Boxes: 2. None is chosen.")


def test_arrows_move_and_resize_the_chosen_box(opened):
    desk, picture = opened(CAT)
    picture.click(25, 40)

    for key in [
        "ArrowRight",
        "Shift+ArrowDown",
        "Control+ArrowRight",
        "Control+Shift+ArrowUp",
        "ArrowLeft",
        "ArrowLeft",
    ]:
        desk.page.keyboard.press(key)

    assert desk.answer()["boxes"] == [{"label": "cat", "x": 9, "y": 30, "w": 31, "h": 30}]


def test_arrows_stop_at_the_edges(opened):
    desk, picture = opened(CAT)
    picture.click(25, 40)

    for key in ["Shift+ArrowLeft"] * 3 + ["Control+Shift+ArrowDown"] * 9:
        desk.page.keyboard.press(key)

    assert desk.answer()["boxes"] == [{"label": "cat", "x": 0, "y": 20, "w": 30, "h": 80}]


def test_a_whole_answer_is_given_by_keyboard_alone(opened):
    desk, _picture = opened()

    desk.page.get_by_role("button", name="Add a box in the middle").focus()
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.press("3")
    desk.page.get_by_role("button", name="Box 1").focus()
    desk.page.keyboard.press("Shift+ArrowLeft")
    desk.page.get_by_label("width").fill("33")
    expect(desk.page.locator("[data-mark-status]")).to_have_text("Box 1 of 1, bird, 33 by 20")

    assert desk.answer()["boxes"] == [{"label": "bird", "x": 70, "y": 40, "w": 33, "h": 20}]


def test_the_list_and_the_drawing_mirror_each_other(opened):
    desk, picture = opened(CAT)

    desk.page.get_by_label("left").fill("150")
    desk.page.get_by_label("left").blur()
    expect(desk.page.locator(".kind-shape")).to_have_attribute("x", "150")
    expect(desk.page.locator(".kind-mark-name")).to_have_text("1 cat")
    desk.page.get_by_label("Label", exact=True).select_option("bird")
    expect(desk.page.locator(".kind-mark-name")).to_have_text("1 bird")
    picture.drag((10, 10), (20, 30))

    assert {name: value for name, value in desk.fields().items() if name.startswith("box-6")} == {
        "box-6-label": "bird",
        "box-6-x": "10",
        "box-6-y": "10",
        "box-6-w": "10",
        "box-6-h": "20",
    }


def test_a_box_is_deleted_by_key_and_by_button_and_the_rest_is_numbered_again(opened):
    desk, picture = opened(CAT, DOG, CAT | {"x": 60})

    picture.click(25, 40)
    desk.page.keyboard.press("Delete")
    desk.page.get_by_role("button", name="Delete this box").first.click()

    expect(desk.page.get_by_role("button", name="Box 1")).to_be_focused()
    assert desk.answer()["boxes"] == [CAT | {"x": 60}]


def test_nothing_to_mark_is_offered_only_while_there_is_no_box(opened):
    desk, picture = opened()
    nothing = desk.page.get_by_label("There is nothing to mark")

    nothing.check()
    picture.drag((10, 10), (50, 50))
    expect(nothing).to_be_disabled()
    desk.page.keyboard.press("Delete")
    nothing.check()

    assert desk.answer() == {"boxes": []}


def test_a_finger_draws_and_moves(opened):
    desk, picture = opened(has_touch=True)
    picture.swipe((20, 20), (50, 50), (80, 80))
    picture.swipe((50, 50), (55, 50), (60, 50))

    assert desk.answer()["boxes"] == [{"label": "cat", "x": 30, "y": 20, "w": 60, "h": 60}]


def test_without_script_the_list_alone_submits(opened):
    desk, _picture = opened(CAT, java_script_enabled=False)

    second = desk.page.get_by_role("group", name="Box 2")
    second.get_by_label("Label", exact=True).select_option("dog")
    for name, value in {"left": "1", "top": "2", "width": "3", "height": "4"}.items():
        second.get_by_label(name).fill(value)

    assert desk.answer()["boxes"] == [CAT, {"label": "dog", "x": 1, "y": 2, "w": 3, "h": 4}]


def test_a_picture_of_unknown_size_is_measured_by_the_browser(open_desk):
    desk = open_desk("image_boxes", LABELS, {"url": "/media"})

    Picture(desk.page).drag((150, 50), (400, 300))

    assert desk.answer()["boxes"] == [{"label": "cat", "x": 150, "y": 50, "w": 50, "h": 50}]
