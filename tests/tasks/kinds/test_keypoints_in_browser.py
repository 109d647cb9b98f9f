import pytest
from playwright.sync_api import expect

from tasks.kinds.base import AnswerRefused
from tests.tasks.kinds.pictures import Picture

pytestmark = pytest.mark.browser
NAMES = {"points": ["left eye", "right eye", "tail"]}
PICTURE = {"width": 200, "height": 100}
LEFT = {"name": "left eye", "state": "visible", "x": 120, "y": 88}
RIGHT = {"name": "right eye", "state": "occluded", "x": 60, "y": 30}
NO_TAIL = {"name": "tail", "state": "absent"}
WHOLE = {"points": [LEFT, RIGHT, NO_TAIL]}


@pytest.fixture
def opened(open_desk):
    def opened(*points, **options):
        draft = {"points": list(points)} if points else None
        desk = open_desk("image_keypoints", NAMES, PICTURE, draft=draft, **options)
        return desk, Picture(desk.page) if options.get("java_script_enabled", True) else None

    return opened


def status(desk):
    return desk.page.locator("[data-mark-status]")


def test_clicks_place_one_point_after_the_other(opened):
    desk, picture = opened()

    expect(status(desk)).to_have_text("Point 1 of 3, left eye: click where it is")
    picture.click(120, 88)
    picture.click(60, 30)
    desk.page.keyboard.press("2")
    desk.page.keyboard.press("o")
    desk.page.keyboard.press("3")
    desk.page.keyboard.press("Delete")

    expect(status(desk)).to_have_text("Point 3 of 3, tail, absent")
    assert desk.answer() == WHOLE


def test_a_whole_answer_is_given_by_keyboard_alone(opened):
    desk, _picture = opened()
    keys = desk.page.keyboard

    for key in ["1", "ArrowUp", *["Shift+ArrowRight"] * 2, *["Shift+ArrowDown"] * 4, "ArrowUp", "ArrowUp"]:
        keys.press(key)
    expect(status(desk)).to_have_text("Point 1 of 3, left eye, 120 by 88, visible")
    for key in [".", "ArrowUp", *["Shift+ArrowLeft"] * 4, *["Shift+ArrowUp"] * 2, "o", ".", "Delete"]:
        keys.press(key)

    assert desk.answer() == WHOLE


def test_a_point_is_dragged_and_stops_at_the_last_pixel(opened):
    desk, picture = opened(LEFT, RIGHT, NO_TAIL)

    picture.drag((60, 30), (70, 40))
    picture.drag((120, 88), (400, 300))

    assert desk.answer()["points"] == [LEFT | {"x": 199, "y": 99}, RIGHT | {"x": 70, "y": 40}, NO_TAIL]


def test_arrows_stop_at_the_edges(opened):
    desk, _picture = opened(LEFT, RIGHT, NO_TAIL)

    for key in ["1", *["Shift+ArrowDown"] * 3, "2", *["Shift+ArrowLeft"] * 9]:
        desk.page.keyboard.press(key)

    assert [(point["x"], point["y"]) for point in desk.answer()["points"][:2]] == [(120, 99), (0, 30)]


def test_a_click_on_a_point_chooses_it_while_no_other_waits(opened):
    desk, picture = opened(LEFT, RIGHT, NO_TAIL)

    picture.click(60, 30)
    expect(status(desk)).to_have_text("Point 2 of 3, right eye, 60 by 30, occluded")
    picture.click(61, 50)

    assert desk.answer()["points"][1] == RIGHT | {"x": 61, "y": 50}


def test_a_point_can_lie_on_another(opened):
    desk, picture = opened()

    for _name in NAMES["points"]:
        picture.click(60, 30)

    assert [(point["x"], point["y"]) for point in desk.answer()["points"]] == [(60, 30)] * 3


def test_the_button_places_the_chosen_point_in_the_middle(opened):
    desk, _picture = opened(LEFT, RIGHT)

    desk.page.get_by_role("button", name="Place the chosen point in the middle").click()
    desk.page.keyboard.press("ArrowLeft")

    assert desk.answer()["points"][2] == {"name": "tail", "state": "visible", "x": 99, "y": 50}


def test_the_list_and_the_drawing_mirror_each_other(opened):
    desk, picture = opened()
    row = desk.page.get_by_role("group", name="2 right eye")

    row.get_by_label("left").fill("150")
    expect(desk.page.locator(".kind-point")).to_have_count(0)
    row.get_by_label("top").fill("300")
    row.get_by_label("top").blur()

    expect(row.get_by_label("top")).to_have_value("99")
    expect(row.get_by_label("State")).to_have_value("visible")
    row.get_by_label("State").select_option("occluded")
    expect(desk.page.locator(".kind-point.is-occluded")).to_have_attribute("cx", "150")
    row.get_by_label("State").select_option("absent")
    expect(row.get_by_label("left")).to_have_value("")
    picture.click(10, 10)
    expect(row.get_by_label("State")).to_have_value("visible")


def test_half_typed_numbers_stay_while_another_point_is_placed(opened):
    desk, picture = opened()
    row = desk.page.get_by_role("group", name="2 right eye")

    row.get_by_label("left").fill("150")
    desk.page.keyboard.press("Escape")
    desk.page.get_by_role("button", name="1 left eye").click()
    picture.click(10, 10)

    expect(row.get_by_label("left")).to_have_value("150")


def test_a_finger_places_and_moves(opened):
    desk, picture = opened(NO_TAIL, RIGHT, has_touch=True)

    picture.tap(100, 50)
    picture.swipe((100, 50), (110, 60), (120, 88))

    assert desk.answer() == WHOLE


def test_what_is_not_placed_is_refused_by_name(opened):
    desk, picture = opened()

    picture.click(120, 88)

    with pytest.raises(AnswerRefused, match="“right eye” is not placed yet"):
        desk.answer()


def test_without_script_the_list_alone_submits(opened):
    desk, _picture = opened(LEFT, java_script_enabled=False)
    second, third = (desk.page.get_by_role("group", name=name) for name in ("2 right eye", "3 tail"))

    second.get_by_label("State").select_option("occluded")
    second.get_by_label("left").fill("60")
    second.get_by_label("top").fill("30")
    third.get_by_label("State").select_option("absent")

    assert desk.answer() == WHOLE
