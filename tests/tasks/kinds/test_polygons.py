import json
import math

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tasks.kinds import KINDS
from tasks.kinds.base import AnswerRefused, Tally

KIND = KINDS["image_polygons"]
SETTINGS = {"labels": ["cat", "dog"]}
PICTURE = {"width": 200, "height": 100}
TRIANGLE = [[20, 10], [60, 50], [10, 40]]
CAT = {"label": "cat", "points": TRIANGLE}


def check(answer, payload=PICTURE):
    return KIND.check(answer=answer, settings=SETTINGS, payload=payload)


def checked(points, payload=PICTURE):
    return check({"polygons": [{"label": "cat", "points": points}]}, payload)["polygons"][0]["points"]


def refusal(answer) -> str:
    with pytest.raises(AnswerRefused) as refused:
        check(answer)
    return refused.value.sentence


def refused_points(points) -> str:
    return refusal({"polygons": [CAT, {"label": "dog", "points": points}]})


@pytest.mark.parametrize(
    "points",
    [
        TRIANGLE,
        [*TRIANGLE[1:], TRIANGLE[0]],
        TRIANGLE[::-1],
        [*TRIANGLE, TRIANGLE[0]],
        [TRIANGLE[0], TRIANGLE[0], TRIANGLE[1], [60.4, 49.6], TRIANGLE[2]],
    ],
    ids=["as it is", "begun elsewhere", "the other way round", "closed by its first vertex", "with vertices twice"],
)
def test_the_same_outline_is_the_same_answer_however_it_was_drawn(points):
    assert checked(points) == TRIANGLE


def test_vertices_are_clamped_to_the_picture_and_rounded():
    assert checked([[-5, -5], [900, 20.5], [100.4, 300]]) == [[0, 0], [200, 21], [100, 100]]


def test_of_several_highest_vertices_the_leftmost_is_the_first():
    assert checked([[60, 10], [60, 50], [20, 50], [20, 10]]) == [[20, 10], [60, 10], [60, 50], [20, 50]]


@pytest.mark.parametrize("points", [[], [[1, 1]], [[1, 1], [9, 9], [1, 1]], [[-9, 5], [-8, 5], [0, 5]]])
def test_fewer_than_three_vertices_are_refused(points):
    assert refused_points(points) == (
        "Polygon 2 has fewer than three vertices inside the picture. Add some, or delete it."
    )


def test_a_line_is_refused():
    assert refused_points([[1, 1], [5, 5], [9, 9]]) == (
        "Polygon 2 is only a line. Move a vertex off it, or delete the polygon."
    )


@pytest.mark.parametrize(
    "points",
    [
        [[10, 10], [50, 50], [50, 10], [10, 50]],
        [[10, 10], [50, 10], [50, 50], [30, 10], [10, 50]],
        [[10, 10], [50, 10], [30, 30], [50, 50], [10, 50], [30, 30]],
        [[10, 10], [50, 10], [30, 10], [30, 40]],
    ],
    ids=["sides that cross", "a vertex on a side", "a vertex twice", "a side that runs back"],
)
def test_an_outline_that_crosses_or_touches_itself_is_refused(points):
    assert refused_points(points) == (
        "The outline of polygon 2 crosses or touches itself. Move its vertices apart, or draw two polygons."
    )


@pytest.mark.parametrize("number", [math.nan, math.inf, "4", "", None, True, 10**400])
def test_a_vertex_that_is_no_number_is_refused(number):
    sentence = "Polygon 2: vertices must be pairs of numbers of pixels, like 10,20 40,20 25,50."

    assert refused_points([[1, 1], [9, number], [9, 9]]) == sentence
    assert refused_points([[1, 1], [9], [9, 9]]) == sentence
    assert refused_points("1,1 9,9 1,9") == sentence


def test_labels_are_those_of_the_job():
    assert refusal({"polygons": [CAT | {"label": ""}]}) == (
        "Polygon 1 has no label. Choose one, or delete the polygon."
    )
    assert refusal({"polygons": [CAT, CAT | {"label": "horse"}]}).startswith("Polygon 2: “horse” is not a label")


def test_there_are_limits_that_are_told():
    assert "more than 100 polygons" in refusal({"polygons": [CAT] * 101})
    assert refused_points([[1, 1]] * 201) == "Polygon 2 has more than 200 vertices. Delete some, then submit."


def test_nothing_to_mark_must_be_said_on_the_form():
    assert check({"polygons": [], "nothing": True}) == {"polygons": []}
    assert refusal({"polygons": [], "nothing": False}).startswith("There is no polygon yet. Draw one")
    assert "as well" in refusal({"polygons": [CAT], "nothing": True})


def test_a_posted_list_becomes_polygons_and_empty_rows_are_ignored():
    posted = QueryDict(
        "polygon-4-label=dog&polygon-4-points=1,1+9,1++5,9&polygon-0-label=&polygon-0-points="
        "&polygon-2-label=cat&polygon-2-points=20,10%0A60,50 10,40&palette=cat"
    )

    assert check(KIND.answer_from_form(posted)) == {
        "polygons": [CAT, {"label": "dog", "points": [[1, 1], [9, 1], [5, 9]]}]
    }


@pytest.mark.parametrize("text", ["10", "10,", "10,20,30 4,5", "nan,1", "abc"])
def test_half_written_vertices_are_kept_for_the_draft_and_refused_at_submit(text):
    answer = KIND.answer_from_form(QueryDict(f"polygon-0-label=cat&polygon-0-points={text}"))

    assert all(len(point) == 2 for point in answer["polygons"][0]["points"])
    assert json.dumps(answer, allow_nan=False)
    assert refusal(answer).startswith("Polygon 1: vertices must be pairs of numbers")


SIDE = st.integers(-20, 60) | st.floats(-20, 60)


@given(points=st.lists(st.tuples(SIDE, SIDE).map(list), min_size=3, max_size=7), turns=st.integers(0, 6))
def test_normal_polygons_lie_inside_the_picture_and_stay_as_they_are(points, turns):
    picture = {"width": 50, "height": 40}
    try:
        once = checked(points, picture)
    except AnswerRefused:
        return

    assert all(0 <= x <= 50 and 0 <= y <= 40 for x, y in once)
    assert len({tuple(point) for point in once}) == len(once) >= 3
    turned = once[turns % len(once) :] + once[: turns % len(once)]
    assert checked(turned, picture) == checked(turned[::-1], picture) == once


def test_results_columns_and_summary():
    two = {"polygons": [CAT, CAT | {"label": "dog"}]}

    assert KIND.aggregate([two, {"polygons": []}, two]).tallies == (Tally("cat, dog", 2), Tally("(none)", 1))
    assert KIND.aggregate([two]).value is None
    assert KIND.export_columns({"polygons": [CAT]}) == {
        "polygon_count": 1,
        "labels": "cat",
        "polygons": '[{"label": "cat", "points": [[20, 10], [60, 50], [10, 40]]}]',
    }
    assert KIND.summary({"polygons": [CAT, CAT]}) == "cat × 2"
    assert KIND.summary({"polygons": []}) == "Nothing to mark"
