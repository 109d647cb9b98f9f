import pytest
from django.http import QueryDict
from django.utils import translation

from tasks.kinds import KINDS

LABEL_KINDS = ["image_classification", "text_classification", "audio_classification", "image_boxes", "image_polygons"]


def form_of(slug: str, **data):
    return KINDS[slug].settings_form(data=data)


def test_labels_are_read_one_a_line_in_their_order():
    form = form_of("image_classification", labels="  dog \r\n\r\ncat\tof prey\r\n")

    assert form.is_valid()
    assert form.settings() == {
        "labels": ["dog", "cat of prey"],
        "multiple": False,
        "cant_tell": False,
        "not_shown": False,
        "grid": False,
    }


def test_posted_fields_and_the_settings_themselves_come_to_the_same():
    posted = KINDS["image_classification"].settings_form(data=QueryDict("labels=cat%0Adog&cant_tell=on"))
    given = form_of("image_classification", labels=["cat", "dog"], cant_tell=True)

    assert posted.is_valid()
    assert given.is_valid()
    assert posted.settings() == given.settings()
    assert given.settings() == {
        "labels": ["cat", "dog"],
        "multiple": False,
        "cant_tell": True,
        "not_shown": False,
        "grid": False,
    }


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"multiple": True}, "each picture has one label"),
        ({"labels": [f"label {n}" for n in range(10)]}, "a key from 1 to 9"),
    ],
)
def test_a_screen_of_many_goes_with_one_label_each_and_a_key_for_each(chosen, words):
    form = form_of("image_classification", **{"labels": ["cat", "dog"], "grid": True, **chosen})

    assert not form.is_valid()
    assert words in form.errors["grid"][0]


def test_a_job_from_before_there_were_screens_of_many_shows_one_at_a_time():
    kind = KINDS["image_classification"]

    assert kind.at_once({"labels": ["cat", "dog"], "multiple": False}) == 1
    assert kind.at_once({"labels": ["cat", "dog"], "multiple": False, "grid": True}) == 12


def test_a_new_job_offers_cant_tell_and_one_from_before_does_not():
    form = KINDS["image_classification"].settings_form

    assert form.from_settings({})["cant_tell"].value() is True
    assert form.from_settings({"labels": ["a", "b"], "multiple": True})["cant_tell"].value() is False


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ("cat", "at least 2"),
        ("cat\ncat", "twice"),
        ("Cat\ncat", "twice"),
        ("cat\n" + "x" * 81, "longer than 80"),
        ("\n".join(f"label {n}" for n in range(51)), "at most 50"),
        ("cat | dog\nbird", "exports"),
        ("(none)\ncat", "exports"),
        ("(cant_tell)\ncat", "exports"),
        (["cat", 7], "texts"),
        ("", "required"),
    ],
)
def test_labels_that_would_not_work_are_refused_with_a_sentence(labels, words):
    form = form_of("image_classification", labels=labels)

    assert not form.is_valid()
    assert words in form.errors["labels"][0]


def test_boxes_need_one_label_only():
    form = form_of("image_boxes", labels="cat")

    assert form.is_valid()
    assert form.settings() == {"labels": ["cat"]}


def test_keypoints_are_named_one_a_line_and_refused_in_their_own_words():
    form = form_of("image_keypoints", points=" left eye \n\nnose")
    many = form_of("image_keypoints", points="\n".join(f"point {n}" for n in range(51)))

    assert form.is_valid()
    assert form.settings() == {"points": ["left eye", "nose"]}
    assert many.errors["points"] == ["Give at most 50 points; here are 51."]
    assert "can’t name a point" in form_of("image_keypoints", points="a|b").errors["points"][0]


@pytest.mark.parametrize("slug", LABEL_KINDS)
def test_stored_labels_come_back_one_a_line(slug):
    form = KINDS[slug].settings_form.from_settings({"labels": ["cat", "dog <b>"], "multiple": True})

    assert form["labels"].value() == "cat\ndog <b>"
    assert "dog &lt;b&gt;" in str(form["labels"])


def test_stored_choices_can_be_bound_again_under_a_prefix():
    kind = KINDS["text_classification"]
    form = kind.settings_form.from_settings({"labels": ["a", "b"]}, data={"kind-labels": "c\nd"}, prefix="kind")

    assert form.is_valid()
    assert form.settings()["labels"] == ["c", "d"]


@pytest.mark.parametrize("slug", ["image_transcription", "audio_transcription"])
@pytest.mark.parametrize(("language", "valid"), [("", True), ("fr", True), ("la", True), ('x" onload="', False)])
def test_a_transcription_names_a_known_language_or_none(slug, language, valid):
    form = form_of(slug, language=language)

    assert form.is_valid() is valid
    if valid:
        assert form.settings()["language"] == language


def test_languages_are_named_in_the_readers_language():
    with translation.override("fr"):
        html = str(form_of("audio_transcription")["language"])

    assert '<option value="de">Allemand</option>' in html
