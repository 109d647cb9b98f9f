import json

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.utils.datastructures import MultiValueDict
from jsonschema import Draft202012Validator

from tasks.kinds import KINDS, UnknownKind, choices, kind_named
from tasks.kinds.base import AnswerRefused

SETTINGS = {"labels": ["cat", "dog"], "points": ["nose"], "multiple": False, "language": ""}
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def test_the_kinds_are_found_by_their_slugs():
    assert list(KINDS) == [
        "image_classification",
        "image_boxes",
        "image_polygons",
        "image_keypoints",
        "image_transcription",
        "audio_transcription",
        "audio_classification",
        "text_classification",
    ]
    assert all(kind_named(slug) is kind and kind.slug == slug for slug, kind in KINDS.items())
    assert [slug for slug, _name in choices()] == list(KINDS)


def test_an_unknown_slug_is_refused():
    with pytest.raises(UnknownKind):
        kind_named("image_mind_reading")


@every_kind
def test_every_kind_has_its_templates_and_its_script(kind):
    for name in (kind.stage_template, kind.tools_template, kind.answer_template):
        assert get_template(name)
    assert kind.script == "" or finders.find(kind.script)
    assert str(kind.name)
    assert str(kind.description)


@every_kind
@pytest.mark.parametrize(
    "chosen",
    [SETTINGS, {"labels": ["a", "b"], "multiple": True, "cant_tell": True, "marks": ["unclear"], "speakers": ["Anna"]}],
)
def test_no_key_of_a_desk_does_two_things_and_each_has_words(kind, chosen):
    keys = kind.keys_with(chosen)
    presses = [press for key in keys for press in (*key.presses, *key.aliases)]

    assert sorted(presses) == sorted(set(presses))
    assert all(key.names and str(key.words) for key in keys)
    assert {"submit", "keys", *kind.menu} <= {key.doing for key in keys}


def test_a_key_is_named_as_it_stands_on_a_keyboard():
    keys = {key.doing: key.names for key in kind_named("image_boxes").keys_with({})}

    assert keys["redo"] == ["Ctrl Y"]
    assert keys["zoom_in"] == ["+"]
    assert keys["size"] == ["Ctrl ← ↑ ↓ →"]
    assert keys["submit"] == ["Ctrl ⏎"]
    assert {key.doing: key.names for key in kind_named("image_transcription").keys_with({})}["zoom_in"] == ["Alt +"]


@every_kind
@pytest.mark.parametrize("chosen", [SETTINGS, {}, {"labels": ["a", "b"], "multiple": True}])
def test_every_schema_is_a_closed_json_schema(kind, chosen):
    schema = kind.answer_schema(chosen)

    Draft202012Validator.check_schema(schema)
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False


@every_kind
@pytest.mark.parametrize(
    "answer",
    [
        *[
            None,
            [],
            "cat",
            7,
            {},
            {"rotation": 3},
            {"label": 4},
            {"label": None},
            {"labels": "cat"},
            {"text": 1},
        ],
        *[{"boxes": None}, {"boxes": [3]}, {"boxes": [{}]}],
        {"boxes": [{"label": "cat", "x": "a", "y": 1, "w": 1, "h": 1}]},
        *[{"polygons": None}, {"polygons": [3]}, {"polygons": [{"label": "cat", "points": [[1, 1], [2], 3]}]}],
        *[{"points": None}, {"points": [3]}, {"points": [{"name": 3}]}, {"points": [{"name": "nose", "state": 3}]}],
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence_for_people(kind, answer):
    with pytest.raises(AnswerRefused) as refused:
        kind.check(answer=answer, settings=SETTINGS, payload={})

    sentence = refused.value.sentence
    assert sentence.endswith(".")
    assert not any(word in sentence for word in ("is not of type", "required property", "is not one of", "schema", "{"))


@every_kind
def test_an_empty_form_is_refused_with_a_sentence_that_says_what_to_do(kind):
    answer = kind.answer_from_form(MultiValueDict({}))

    with pytest.raises(AnswerRefused) as refused:
        kind.check(answer=answer, settings=SETTINGS, payload={})

    assert any(word in refused.value.sentence for word in ("Choose", "Draw", "Place", "Type"))
    assert json.dumps(answer, allow_nan=False)
