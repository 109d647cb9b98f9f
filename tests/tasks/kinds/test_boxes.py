import itertools
import json
import math

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tasks.kinds import KINDS
from tasks.kinds.base import AnswerRefused, Tally

KIND = KINDS["image_boxes"]
SETTINGS = {"labels": ["cat", "dog"]}
PICTURE = {"width": 200, "height": 100}
CAT = {"label": "cat", "x": 10, "y": 20, "w": 30, "h": 40}


def check(answer, payload=PICTURE):
    return KIND.check(answer=answer, settings=SETTINGS, payload=payload)


def checked(**changes):
    return check({"boxes": [CAT | changes]})["boxes"]


def refusal(answer) -> str:
    with pytest.raises(AnswerRefused) as refused:
        check(answer)
    return refused.value.sentence


def test_a_box_inside_the_picture_stays_as_it_is():
    assert checked() == [CAT]


@pytest.mark.parametrize(
    ("drawn", "normal"),
    [
        ({"x": -10, "w": 30}, {"x": 0, "w": 20}),
        ({"x": 190, "w": 30}, {"x": 190, "w": 10}),
        ({"y": 50, "h": -40}, {"y": 10, "h": 40}),
        ({"x": 10.4, "w": 30.2}, {"x": 10, "w": 31}),
        ({"x": -1000, "y": -1000, "w": 5000, "h": 5000}, {"x": 0, "y": 0, "w": 200, "h": 100}),
    ],
)
def test_a_box_is_clamped_turned_and_rounded(drawn, normal):
    assert checked(**drawn) == [CAT | normal]


@pytest.mark.parametrize("drawn", [{"w": 0}, {"h": 0}, {"x": 200}, {"y": -40}, {"w": 0.3}])
def test_a_box_without_area_in_the_picture_is_refused(drawn):
    sentence = refusal({"boxes": [CAT, CAT | drawn]})

    assert sentence == "Box 2 has no area inside the picture. Draw it again, or delete it."


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, "4", None, True, 10**400])
def test_a_side_that_is_no_number_is_refused(number):
    sentence = refusal({"boxes": [CAT | {"w": number}]})

    assert sentence == "Box 1: left, top, width and height must be numbers of pixels."


def test_labels_are_those_of_the_job():
    assert refusal({"boxes": [CAT | {"label": ""}]}) == "Box 1 has no label. Choose one, or delete the box."
    assert refusal({"boxes": [CAT, {**CAT, "label": "horse"}]}) == (
        "Box 2: “horse” is not a label of this job. Choose one of those shown."
    )
    assert refusal({"boxes": [{"x": 1, "y": 1, "w": 1, "h": 1}]}).startswith("Box 1 has no label.")


def test_a_rotation_is_refused():
    assert "(rotation)" in refusal({"boxes": [CAT | {"rotation": 45}]})


def test_two_hundred_boxes_are_the_most():
    assert "more than 200 boxes" in refusal({"boxes": [CAT] * 201})


def test_a_box_that_is_there_twice_is_kept_once():
    assert check({"boxes": [CAT, CAT]}) == {"boxes": [CAT]}


def test_nothing_to_mark_must_be_said_on_the_form():
    assert check({"boxes": []}) == check({"boxes": [], "nothing": True}) == {"boxes": []}
    assert refusal({"boxes": [], "nothing": False}) == (
        "There is no box yet. Draw one, or tick “There is nothing to mark”."
    )
    assert "as well" in refusal({"boxes": [CAT], "nothing": True})


def test_a_posted_list_becomes_boxes_and_empty_rows_are_ignored():
    posted = QueryDict(
        "box-7-label=dog&box-7-x=1&box-7-y=2&box-7-w=3&box-7-h=4&box-0-label=&box-0-x=&box-0-y=&box-0-w=&box-0-h="
        "&box-2-label=cat&box-2-x=5,0&box-2-y=6&box-2-w=7&box-2-h=8&palette=cat&box-x-label=cat"
    )

    assert check(KIND.answer_from_form(posted)) == {
        "boxes": [
            {"label": "cat", "x": 5, "y": 6, "w": 7, "h": 8},
            {"label": "dog", "x": 1, "y": 2, "w": 3, "h": 4},
        ]
    }


@pytest.mark.parametrize("number", ["", "abc", "nan", "1e999"])
def test_a_half_filled_row_is_kept_for_the_draft_and_refused_at_submit(number):
    answer = KIND.answer_from_form(QueryDict(f"box-0-label=cat&box-0-x={number}&box-0-y=1&box-0-w=1&box-0-h=1"))

    assert answer["boxes"][0]["x"] == number
    assert json.dumps(answer, allow_nan=False)
    assert refusal(answer).startswith("Box 1:")


SIDE = st.floats(-1000, 1000) | st.integers(-1000, 1000)
SIZE = st.integers(1, 500)


@given(x=SIDE, y=SIDE, w=SIDE, h=SIDE, width=SIZE, height=SIZE)
def test_normal_boxes_lie_inside_the_picture_have_an_area_and_stay_as_they_are(x, y, w, h, width, height):
    picture = {"width": width, "height": height}
    try:
        once = check({"boxes": [{"label": "cat", "x": x, "y": y, "w": w, "h": h}]}, picture)
    except AnswerRefused:
        return

    (box,) = once["boxes"]
    assert 0 <= box["x"] < box["x"] + box["w"] <= width
    assert 0 <= box["y"] < box["y"] + box["h"] <= height
    assert all(isinstance(box[side], int) for side in "xywh")
    assert check(once, picture) == once


def test_without_the_size_of_the_picture_only_its_left_and_top_edge_hold():
    boxes = check({"boxes": [CAT | {"x": -5, "w": 5000}]}, {"url": "https://example.org/cat.jpg"})["boxes"]

    assert boxes == [CAT | {"x": 0, "w": 4995}]


def test_results_count_sets_of_boxes_and_name_no_winner():
    two = {"boxes": [CAT | {"label": "dog"}, CAT, CAT | {"x": 3}]}
    answers = [two, {"boxes": []}, two]

    results = {KIND.aggregate(order) for order in itertools.permutations(answers)}

    (result,) = results
    assert result.value is None
    assert result.tallies == (Tally("cat × 2, dog", 2), Tally("(none)", 1))


def test_columns_and_summary():
    assert KIND.export_columns({"boxes": [CAT]}) == {
        "box_count": 1,
        "labels": "cat",
        "boxes": '[{"label": "cat", "x": 10, "y": 20, "w": 30, "h": 40}]',
    }
    assert KIND.export_columns({"boxes": []}) == {"box_count": 0, "labels": "(none)", "boxes": "[]"}
    assert KIND.summary({"boxes": [CAT, CAT]}) == "cat × 2"
    assert KIND.summary({"boxes": []}) == "Nothing to mark"
