import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tasks.kinds import KINDS
from tasks.kinds.base import AnswerRefused

pytestmark = pytest.mark.browser
ONE = {"labels": ["cat", "dog", "bird"], "points": ["left eye", "nose"], "multiple": False}
MANY = ONE | {"multiple": True}
PICTURE = {"width": 200, "height": 100}
LINE = {"line": 3, "x": 20, "y": 60, "w": 150, "h": 20, "page_width": 200, "page_height": 100}
WIDE = {
    "labels": ["x" * 80, "dog"],
    "points": ["x" * 80, "nose"],
    "speakers": ["x" * 40, "Ben"],
    "own_conventions": ["x" * 200],
    "marks": ["unclear", "gap", "unintelligible"],
    "characters": ["xxxxxxxx", *"ſæœçñßøåþðđłŋ"],
    "cant_tell": True,
    "not_shown": True,
}
# What the page around a desk brings, and the bare page of these tests lacks.
RULES_OF_THE_PAGE = ["landmark-one-main", "page-has-heading-one", "region"]
SPEECH = {"start": 0.0, "end": 8.0, "peaks": [10, 80, 30, 60] * 20}


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["with script", "without script"])
def test_a_label_is_chosen_by_mouse(open_desk, options):
    desk = open_desk("image_classification", ONE, PICTURE, **options)

    desk.page.get_by_text("dog").click()

    assert desk.answer() == {"label": "dog"}


def test_a_label_is_chosen_by_a_number_key(open_desk):
    desk = open_desk("text_classification", ONE, {"text": "A <b>bird</b> sings"})

    desk.page.keyboard.press("3")

    expect(desk.page.get_by_text("A <b>bird</b> sings")).to_be_visible()
    assert desk.answer() == {"label": "bird"}


def test_number_keys_tick_and_untick_several_and_zero_says_none(open_desk):
    desk = open_desk("image_classification", MANY, PICTURE)

    for key in ["1", "2", "0", "3", "1", "3"]:
        desk.page.keyboard.press(key)

    assert desk.answer() == {"labels": ["cat"]}


def test_none_of_these_unticks_the_labels(open_desk):
    desk = open_desk("image_classification", MANY, PICTURE, draft={"labels": ["cat"], "nothing": False})

    desk.page.get_by_label("None of these").check()

    assert desk.answer() == {"labels": []}


@pytest.mark.parametrize("chosen", [ONE, MANY], ids=["one", "many"])
def test_keys_say_cant_tell_and_not_shown_instead_of_a_label(open_desk, chosen):
    desk = open_desk("image_classification", chosen | {"cant_tell": True, "not_shown": True}, PICTURE)

    for key in ["n", "2", "C"]:
        desk.page.keyboard.press(key)

    assert desk.answer() == {"cant_tell": True}


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["with script", "without script"])
def test_what_is_not_heard_is_said_by_mouse(open_desk, options):
    desk = open_desk("audio_classification", ONE | {"not_shown": True}, SPEECH, draft={"label": "dog"}, **options)

    desk.page.get_by_text("Not heard").click()

    assert desk.answer() == {"not_shown": True}


def test_a_label_takes_cant_tell_away(open_desk):
    desk = open_desk("image_classification", MANY | {"cant_tell": True}, PICTURE, draft={"cant_tell": True})

    desk.page.get_by_text("bird").click()

    assert desk.answer() == {"labels": ["bird"]}


def test_a_second_mount_on_the_same_form_ends_the_listeners_of_the_first(open_desk):
    desk = open_desk("image_classification", MANY, PICTURE)

    desk.page.evaluate(
        "async () => { const form = document.querySelector('#answer');"
        "const { mount } = await import(form.dataset.kindScript); mount(form); }"
    )
    desk.page.keyboard.press("2")

    assert desk.answer() == {"labels": ["dog"]}


