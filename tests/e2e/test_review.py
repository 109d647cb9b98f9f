"""The requester reviews by keyboard and by thumb, and takes the answers away, in a real browser."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from tasks import background
from tasks.models import Assignment, Export, Job
from tests.fixtures import CAT, DOG
from tests.tasks.answering import answer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page, person: User, address: str) -> None:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
    page.context.add_cookies([{**cookie, "url": address}])


@pytest.fixture
def job(open_job: Callable[..., Job], worker: User) -> Job:
    """Five answers wait."""
    job = open_job(micro_tasks=5, title="Cats and dogs")
    answer(job, worker, [CAT, DOG, CAT, DOG, CAT])
    return job


@pytest.fixture
def open_answers(
    open_browser: Callable[..., Page], requester: User, job: Job, live_server: object
) -> Callable[..., Page]:
    """Opens the review of `job` in a browser of the requester."""

    def make(**options: object) -> Page:
        page = open_browser(**options)
        sign_in(page, requester, str(live_server))
        page.goto(reverse("jobs:answers", args=[job.public_id]))
        return page

    return make


def decided() -> list[str]:
    """The states of the five answers in their order, replacements left out."""
    answers = Assignment.objects.filter(submitted_at__isnull=False).order_by("micro_task__position")
    return list(answers.values_list("state", flat=True))


def test_answers_are_decided_on_by_keyboard_alone(open_answers: Callable[..., Page]) -> None:
    page = open_answers()
    items = page.locator(".review-item")
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    expect(items.nth(1)).to_be_focused()

    page.keyboard.press("a")
    expect(items.nth(1)).to_contain_text("Approved")
    expect(items.nth(2)).to_be_focused()
    expect(page.locator("[data-review-status]")).to_have_text("Approved")
    page.keyboard.press("r")
    page.keyboard.press("1")
    page.keyboard.type("It is a jackal, not a cat: look at its ears.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(items.nth(2)).to_contain_text("A replacement is open")
    expect(items.nth(2)).to_be_focused()
    expect(page.locator("#answer-states")).to_contain_text("Waiting 3")
    assert decided()[:3] == ["submitted", "approved", "rejected"]
    rejected = Assignment.objects.get(state="rejected")
    assert (rejected.reject_code, rejected.reject_words) == ("wrong", "It is a jackal, not a cat: look at its ears.")


def test_the_keys_are_listed_by_a_key_and_do_nothing_while_one_writes(open_answers: Callable[..., Page]) -> None:
    page = open_answers()
    page.get_by_text("Filters").click()
    page.get_by_role("textbox", name="Worker", exact=True).press_sequentially("a?x")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("Tab")
    page.locator(".review-item").first.focus()

    page.keyboard.press("?")

    expect(page.get_by_role("dialog", name="Keys of the review")).to_contain_text("Reject it")
    assert set(decided()) == {"submitted"}


def test_an_answer_is_compared_with_the_others_in_its_place(
    open_answers: Callable[..., Page], open_job: Callable[..., Job], worker: User, other_worker: User
) -> None:
    twice = open_job(micro_tasks=1, wanted_answers=2)
    (first,) = answer(twice, worker, [CAT])
    answer(twice, other_worker, [DOG])
    page = open_answers()
    page.goto(reverse("jobs:answers", args=[twice.public_id]) + "?agreement=different")
    expect(page.locator(".review-item")).to_have_count(2)

    page.locator(f"#answer-{first.public_id}").focus()
    page.keyboard.press("c")

    compared = page.locator(f"#answer-{first.public_id} .compared")
    expect(compared).to_contain_text("0 of 1 other answer is the same.")
    expect(compared.locator(".result-sides > li")).to_contain_text("dog")


def test_ticked_answers_are_approved_together(open_answers: Callable[..., Page]) -> None:
    page = open_answers()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_role("checkbox", name="line 3").check()

    page.get_by_role("button", name="Approve ticked").click()

    expect(page.get_by_text("2 answers are approved; their workers were paid €0.008 in all.")).to_be_visible()
    expect(page.locator(".review-item")).to_have_count(3)
    assert decided() == ["approved", "submitted", "submitted", "approved", "submitted"]


def test_all_of_a_page_are_ticked_by_one_box(open_answers: Callable[..., Page]) -> None:
    page = open_answers()

    page.get_by_label("Tick all on this page").check()
    page.get_by_role("button", name="Approve ticked").click()

    expect(page.get_by_text("No answer waits for you.")).to_be_visible()
    assert set(decided()) == {"approved"}


def test_a_rejection_on_a_telephone_says_what_is_missing_and_then_goes_through(
    open_answers: Callable[..., Page],
) -> None:
    page = open_answers(width=360, height=740, has_touch=True)
    first = page.locator(".review-item").first
    first.get_by_text("Reject…").tap()
    first.get_by_role("button", name="Reject this answer").tap()

    expect(first.get_by_text("Choose the reason.")).to_be_visible()
    assert set(decided()) == {"submitted"}
    first.get_by_text("The answer is wrong").tap()
    first.get_by_label("Words to the worker").fill("A dog.")
    first.get_by_role("button", name="Reject this answer").tap()

    expect(first.get_by_text("A dog.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert decided().count("rejected") == 1


def test_without_javascript_everything_is_decided_by_plain_forms(open_answers: Callable[..., Page]) -> None:
    page = open_answers(java_script_enabled=False)
    page.locator(".review-item").nth(0).get_by_role("button", name="Approve").click()
    first = page.locator(".review-item").first
    first.get_by_text("Reject…").click()
    first.get_by_label("The answer is incomplete").check()
    first.get_by_label("Words to the worker").fill("Say which dog.")
    first.get_by_role("button", name="Reject this answer").click()

    expect(page.get_by_text("The answer is rejected. A replacement is open")).to_be_visible()
    page.get_by_role("link", name="Approve all").click()
    page.get_by_role("button", name="Approve all").click()

    expect(page.get_by_text("3 answers are approved and paid.")).to_be_visible()
    assert sorted(decided()) == ["approved"] * 4 + ["rejected"]


def test_an_archive_is_asked_for_appears_by_itself_and_opens(
    open_answers: Callable[..., Page], job: Job, tmp_path: Path
) -> None:
    page = open_answers()
    page.get_by_label("Tick all on this page").check()
    page.get_by_role("button", name="Approve ticked").click()
    page.get_by_role("link", name="Exports").click()

    page.get_by_role("button", name="Write an archive").click()
    expect(page.get_by_text("Waits for its turn")).to_be_visible()
    background.write_export(export_id=Export.objects.get().pk)
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download").click()
    coming.value.save_as(tmp_path / "archive.zip")

    assert coming.value.suggested_filename.startswith("cats-and-dogs-")
    archive = zipfile.ZipFile(tmp_path / "archive.zip")
    rows = list(csv.DictReader(io.StringIO(archive.read("answers.csv").decode())))
    assert [(row["item"], row["label"]) for row in rows] == [
        ("line 0", "cat"),
        ("line 1", "dog"),
        ("line 2", "cat"),
        ("line 3", "dog"),
        ("line 4", "cat"),
    ]
    assert "5 approved answers by people, each paid." in archive.read("LABOUR.md").decode()
