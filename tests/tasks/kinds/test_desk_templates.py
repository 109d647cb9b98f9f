import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from tasks.kinds import KINDS

EVIL = '"><script>alert(1)</script>'
ESCAPED = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"
LABELS = {
    "labels": ["cat", EVIL],
    "points": ["nose", EVIL],
    "language": "fr",
    "own_conventions": [EVIL],
    "marks": ["unclear", "gap", "unintelligible", EVIL],
    "characters": [EVIL],
}
TALK = LABELS | {"speakers": [EVIL]}
PICTURE = {"width": 1600, "height": 1200}
BOX = {"label": EVIL, "x": 1000, "y": 2.5, "w": 30, "h": 40}
SHOWN = {
    "image_classification": ({"label": EVIL}, PICTURE),
    "text_classification": ({"labels": [EVIL]}, {"text": EVIL}),
    "image_boxes": ({"boxes": [BOX]}, PICTURE),
    "image_polygons": ({"polygons": [{"label": EVIL, "points": [[1000, 2.5], [1100, 2], [EVIL, 90]]}]}, PICTURE),
    "image_keypoints": ({"points": [{"name": EVIL, "state": "occluded", "x": 1000, "y": 2.5}]}, PICTURE),
    "image_transcription": ({"text": EVIL, "unreadable": False}, PICTURE),
    "audio_classification": ({"label": EVIL}, {"peaks": [5, 100, 0]}),
    "audio_transcription": ({"text": EVIL, "no_speech": False}, {"peaks": [5, 100, 0]}),
}
every_kind = pytest.mark.parametrize("slug", KINDS)


@every_kind
@pytest.mark.parametrize("part", ["stage", "tools", "answer", "thumb"])
def test_whatever_people_wrote_is_escaped_and_the_page_keeps_its_policy(render_part, slug, part):
    answer, payload = SHOWN[slug]

    html = render_part(slug, part, draft=answer, answer=answer, payload=payload, job_settings=LABELS)

    assert "<script" not in html
    assert not re.search(r"\s(style|on\w+)=", html)
    assert "javascript:" not in html


@pytest.mark.parametrize("part", ["stage", "tools", "answer"])
def test_what_speakers_are_called_and_say_is_escaped(render_part, part):
    answer = {"turns": [{"speaker": EVIL, "text": EVIL}]}

    html = render_part("audio_transcription", part, draft=answer, answer=answer, payload={}, job_settings=TALK)

    assert "<script" not in html
    assert part == "stage" or html.count(ESCAPED) >= 2


def test_labels_beside_each_of_many_pictures_are_escaped(render_part):
    cell = {"number": 1, "field": "a-", "draft": {"label": EVIL}, "payload": PICTURE, "media_url": f"https://x/{EVIL}"}

    html = render_part("image_classification", "cell", cell=cell, job_settings=LABELS)

    assert "<script" not in html
    assert html.count(ESCAPED) == 3
    assert html.count(" checked") == 1


@every_kind
def test_a_stamp_shows_what_was_worked_on_and_has_nothing_to_press(render_part, slug):
    answer, payload = SHOWN[slug]

    html = render_part(slug, "thumb", answer=answer, payload=payload, job_settings=LABELS, thumb_url="/media/t")

    assert ("<svg" in html, "/media/t" in html, ESCAPED in html) == {
        "text_classification": (False, False, True),
        "image_classification": (False, True, False),
        "image_transcription": (False, True, False),
    }.get(slug, (True, not slug.startswith("audio"), slug == "image_polygons"))
    assert not re.search(r"<(a|audio|button|input|video)\b", html)


@every_kind
def test_what_was_written_can_be_read_in_the_answer(render_part, slug):
    answer, payload = SHOWN[slug]

    assert ESCAPED in render_part(slug, "answer", answer=answer, payload=payload, job_settings=LABELS)


@every_kind
@pytest.mark.parametrize("part", ["stage", "tools"])
def test_a_desk_without_settings_payload_or_draft_is_still_drawn(render_part, slug, part):
    assert render_part(slug, part, job_settings={}).strip()