def test_a_transcript_comes_back_from_its_draft(open_desk):
    draft = {"text": "\n</textarea><b>Dear Sir", "unreadable": False}
    desk = open_desk("image_transcription", {"language": "fr"}, PICTURE, draft=draft)

    field = desk.page.get_by_label("What is written here?")

    expect(field).to_have_value("\n</textarea><b>Dear Sir")
    expect(field).to_have_attribute("lang", "fr")
    assert desk.answer() == {"text": "</textarea><b>Dear Sir", "unreadable": False}


def test_typing_takes_the_flag_away(open_desk):
    desk = open_desk("image_transcription", {}, PICTURE)

    desk.page.get_by_label("Nothing readable").check()
    desk.page.get_by_label("What is written here?").fill("Sir")

    assert desk.answer() == {"text": "Sir", "unreadable": False}


def test_the_picture_comes_nearer_by_button_and_by_key(open_desk):
    desk = open_desk("image_transcription", {}, PICTURE)
    canvas = desk.page.locator("[data-zoom-canvas]")
    before = canvas.bounding_box()["width"]

    desk.page.get_by_role("button", name="Nearer").click()
    desk.page.keyboard.press("Alt++")

    assert canvas.bounding_box()["width"] == pytest.approx(2 * before, abs=2)
    desk.page.get_by_role("button", name="Fit").click()
    assert canvas.bounding_box()["width"] == pytest.approx(before, abs=2)


def test_the_page_around_a_line_opens_by_key_with_the_line_in_sight(open_desk):
    desk = open_desk("image_transcription", {"pages": True}, PICTURE | LINE)
    line, page = desk.page.locator("[data-page-line]"), desk.page.get_by_role("img", name="The page from which")
    expect(page).to_be_hidden()

    desk.page.keyboard.press("Alt+p")
    expect(page).to_be_visible()
    before = page.bounding_box()["width"]
    for _time in range(4):
        desk.page.get_by_role("button", name="Page nearer").click()

    expect(line).to_be_in_viewport()
    assert page.bounding_box()["width"] == pytest.approx(4 * before, rel=0.02)
    desk.page.keyboard.press("Alt+p")
    expect(page).to_be_hidden()


def test_keys_play_and_seek_and_change_the_speed(open_desk):
    desk = open_desk("audio_transcription", {}, SPEECH)
    player = desk.page.locator("audio")
    expect(player).to_have_js_property("readyState", 4)
    desk.page.get_by_label("What is said here?").focus()

    for key in ["F2", "F2", "F1", "F3", "F4", "F4"]:
        desk.page.keyboard.press(key)
    desk.page.keyboard.press("Escape")

    expect(player).to_have_js_property("paused", False)
    desk.page.keyboard.press("Escape")
    expect(player).to_have_js_property("paused", True)
    assert 2 <= player.evaluate("player => player.currentTime") < 4
    assert player.evaluate("player => player.playbackRate") == 1.2
    expect(desk.page.locator("[data-audio-rate]")).to_have_text("× 1.2")


def test_what_is_heard_is_chosen_by_number_while_it_plays(open_desk):
    desk = open_desk("audio_classification", MANY, SPEECH)
    player = desk.page.locator("audio")
    expect(player).to_have_js_property("readyState", 4)

    for key in ["F2", "Escape", "3"]:
        desk.page.keyboard.press(key)

    expect(player).to_have_js_property("paused", False)
    assert player.evaluate("player => player.currentTime") >= 2
    assert desk.answer() == {"labels": ["bird"]}


def test_a_click_in_the_waveform_seeks_there(open_desk):
    desk = open_desk("audio_transcription", {}, SPEECH)
    player = desk.page.locator("audio")
    expect(player).to_have_js_property("readyState", 4)
    waveform = desk.page.locator("[data-waveform]")

    waveform.click(position={"x": waveform.bounding_box()["width"] / 2, "y": 20})

    assert player.evaluate("player => player.currentTime") == pytest.approx(4, abs=0.1)
    # The line follows when the player has found the place, not at once.
    expect(desk.page.locator("[data-waveform-now]")).to_have_attribute("x1", re.compile(r"^(39|40)\b"))


