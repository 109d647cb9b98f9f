import itertools

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tasks.kinds import KINDS
from tasks.kinds.base import AnswerRefused, Tally

ONE = {"labels": ["cat", "dog", "bird"], "multiple": False}
MANY = {"labels": ["cat", "dog", "bird"], "multiple": True}
BESIDES = {"cant_tell": True, "not_shown": True}
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
        ("label=(cant_tell)", ONE | BESIDES, {"cant_tell": True}),
        ("several=1&not_shown=1", MANY | BESIDES, {"not_shown": True}),
    ],
)
def test_a_posted_form_becomes_an_answer(posted, chosen, answer):
    assert check(KIND.answer_from_form(QueryDict(posted)), chosen) == answer


@pytest.mark.parametrize("chosen", [ONE | BESIDES, MANY | BESIDES], ids=["one", "many"])
@pytest.mark.parametrize("flag", ["cant_tell", "not_shown"])
def test_an_answer_without_a_label_is_one_of_its_own(chosen, flag):
    assert check({flag: True}, chosen) == {flag: True}
    assert check({flag: True, "cant_tell": flag == "cant_tell"}, chosen) == {flag: True}
    assert refusal({flag: False}, chosen).startswith("No label is chosen.")
    assert refusal({}, chosen).startswith("No label is chosen.")


@pytest.mark.parametrize("chosen", [ONE, MANY], ids=["one", "many"])
def test_a_job_that_does_not_offer_it_takes_no_answer_without_a_label(chosen):
    answer = check({"labels": ["cat"]} if chosen["multiple"] else {"label": "cat"}, chosen)

    assert "doesn’t ask for (cant_tell)" in refusal(answer | {"cant_tell": True}, chosen)
    assert KIND.answer_schema(chosen) == KIND.answer_schema(chosen | {"cant_tell": False, "not_shown": False})


@pytest.mark.parametrize(
    ("answer", "chosen", "sentence"),
    [
        (
            {"label": "cat", "cant_tell": True},
            ONE,
            "Labels are ticked, and “Can’t tell” as well. Keep one or the other.",
        ),
        (
            {"labels": ["cat"], "not_shown": True},
            MANY,
            "Labels are ticked, and “Not shown” as well. Keep one or the other.",
        ),
        (
            {"cant_tell": True, "not_shown": True},
            ONE,
            "“Can’t tell” and “Not shown” are both ticked. Keep one of them.",
        ),
        (
            {"labels": [], "nothing": True, "cant_tell": True},
            MANY,
            "“Can’t tell” and “None of these” are both ticked. Keep one of them.",
        ),
    ],
)
def test_labels_and_the_answers_besides_exclude_each_other(answer, chosen, sentence):
    assert refusal(answer, chosen | BESIDES) == sentence


@pytest.mark.parametrize(
    ("slug", "words"),
    [("image_classification", "Not shown"), ("audio_classification", "Not heard"), ("text_classification", "Not said")],
)
def test_each_medium_has_its_own_word_for_what_does_not_occur(slug, words):
    assert KINDS[slug].summary({"not_shown": True}) == words
    assert KINDS[slug].summary({"cant_tell": True}) == "Can’t tell"


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


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        (["cat", "?", "?"], "(cant_tell)"),
        (["cat", "?"], None),
        (["cat", "cat", "?"], "cat"),
        (["cat", "cat", "dog", "?", "?"], "cat"),
        (["cat", "dog", "?"], None),
        (["cat", "-", "-"], "(not_shown)"),
        (["cat", "-"], None),
        (["?"], "(cant_tell)"),
    ],
)
@pytest.mark.parametrize("is_multiple", [False, True], ids=["one", "many"])
def test_whoever_cant_tell_has_no_say_unless_most_of_them_cant(answers, value, is_multiple):
    besides = {"?": {"cant_tell": True}, "-": {"not_shown": True}}
    content = [besides.get(one, {"labels": [one]} if is_multiple else {"label": one}) for one in answers]

    assert KIND.aggregate(content).value == value


def test_answers_without_a_label_are_tallied_and_stand_in_tables():
    result = KIND.aggregate([{"label": "dog"}, {"cant_tell": True}, {"label": "dog"}, {"not_shown": True}])

    assert result.value == "dog"
    assert result.tallies == (Tally("dog", 2), Tally("(cant_tell)", 1), Tally("(not_shown)", 1))
    assert KIND.export_columns({"cant_tell": True}) == {"label": "(cant_tell)"}
    assert KIND.export_columns({"not_shown": True}) == {"label": "(not_shown)"}


ANSWERS = st.one_of(
    st.lists(st.sampled_from(MANY["labels"]), unique=True).map(lambda labels: {"labels": labels}),
    st.sampled_from([{"cant_tell": True}, {"not_shown": True}]),
)


@given(st.lists(ANSWERS, max_size=4))
def test_the_order_of_answers_does_not_matter(answers):
    results = {KIND.aggregate(order) for order in itertools.permutations(answers)}

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