def test_numbers_of_boxes_stay_numbers_in_french(render_part):
    with translation.override("fr"):
        tools = render_part("image_boxes", "tools", draft={"boxes": [BOX]}, job_settings=LABELS)
        answer = render_part("image_boxes", "answer", answer={"boxes": [BOX]}, payload=PICTURE, job_settings=LABELS)

    assert 'name="box-0-y" value="2.5"' in tools
    assert 'viewBox="0 0 1600 1200"' in answer
    assert 'x="1000" y="2.5" width="30" height="40"' in answer


def test_numbers_of_vertices_and_points_stay_numbers_in_french(render_part):
    (polygons, _), (points, _) = SHOWN["image_polygons"], SHOWN["image_keypoints"]
    with translation.override("fr"):
        traced = [
            render_part("image_polygons", part, draft=polygons, answer=polygons, payload=PICTURE, job_settings=LABELS)
            for part in ("tools", "answer")
        ]
        placed = render_part("image_keypoints", "answer", answer=points, payload=PICTURE, job_settings=LABELS)
        tools = render_part("image_keypoints", "tools", draft=points, job_settings=LABELS)

    assert all("1000,2.5 1100,2 " in html for html in traced)
    assert 'class="kind-point is-occluded" cx="1000" cy="2.5" r="20"' in placed
    assert 'name="point-1-x" value="1000"' in tools
    assert 'value="occluded" selected' in tools


def test_the_line_is_left_bright_in_its_page_in_french_too(render_part):
    payload = PICTURE | {"line": 1, "x": 1000, "y": 20, "w": 1500, "h": 30, "page_width": 3000, "page_height": 4000}

    with translation.override("fr"):
        html = render_part("image_transcription", "stage", payload=payload, job_settings={})

    assert 'd="M0 0H3000V4000H0ZM1000 20h1500v30h-1500Z"' in html
    assert "data-page" not in render_part("image_transcription", "stage", payload=PICTURE, job_settings={})


def test_a_box_has_the_colour_of_its_label(render_part):
    html = render_part("image_boxes", "answer", answer={"boxes": [BOX]}, payload=PICTURE, job_settings=LABELS)

    assert html.count('<g data-hue="1">') == 1


def test_the_list_of_boxes_offers_five_empty_rows_after_the_drawn_ones(render_part):
    html = render_part("image_boxes", "tools", draft={"boxes": [BOX, BOX]}, job_settings=LABELS)

    assert re.findall(r'name="box-(\d)-x" value="(\d*)"', html) == [
        ("0", "1000"), ("1", "1000"), ("2", ""), ("3", ""), ("4", ""), ("5", ""), ("6", "")
    ]  # fmt: skip


def test_the_waveform_is_drawn_from_the_peaks(render_part):
    html = render_part("audio_transcription", "stage", payload={"peaks": [5, 100, 0]})

    assert 'd="M0 0H3M0.5 -5V5M1.5 -100V100M2.5 -0V0"' in html
    assert "<svg" not in render_part("audio_transcription", "stage", payload={"url": "/far.mp3"})


def test_what_is_said_to_be_nothing_is_said_in_words(render_part):
    assert "Nothing to mark" in render_part("image_boxes", "answer", answer={"boxes": []})
    assert "Nothing readable" in render_part("image_transcription", "answer", answer={"text": "", "unreadable": True})
    assert "No speech" in render_part("audio_transcription", "answer", answer={"text": "", "no_speech": True})
    assert "None of the labels" in render_part("image_classification", "answer", answer={"labels": []})


def test_the_list_of_keys_has_those_that_the_job_offers():
    def listed(**context: object) -> str:
        return render_to_string("tasks/kinds/_keys.html", {"kind": KINDS["image_classification"], **context})

    plain = listed(job_settings=LABELS)
    more = listed(job_settings=LABELS | {"cant_tell": True}, is_veiled=True)

    assert '<kbd class="keys-name">C</kbd>' not in plain
    assert '<kbd class="keys-name">C</kbd></dt><dd>Can’t tell</dd>' in more
    assert "Alt V" not in plain
    assert '<kbd class="keys-name">Alt V</kbd>' in more
