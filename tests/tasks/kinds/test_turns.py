"""Who says what: turns of the speakers that a job names."""

import itertools

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tasks.kinds import KINDS
from tasks.kinds.base import AnswerRefused, Tally

KIND = KINDS["audio_transcription"]
TALK = {"speakers": ["Anna", "Ben"], "marks": ["unintelligible"]}
FLAGS = {"no_speech": False, "unintelligible": False}


def turn(speaker: str, text: str) -> dict[str, str]:
    return {"speaker": speaker, "text": text}


def check(answer, settings=TALK):
    return KIND.check(answer=answer, settings=settings, payload={})


def refusal(answer) -> str:
    with pytest.raises(AnswerRefused) as refused:
        check(answer)
    return refused.value.sentence


def test_turns_keep_their_order_and_one_who_goes_on_has_one_turn():
    turns = [turn("Anna", "Good "), turn("Anna", "morning."), turn("Ben", " \n"), turn("Anna", "Sit [Unintelligible ]")]

    assert check({"turns": turns}) == {
        "turns": [turn("Anna", "Good\nmorning.\nSit [unintelligible]")],
        **FLAGS,
    }


def test_a_flag_stands_for_no_turns():
    assert check({"turns": [], "no_speech": True}) == {"turns": [], "no_speech": True, "unintelligible": False}
    assert refusal({"turns": [turn("Ben", " ")]}).startswith("The text is empty.")
    assert refusal({}).startswith("The text is empty.")
    assert "“No speech” is ticked as well" in refusal({"turns": [turn("Ben", "a")], "no_speech": True})


def test_a_turn_needs_one_of_the_speakers_of_the_job():
    assert refusal({"turns": [turn("Anna", "a"), turn("", "b")]}) == "Turn 2: choose who speaks."
    assert refusal({"turns": [{"text": "b"}]}) == "Turn 1: choose who speaks."
    assert refusal({"turns": [turn("Eve", "b")]}) == "Turn 1: choose who speaks."
    assert refusal({"turns": [turn("Anna", "a")] * 101}).startswith("There are more than 100 turns.")
    assert refusal({"turns": [turn("Anna", "x" * 6000), turn("Ben", "x" * 6000)]}).startswith("The text has 12000")


@pytest.mark.parametrize("answer", [{"text": "plain"}, {"turns": [turn("Anna", "a") | {"at": 3}]}, {"turns": "Anna"}])
def test_what_is_not_made_of_turns_is_refused(answer):
    assert refusal(answer).endswith(".")


def test_a_job_without_speakers_keeps_its_plain_text():
    assert check({"text": "plain"}, {"language": "fr"}) == {"text": "plain", **FLAGS}
    with pytest.raises(AnswerRefused):
        check({"turns": [turn("Anna", "a")]}, {"language": "fr"})


def test_posted_turns_come_in_the_order_of_their_numbers_without_the_empty_ones():
    posted = QueryDict(
        "with_turns=1&turn-10-speaker=Ben&turn-10-text=Two%0D%0Alines&turn-2-speaker=Anna&turn-2-text=One"
        "&turn-3-speaker=&turn-3-text=+&turn-x-text=no&turn-99999-text=no"
    )

    draft = KIND.answer_from_form(posted)

    assert draft == {"turns": [turn("Anna", "One"), turn("Ben", "Two\nlines")], **FLAGS}
    assert check(draft) == draft


TURNS = st.lists(st.builds(turn, st.sampled_from(TALK["speakers"]), st.text(max_size=12)), max_size=5)


@given(TURNS)
def test_the_normal_form_stays_as_it_is(turns):
    try:
        once = check({"turns": turns})
    except AnswerRefused:
        return

    assert check(once) == once


def test_turns_are_counted_as_one_text_in_any_order():
    same = {"turns": [turn("Anna", "Hi"), turn("Ben", "Yes")]}
    answers = [same, {"turns": [turn("Ben", "Hi"), turn("Anna", "Yes")]}, same, {"turns": [], "no_speech": True}]

    (result,) = {KIND.aggregate(order) for order in itertools.permutations(answers)}

    assert result.tallies == (Tally("Anna: Hi\nBen: Yes", 2), Tally("(no_speech)", 1), Tally("Ben: Hi\nAnna: Yes", 1))


def test_columns_and_summary_say_who_speaks():
    answer = {"turns": [turn("Anna", "Hi"), turn("Ben", "Yes"), turn("Anna", "So")], **FLAGS}

    columns = {"no_speech": 0, "unintelligible": 0, "speakers": "Anna | Ben"}
    assert KIND.export_columns(answer) == {"text": "Anna: Hi\nBen: Yes\nAnna: So", **columns}
    assert list(KIND.export_columns({"turns": [], "no_speech": True})) == ["text", *columns]
    assert KIND.summary(answer) == "Anna: Hi Ben: Yes Anna: So"


def test_a_transcript_joins_a_turn_that_goes_on_in_the_next_segment():
    parts = [
        {"turns": [turn("Anna", "Good"), turn("Ben", "Yes")]},
        {"turns": [turn("Ben", "indeed,\nyes")]},
        None,
        None,
        {"turns": [turn("Ben", "End.")]},
    ]

    assert KIND.transcript(parts) == "Anna: Good\nBen: Yes indeed, yes\n…\nBen: End."


@pytest.mark.parametrize(
    ("given_speakers", "speakers"),
    [
        ("Anna\n\n Ben ", ["Anna", "Ben"]),
        ("2", ["Speaker 1", "Speaker 2"]),
        ("", []),
        (["Anna"], ["Anna"]),
        ("12", ["12"]),
    ],
)
def test_a_requester_names_the_speakers_or_says_how_many(given_speakers, speakers):
    form = KIND.settings_form(data={"speakers": given_speakers})

    assert form.is_valid()
    assert form.settings()["speakers"] == speakers


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("speakers", "\n".join("abcdefghij"), "at most 9"),
        ("speakers", "Anna\nAnna", "twice"),
        ("speakers", "x" * 41, "longer than 40"),
        ("speakers", [3], "Give texts"),
        ("own_conventions", "x" * 201, "longer than 200"),
        ("characters", " ".join(map(chr, range(65, 90))), "at most 24"),
        ("conventions", ["lines"], "not one of the available choices"),
        ("marks", ["gap"], "not one of the available choices"),
    ],
)
def test_what_would_not_work_is_refused_with_a_sentence(field, value, words):
    form = KIND.settings_form(data={field: value})

    assert not form.is_valid()
    assert words in form.errors[field][0]


def test_stored_choices_come_back_as_they_were_typed():
    stored = {"speakers": ["Anna", "Ben"], "characters": ["ſ", "æ"], "conventions": ["clean"], "own_conventions": ["a"]}
    form = KIND.settings_form.from_settings(stored)

    assert form["speakers"].value() == "Anna\nBen"
    assert 'value="ſ æ"' in str(form["characters"])
    assert "checked" in str(form["conventions"])
