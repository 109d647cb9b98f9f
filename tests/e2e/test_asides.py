"""Asking and reporting at the desk, in a real browser: the work stays as it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tasks.domain import questions
from tasks.models import Assignment, Question, Report
from tests.e2e.desks import is_ready, make_scene, open_desk

pytestmark = pytest.mark.browser
__all__ = ["open_desk"]
Desks = Callable[..., Page]


def test_a_question_is_asked_by_key_and_what_was_typed_is_still_there(requester: User, open_desk: Desks) -> None:
    page = open_desk(make_scene(requester, "written"))
    is_ready(page)
    field = page.get_by_label("What is written here?")
    field.fill("Dear Si")

    page.keyboard.press("F9")
    page.get_by_label("Your question").fill("Is the last letter an r?")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_text("Your question is sent.")).to_be_visible()
    page.get_by_role("button", name="Back to the work").click()

    expect(page.locator("#desk-aside")).to_be_hidden()
    expect(field).to_have_value("Dear Si")
    assert Question.objects.get().words == "Is the last letter an r?"


def test_a_problem_is_reported_by_key_alone(requester: User, open_desk: Desks) -> None:
    page = open_desk(make_scene(requester, "one label"))
    is_ready(page)

    page.keyboard.press("Shift+F9")
    expect(page.locator("#desk-aside")).to_be_visible()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Reported. It costs you nothing")).to_be_visible()
    assert Report.objects.get().reason == "media"


def test_the_work_stands_beside_the_instructions_whose_answers_count_as_read_once_opened(
    requester: User, open_desk: Desks
) -> None:
    page = open_desk(make_scene(requester, "one label"), width=1280)
    is_ready(page)
    held = Assignment.objects.select_related("job").get(state="claimed", shown_at__isnull=False)
    question = questions.ask(assignment=held, worker=held.worker, words="Is a kitten a cat?", at=held.claimed_at)
    questions.answer(question=question, words="It is.", at=held.claimed_at)
    page.reload()
    is_ready(page)

    page.get_by_text("Questions and answers").click()

    expect(page.get_by_text("It is.")).to_be_visible()
    expect(page.locator("[data-questions-new]")).to_have_count(0)
    panel, work = (page.locator(place).bounding_box() for place in (".desk-instructions", "#desk-work"))
    assert (work["x"], work["y"]) == (panel["x"] + panel["width"], panel["y"])
