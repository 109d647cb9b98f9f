import itertools

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tasks.kinds import KINDS
from tasks.kinds.base import AnswerRefused, Tally

IMAGE = KINDS["image_transcription"]
AUDIO = KINDS["audio_transcription"]


def check(kind, answer):
    return kind.check(answer=answer, settings={"language": "fr"}, payload={})


def refusal(kind, answer) -> str:
    with pytest.raises(AnswerRefused) as refused:
        check(kind, answer)
    return refused.value.sentence


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("caf\u0065\u0301 ", "café"),
        ("one  \r\ntwo\t\r\n\r\n", "one\ntwo"),
        ("\n\n  indented", "  indented"),
        ("nul\x00 bell\x07 half\ud83d", "nul bell half"),
        ("first\rsecond", "first\nsecond"),
    ],
)
def test_text_is_kept_in_one_normal_form(typed, kept):
    assert check(IMAGE, {"text": typed}) == {"text": kept, "unreadable": False}


def test_a_flag_stands_for_an_empty_text():
    assert check(IMAGE, {"text": "", "unreadable": True}) == {"text": "", "unreadable": True}
    assert check(AUDIO, {"text": " ", "no_speech": True}) == {
        "text": "",
        "no_speech": True,
        "unintelligible": False,
    }


def test_an_empty_text_without_a_flag_is_refused_and_says_what_to_tick():
    assert refusal(IMAGE, {"text": " \n"}) == "The text is empty. Type what is written, or tick “Nothing readable”."
    assert "“No speech”" in refusal(AUDIO, {"text": ""})
    assert refusal(AUDIO, {}) == refusal(AUDIO, {"text": ""})


def test_a_text_and_a_flag_exclude_each_other_and_so_do_two_flags():
    assert refusal(IMAGE, {"text": "a", "unreadable": True}) == (
        "There is a text, and “Nothing readable” is ticked as well. Keep one or the other."
    )
    assert "both ticked" in refusal(AUDIO, {"text": "", "no_speech": True, "unintelligible": True})


def test_ten_thousand_characters_are_the_most():
    assert len(check(IMAGE, {"text": "x" * 10_000})["text"]) == 10_000
    assert refusal(IMAGE, {"text": "x" * 10_001}).startswith("The text has 10001 characters")
    assert refusal(IMAGE, {"text": "\u0958" * 10_000}).startswith("The text has 20000 characters")


@pytest.mark.parametrize(
    ("kind", "posted", "answer"),
    [
        (IMAGE, "text=Dear+Sir%0D%0Ayours", {"text": "Dear Sir\nyours", "unreadable": False}),
        (IMAGE, "text=&unreadable=1", {"text": "", "unreadable": True}),
        (AUDIO, "text=&unintelligible=1", {"text": "", "no_speech": False, "unintelligible": True}),
    ],
)
def test_a_posted_form_becomes_an_answer(kind, posted, answer):
    assert check(kind, kind.answer_from_form(QueryDict(posted))) == answer


def test_a_posted_text_can_be_stored_as_a_draft():
    assert AUDIO.answer_from_form(QueryDict("text=a%00b")) == {
        "text": "ab",
        "no_speech": False,
        "unintelligible": False,
    }


@given(st.text())
def test_the_normal_form_stays_as_it_is(text):
    try:
        once = check(IMAGE, {"text": text})
    except AnswerRefused:
        return

    assert check(IMAGE, once) == once


def test_texts_are_counted_and_not_merged_in_any_order():
    answers = [{"text": "yes"}, {"text": "no"}, {"text": "yes"}, {"text": "", "no_speech": True}]

    results = {AUDIO.aggregate(order) for order in itertools.permutations(answers)}

    (result,) = results
    assert result.value is None
    assert result.tallies == (Tally("yes", 2), Tally("(no_speech)", 1), Tally("no", 1))


def test_columns_and_summary():
    assert IMAGE.export_columns({"text": "a", "unreadable": False}) == {"text": "a", "unreadable": 0}
    assert AUDIO.export_columns({"text": "", "no_speech": True, "unintelligible": False}) == {
        "text": "",
        "no_speech": 1,
        "unintelligible": 0,
    }
    assert IMAGE.summary({"text": "a\nb"}) == "a b"
    assert IMAGE.summary({"text": "x" * 100}) == "x" * 79 + "…"
    assert AUDIO.summary({"text": "", "no_speech": True}) == "No speech"


MARKS = {"marks": ["unclear", "gap"]}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a [Unclear :  two\twords ] b", "a [unclear: two words] b"),
        ("[UNCLEAR:x][ gap ]", "[unclear: x][gap]"),
        ("[unclear: ]", "[unclear]"),
        ("[unclear] [gap]", "[unclear] [gap]"),
        ("[unclear: [gap]]", "[unclear: [gap]]"),
        ("[gap: three] [sic] [unclearly: x]", "[gap: three] [sic] [unclearly: x]"),
        ("[unclear: over\nlines]", "[unclear: over\nlines]"),
    ],
)
def test_the_marks_of_a_job_have_one_form(typed, kept):
    assert IMAGE.check(answer={"text": typed}, settings=MARKS, payload={})["text"] == kept


def test_brackets_stay_as_they_are_where_the_job_has_no_marks():
    text = "[Unclear:x] [ gap ]"

    assert check(IMAGE, {"text": text})["text"] == text
    assert AUDIO.check(answer={"text": text}, settings={"marks": ["gap"]}, payload={})["text"] == text


@given(st.text(st.sampled_from("[]: \nabcugnlerp"), max_size=60) | st.just("[unclear:" * 1000))
def test_marks_stay_in_their_form(text):
    try:
        once = IMAGE.check(answer={"text": text}, settings=MARKS, payload={})
    except AnswerRefused:
        return

    assert IMAGE.check(answer=once, settings=MARKS, payload={}) == once


def test_the_parts_of_an_item_are_joined_with_a_sign_for_those_that_lack():
    parts = [{"text": "One\ntwo."}, None, None, {"text": "", "no_speech": True}, {"text": "Three."}]

    assert AUDIO.transcript(parts) == "One two. … Three."
