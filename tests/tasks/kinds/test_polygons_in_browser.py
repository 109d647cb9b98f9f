import pytest
from playwright.sync_api import expect

from tasks.kinds.base import AnswerRefused
from tests.tasks.kinds.pictures import Picture

pytestmark = pytest.mark.browser
LABELS = {"labels": ["cat", "dog", "bird"]}
PICTURE = {"width": 200, "height": 100}
SQUARE = [[60, 20], [140, 20], [140, 80], [60, 80]]
CAT = {"label": "cat", "points": SQUARE}


@pytest.fixture
def opened(open_desk):
    def opened(*polygons, **options):
        draft = {"polygons": list(polygons)} if polygons else None
        desk = open_desk("image_polygons", LABELS, PICTURE, draft=draft, **options)
        return desk, Picture(desk.page) if options.get("java_script_enabled", True) else None

    return opened


def status(desk):
    return desk.page.locator("[data-mark-status]")


@pytest.mark.parametrize("closing", ["Enter", "the first vertex", "a double click", "nothing"])
def test_clicks_set_vertices_and_each_way_of_closing_gives_the_same(opened, closing):
    desk, picture = opened()

    desk.page.keyboard.press("2")
    for x, y in SQUARE:
        picture.click(x, y)
    if closing == "Enter":
        desk.page.keyboard.press("Enter")
    elif closing == "the first vertex":
        picture.click(*SQUARE[0])
    elif closing == "a double click":
        picture.click(*SQUARE[3])

    expect(desk.page.locator("polyline" if closing == "nothing" else "polygon")).to_have_count(1)
    assert desk.answer() == {"polygons": [{"label": "dog", "points": SQUARE}]}


def test_the_list_is_written_while_the_outline_is_still_open(opened):
    desk, picture = opened()

    picture.click(20, 20)
    picture.click(60, 20)

    expect(status(desk)).to_have_text(
        "Polygon 1 of 1, cat, vertices: 2, still open: Enter or its first vertex closes it"
    )
    expect(desk.page.get_by_label("vertices")).to_have_value("20,20 60,20")
    with pytest.raises(AnswerRefused, match="fewer than three vertices"):
        desk.answer()


def test_while_it_is_open_backspace_takes_the_last_vertex_back_and_escape_the_outline(opened):
    desk, picture = opened()

    for x, y in [*SQUARE, (10, 90)]:
        picture.click(x, y)
    desk.page.keyboard.press("Backspace")
    desk.page.keyboard.press("Enter")
    picture.click(10, 10)
    desk.page.keyboard.press("Escape")

    assert desk.answer()["polygons"] == [CAT]


def test_a_vertex_is_dragged_and_a_drag_on_a_side_inserts_one(opened):
    desk, picture = opened(CAT)

    picture.click(100, 50)
    picture.drag((60, 20), (50, 10))
    picture.drag((100, 80), (100, 95))

    assert desk.answer()["polygons"][0]["points"] == [[50, 10], [140, 20], [140, 80], [100, 95], [60, 80]]


def test_a_click_on_a_side_inserts_a_vertex_and_delete_removes_the_chosen_one(opened):
    desk, picture = opened(CAT)

    picture.click(100, 50)
    picture.click(140, 50)
    expect(status(desk)).to_have_text("Polygon 1 of 1, cat, vertex 3 of 5, 140 by 50")
    picture.click(60, 20)
    desk.page.keyboard.press("Delete")

    assert desk.answer()["polygons"][0]["points"] == [[140, 20], [140, 50], [140, 80], [60, 80]]


def test_a_drag_inside_moves_it_all_and_stops_at_the_edge(opened):
    desk, picture = opened(CAT)

    picture.click(100, 50)
    picture.drag((100, 50), (190, 45))

    assert desk.answer()["polygons"][0]["points"] == [[120, 15], [200, 15], [200, 75], [120, 75]]


def test_a_whole_answer_is_given_by_keyboard_alone(opened):
    desk, _picture = opened()
    keys = desk.page.keyboard

    desk.page.get_by_role("button", name="Add a polygon in the middle").focus()
    for key in ["Enter", "3", ".", "Shift+ArrowLeft", "Shift+ArrowUp", ".", ".", "ArrowRight", "i", "ArrowDown"]:
        keys.press(key)

    expect(status(desk)).to_have_text("Polygon 1 of 1, bird, vertex 4 of 5, 101 by 61")
    assert desk.answer() == {
        "polygons": [{"label": "bird", "points": [[80, 30], [110, 40], [111, 60], [101, 61], [90, 60]]}]
    }


def test_the_comma_goes_back_over_the_whole_polygon_and_arrows_move_that(opened):
    desk, picture = opened(CAT)

    picture.click(100, 50)
    for key in [",", "ArrowLeft", ".", "ArrowUp", "Shift+ArrowRight"]:
        desk.page.keyboard.press(key)

    expect(status(desk)).to_have_text("Polygon 1 of 1, cat, vertices: 4")
    assert desk.answer()["polygons"][0]["points"] == [[70, 19], [150, 19], [150, 79], [69, 79]]


def test_the_list_and_the_drawing_mirror_each_other(opened):
    desk, _picture = opened(CAT)
    field = desk.page.get_by_label("vertices")

    field.fill("10,10 50,10 300,-5")
    field.blur()

    expect(field).to_have_value("10,10 50,10 200,0")
    expect(desk.page.locator("polygon")).to_have_attribute("points", "10,10 50,10 200,0")
    desk.page.get_by_label("Label", exact=True).select_option("bird")
    expect(desk.page.locator(".kind-mark-name")).to_have_text("1 bird")


def test_a_click_chooses_what_lies_there_and_beside_it_a_new_outline_begins(opened):
    inner = {"label": "dog", "points": [[90, 40], [110, 40], [110, 60]]}
    desk, picture = opened(CAT, inner)

    picture.click(105, 48)
    expect(status(desk)).to_have_text("Polygon 2 of 2, dog, vertices: 3")
    picture.click(105, 48)
    expect(status(desk)).to_have_text("Polygon 1 of 2, cat, vertices: 4")
    picture.click(10, 10)

    expect(desk.page.get_by_role("button", name="Polygon 3")).to_be_visible()


def test_a_finger_sets_vertices_moves_them_and_closes(opened):
    desk, picture = opened(has_touch=True)

    for x, y in [*SQUARE[:3], (40, 90), SQUARE[0]]:
        picture.tap(x, y)
    picture.swipe((40, 90), (45, 85), (60, 80))

    assert desk.answer()["polygons"] == [CAT]


def test_without_script_the_list_alone_submits(opened):
    desk, _picture = opened(CAT, java_script_enabled=False)

    second = desk.page.get_by_role("group", name="Polygon 2")
    second.get_by_label("Label", exact=True).select_option("dog")
    second.get_by_label("vertices").fill("1,1 9,1 5,9")

    assert desk.answer()["polygons"] == [CAT, {"label": "dog", "points": [[1, 1], [9, 1], [5, 9]]}]
