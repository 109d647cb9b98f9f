import json
import math

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tasks.kinds import KINDS
from tasks.kinds.base import AnswerRefused, Tally

KIND = KINDS["image_keypoints"]
SETTINGS = {"points": ["left eye", "right eye", "tail"]}
PICTURE = {"width": 200, "height": 100}
LEFT = {"name": "left eye", "state": "visible", "x": 120, "y": 88}
RIGHT = {"name": "right eye", "state": "occluded", "x": 150, "y": 80}
NO_TAIL = {"name": "tail", "state": "absent"}
WHOLE = {"points": [LEFT, RIGHT, NO_TAIL]}


def check(answer, payload=PICTURE):
    return KIND.check(answer=answer, settings=SETTINGS, payload=payload)


def refusal(*points) -> str:
    with pytest.raises(AnswerRefused) as refused:
        check({"points": list(points)})
    return refused.value.sentence


def test_points_are_kept_in_the_order_of_the_job():
    assert check(WHOLE) == check({"points": [NO_TAIL, RIGHT, LEFT]}) == WHOLE


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"x": -3, "y": 400}, {"x": 0, "y": 99}),
        ({"x": 199.5, "y": 0.5}, {"x": 199, "y": 1}),
        ({"x": 200, "y": 100}, {"x": 199, "y": 99}),
    ],
)
def test_a_point_is_clamped_to_the_pixels_of_the_picture_and_rounded(given, kept):
    assert check({"points": [LEFT | given, RIGHT, NO_TAIL]})["points"][0] == LEFT | kept


def test_without_the_size_of_the_picture_only_its_left_and_top_edge_hold():
    points = check({"points": [LEFT | {"x": -3, "y": 5000}, RIGHT, NO_TAIL]}, {"url": "https://example.org/cat.jpg"})

    assert points["points"][0] == LEFT | {"x": 0, "y": 5000}


def test_an_absent_point_has_no_place():
    assert check({"points": [LEFT, RIGHT, NO_TAIL | {"x": 3, "y": 4}]}) == WHOLE


def test_every_point_must_be_set_once():
    sentence = "“tail” is not placed yet. Place it, or choose that it is absent."

    assert refusal(LEFT, RIGHT) == refusal(LEFT, RIGHT, NO_TAIL | {"state": ""}) == sentence
    assert refusal(LEFT, RIGHT, NO_TAIL, LEFT) == "“left eye” is placed twice. Keep one of them."
    assert refusal(LEFT, RIGHT, NO_TAIL, LEFT | {"name": "nose"}) == (
        "Point 4: “nose” is not a point of this job. Leave it out."
    )


@pytest.mark.parametrize("number", [math.nan, math.inf, "4", "", None, True, 10**400])
def test_a_place_that_is_no_number_is_refused(number):
    sentence = "Point 1: left and top must be numbers of pixels, unless it is absent."

    assert refusal(LEFT | {"x": number}, RIGHT, NO_TAIL) == sentence
    assert refusal({"name": "left eye", "state": "visible", "y": 4}, RIGHT, NO_TAIL) == sentence


def test_a_state_is_one_of_three():
    sentence = "Point 1: choose whether it is visible, occluded or absent."

    assert refusal(LEFT | {"state": "blurred"}) == refusal({"name": "left eye"}) == sentence


def test_a_posted_list_becomes_points():
    posted = QueryDict(
        "point-0-name=left eye&point-0-state=visible&point-0-x=120&point-0-y=88"
        "&point-1-name=right eye&point-1-state=occluded&point-1-x=150&point-1-y=80"
        "&point-2-name=tail&point-2-state=absent&point-2-x=&point-2-y="
    )

    assert check(KIND.answer_from_form(posted)) == WHOLE


@pytest.mark.parametrize("number", ["abc", "nan", "1e999"])
def test_a_half_filled_row_is_kept_for_the_draft_and_refused_at_submit(number):
    answer = KIND.answer_from_form(QueryDict(f"point-0-name=left eye&point-0-state=visible&point-0-x={number}"))

    assert answer == {"points": [{"name": "left eye", "state": "visible", "x": number}]}
    assert json.dumps(answer, allow_nan=False)
    assert refusal(*answer["points"]).startswith("Point 1: left and top")


SIDE = st.floats(-1000, 1000) | st.integers(-1000, 1000)
SIZE = st.integers(1, 500)


@given(x=SIDE, y=SIDE, width=SIZE, height=SIZE)
def test_normal_points_are_pixels_of_the_picture_and_stay_as_they_are(x, y, width, height):
    picture = {"width": width, "height": height}

    once = check({"points": [LEFT | {"x": x, "y": y}, RIGHT, NO_TAIL]}, picture)

    assert all(0 <= point["x"] < width and 0 <= point["y"] < height for point in once["points"][:2])
    assert check(once, picture) == once


def test_results_count_what_was_found():
    both = {"points": [LEFT, RIGHT, NO_TAIL]}
    none = {"points": [{"name": name, "state": "absent"} for name in SETTINGS["points"]]}

    result = KIND.aggregate([none, both, both])

    assert result.value is None
    assert result.tallies == (Tally("left eye | right eye", 2), Tally("(none)", 1))


def test_each_point_has_three_columns_as_in_coco():
    assert KIND.export_columns(WHOLE) == {
        "point_count": 2,
        **{"left eye_x": 120, "left eye_y": 88, "left eye_v": 2},
        **{"right eye_x": 150, "right eye_y": 80, "right eye_v": 1},
        **{"tail_x": "", "tail_y": "", "tail_v": 0},
    }
    assert KIND.summary(WHOLE) == "2 of 3 points"