def test_a_drag_over_the_waveform_loops_what_it_passed_over(open_desk):
    desk = open_desk("audio_transcription", {}, SPEECH)
    player, drawn = desk.page.locator("audio"), desk.page.locator("[data-waveform-part]")
    expect(player).to_have_js_property("readyState", 4)
    box = desk.page.locator("[data-waveform]").bounding_box()

    desk.page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 20)
    desk.page.mouse.down()
    desk.page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 20)
    desk.page.mouse.up()

    expect(desk.page.locator("[data-audio-loop]")).to_have_text("Loops from 4 s to 6 s")
    assert player.evaluate("player => player.currentTime") == pytest.approx(4, abs=0.1)
    expect(drawn).to_have_attribute("width", re.compile(r"^(19|20)\b"))
    player.evaluate(
        "async player => { player.currentTime = 5.9; await player.play();"
        "while (player.currentTime > 5) await new Promise(requestAnimationFrame); }"
    )
    expect(player).to_have_js_property("paused", False)


def test_keys_alone_loop_a_part_and_the_whole(open_desk):
    desk = open_desk("audio_classification", ONE, SPEECH)
    player, told = desk.page.locator("audio"), desk.page.locator("[data-audio-loop]")
    expect(player).to_have_js_property("readyState", 4)

    for key in ["F2", "Shift+F1", "F2", "Shift+F2"]:
        desk.page.keyboard.press(key)
    expect(told).to_have_text("Loops from 2 s to 4 s")
    for key in ["F8", "F8"]:
        desk.page.keyboard.press(key)

    expect(told).to_have_text("Loops the whole piece")
    expect(player).to_have_js_property("loop", True)
    expect(desk.page.get_by_role("button", name="Loop", exact=True)).to_have_attribute("aria-pressed", "true")


def test_marks_go_in_at_the_caret_by_key_and_button_and_undo_takes_them_back(open_desk):
    chosen = {"marks": ["unclear", "gap"], "characters": ["ſ", "æ"]}
    desk = open_desk("image_transcription", chosen, PICTURE)
    field = desk.page.get_by_label("What is written here?")
    field.fill("the word here")
    field.evaluate("field => field.setSelectionRange(4, 9)")

    desk.page.keyboard.press("Alt+u")
    expect(field).to_have_value("the [unclear: word] here")
    field.press("End")
    desk.page.get_by_role("button", name="ſ", exact=True).click()
    desk.page.get_by_role("button", name="Gap").click()
    expect(field).to_have_value("the [unclear: word] hereſ[gap]")
    desk.page.keyboard.press("Control+z")

    expect(field).to_have_value("the [unclear: word] hereſ")
    for _time in range(2):
        desk.page.keyboard.press("Control+z")
    expect(field).to_have_value("the word here")


def test_without_a_chosen_word_the_caret_waits_inside_the_mark(open_desk):
    desk = open_desk("audio_transcription", {"marks": ["unclear", "unintelligible"]}, SPEECH)
    desk.page.get_by_label("What is said here?").focus()

    desk.page.keyboard.press("Alt+u")
    desk.page.keyboard.type("word")
    desk.page.keyboard.press("End")
    desk.page.keyboard.press("Alt+i")

    assert desk.answer()["text"] == "[unclear: word][unintelligible]"


TALK = {"speakers": ["Anna", "Ben"], "marks": ["unclear"], "characters": ["œ"]}


def test_turns_are_begun_by_key_and_taken_back_by_backspace(open_desk):
    desk = open_desk("audio_transcription", TALK, SPEECH)
    keys = desk.page.keyboard
    desk.page.get_by_label("What is said in turn 1").focus()

    keys.press("Alt+1")
    keys.type("Good morning.")
    keys.press("Alt+2")
    keys.type("Hello ")
    keys.press("Alt+u")
    keys.type("you")
    keys.press("Alt+1")
    keys.press("Backspace")
    expect(desk.page.locator("[data-turn]")).to_have_count(2)

    turns = [{"speaker": "Anna", "text": "Good morning."}, {"speaker": "Ben", "text": "Hello [unclear: you]"}]
    assert desk.answer() == {"turns": turns, "no_speech": False, "unintelligible": False}


