import itertools

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tasks.kinds import KINDS
from tasks.kinds.base import AnswerRefused, Tally

ONE = {"labels": ["cat", "dog", "bird"], "multiple": False}
MANY = {"labels": ["cat", "dog", "bird"], "multiple": True}
KIND = KINDS["image_classification"]


def check(answer, settings=ONE):
    return KIND.check(answer=answer, settings=settings, payload={})


def refusal(answer, settings=ONE) -> str:
    with pytest.raises(AnswerRefused) as refused:
        check(answer, settings)
    return refused.value.sentence


@pytest.mark.parametrize("slug", ["text_classification", "audio_classification"])
def test_texts_and_recordings_follow_the_same_rules(slug):
    assert KINDS[slug].check(answer={"label": "dog"}, settings=ONE, payload={}) == {"label": "dog"}


def test_several_labels_are_kept_once_each_in_the_order_of_the_job():
    assert check({"labels": ["bird", "cat", "bird"]}, MANY) == {"labels": ["cat", "bird"]}


def test_no_label_at_all_must_be_said():
    assert check({"labels": [], "nothing": True}, MANY) == {"labels": []}
    assert check({"labels": []}, MANY) == {"labels": []}
    assert refusal({"labels": [], "nothing": False}, MANY) == (
        "No label is chosen. Tick those that fit, or “None of these”."
    )
    assert "as well" in refusal({"labels": ["cat"], "nothing": True}, MANY)


def test_refusals_say_what_is_wrong_with_a_label():
    assert refusal({"label": "horse"}) == "“horse” is not a label of this job. Choose one of those shown."
    assert refusal({"label": ""}) == refusal({}) == "No label is chosen. Choose one, then submit."
    assert refusal({"label": "cat", "sure": 1}) == (
        "The answer has a part that this job doesn’t ask for (sure). Leave it out."
    )


@pytest.mark.parametrize(
    ("posted", "chosen", "answer"),
    [
        ("label=dog", ONE, {"label": "dog"}),
        ("several=1&labels=dog&labels=cat", MANY, {"labels": ["cat", "dog"]}),
        ("several=1&nothing=1", MANY, {"labels": []}),
    ],
)
def test_a_posted_form_becomes_an_answer(posted, chosen, answer):
    assert check(KIND.answer_from_form(QueryDict(posted)), chosen) == answer


def test_the_most_frequent_label_is_the_result():
    result = KIND.aggregate([{"label": "dog"}, {"label": "cat"}, {"label": "dog"}])

    assert result.value == "dog"
    assert result.tallies == (Tally("dog", 2), Tally("cat", 1))
    assert result.answer_count == 3


def test_a_tie_has_no_result():
    result = KIND.aggregate([{"label": "dog"}, {"label": "cat"}])

    assert result.value is None
    assert result.tallies == (Tally("cat", 1), Tally("dog", 1))
    assert KIND.aggregate([]).value is None


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        ([["cat", "dog"], ["cat"], ["cat", "bird"]], "cat"),
        ([["cat", "dog"], ["dog", "cat"], ["bird"]], "cat | dog"),
        ([["cat"], ["dog"]], None),
        ([[], [], ["dog"]], "(none)"),
        ([["cat"], ["dog"], ["bird"]], "(none)"),
        ([[]], "(none)"),
    ],
)
def test_of_several_labels_each_needs_more_than_half(answers, value):
    assert KIND.aggregate([{"labels": labels} for labels in answers]).value == value


@given(st.lists(st.lists(st.sampled_from(MANY["labels"]), unique=True), max_size=4))
def test_the_order_of_answers_does_not_matter(answers):
    results = {KIND.aggregate([{"labels": one} for one in order]) for order in itertools.permutations(answers)}

    assert len(results) == 1


@given(st.lists(st.sampled_from(MANY["labels"])))
def test_the_normal_form_stays_as_it_is(labels):
    once = check({"labels": labels}, MANY)

    assert check(once, MANY) == once


def test_columns_and_summary():
    assert KIND.export_columns({"label": "cat"}) == {"label": "cat"}
    assert KIND.export_columns({"labels": ["cat", "dog"]}) == {"label": "cat | dog"}
    assert KIND.export_columns({"labels": []}) == {"label": "(none)"}
    assert KIND.summary({"labels": ["cat", "dog"]}) == "cat, dog"
    assert KIND.summary({"labels": []}) == "None of the labels"