def test_turns_go_between_others_and_keep_their_order(open_desk):
    draft = {"turns": [{"speaker": "Anna", "text": "One."}, {"speaker": "Anna", "text": "Three."}]}
    desk = open_desk("audio_transcription", TALK, SPEECH, draft=draft)

    desk.page.get_by_label("What is said in turn 1").click()
    desk.page.get_by_role("button", name="Ben").click()
    desk.page.keyboard.type("Two.")

    assert [turn["text"] for turn in desk.answer()["turns"]] == ["One.", "Two.", "Three."]


def test_turns_need_no_script(open_desk):
    desk = open_desk("audio_transcription", TALK, SPEECH, java_script_enabled=False)

    desk.page.get_by_label("Speaker of turn 2").select_option("Ben")
    desk.page.get_by_label("What is said in turn 2").fill("Hello")

    assert desk.answer()["turns"] == [{"speaker": "Ben", "text": "Hello"}]


def test_the_buttons_of_the_player_are_large_enough_for_a_thumb(open_desk):
    desk = open_desk("audio_transcription", {}, SPEECH)

    for button in desk.page.locator("[data-audio-do]").all():
        box = button.bounding_box()
        assert box["width"] >= 44
        assert box["height"] >= 44


def test_two_flags_exclude_each_other(open_desk):
    desk = open_desk("audio_transcription", {}, SPEECH)

    desk.page.get_by_label("No speech").check()
    desk.page.get_by_label(re.compile("can’t be understood")).check()

    assert desk.answer() == {"text": "", "no_speech": False, "unintelligible": True}


def test_an_untouched_desk_is_refused(open_desk):
    desk = open_desk("image_boxes", ONE, PICTURE)

    with pytest.raises(AnswerRefused, match="There is no box yet"):
        desk.answer()


@pytest.mark.parametrize(
    ("slug", "payload", "draft"),
    [
        ("image_classification", PICTURE, None),
        ("text_classification", {"text": "A bird sings"}, {"label": "bird"}),
        ("image_boxes", PICTURE, {"boxes": [{"label": "cat", "x": 10, "y": 20, "w": 30, "h": 40}]}),
        ("image_polygons", PICTURE, {"polygons": [{"label": "cat", "points": [[1, 1], [90, 1], [50, 80]]}]}),
        ("image_keypoints", PICTURE, {"points": [{"name": "nose", "state": "visible", "x": 10, "y": 20}]}),
        ("image_transcription", PICTURE, None),
        ("image_transcription", PICTURE | LINE, None),
        ("audio_transcription", SPEECH, None),
        ("audio_transcription", SPEECH, {"turns": [{"speaker": "Ben", "text": "Hello"}]}),
        ("audio_classification", SPEECH, None),
    ],
)
def test_a_desk_has_no_barrier_that_axe_finds(open_desk, slug, payload, draft):
    chosen = WIDE | ONE | {"speakers": ["Anna", "Ben"] if draft else []}
    desk = open_desk(slug, chosen, payload, draft=draft)

    rules = {rule: {"enabled": False} for rule in RULES_OF_THE_PAGE}
    found = Axe().run(desk.page, options={"rules": rules, "preload": False})

    assert [f"{one['id']}: {one['nodes'][0]['html']}" for one in found.response["violations"]] == []


@pytest.mark.parametrize("slug", KINDS)
def test_a_desk_fits_a_narrow_phone(open_desk, slug):
    desk = open_desk(slug, WIDE, PICTURE | SPEECH | LINE)

    desk.page.set_viewport_size({"width": 360, "height": 740})
    # The browser lays the page out anew in its own time: what stays too wide for five seconds is too wide.
    fits = "innerWidth === 360 && document.documentElement.scrollWidth <= 360"
    for _ in range(100):
        if desk.page.evaluate(fits):
            break
        desk.page.wait_for_timeout(50)

    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 360
