"""The way to a published job: its steps, its figures, and who may walk it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tasks.domain import jobs
from tasks.models import Job
from tests.fixtures import NOON, make_draft

STEPS = ["kind", "words", "upload", "terms", "summary"]
WORDS = {
    "title": "Which animal?",
    "purpose": "Training a classifier.",
    "instructions": "Choose **one**.",
    "kind-labels": "cat\ndog",
    "warnings": "nothing",
}
TERMS = {"wanted_answers": "3", "price": "0.004", "expected_seconds": "3", "auto_approval": "86400"}


@pytest.fixture
def browser(client: Client, requester: User) -> Client:
    client.force_login(requester)
    return client


@pytest.fixture
def draft(requester: User) -> Job:
    return jobs.create_draft(requester=requester, kind="text_classification", settings_of_kind={}, at=NOON)


def at(name: str, job: Job) -> str:
    return reverse(f"jobs:{name}", args=[job.public_id])


def text_of(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def test_choosing_a_kind_makes_a_draft_and_a_second_click_finds_it(browser: Client) -> None:
    posted = {"kind": "image_boxes", "client_key": "k1"}

    first = browser.post(reverse("jobs:new"), posted)
    second = browser.post(reverse("jobs:new"), posted)

    job = Job.objects.get()
    assert (first.status_code, first.url, second.url) == (303, at("words", job), at("words", job))
    assert (job.kind, job.expected_seconds, job.state) == ("image_boxes", 20, "draft")


def test_looking_at_the_kinds_makes_nothing(browser: Client) -> None:
    page = browser.get(reverse("jobs:new"))

    assert "Boxes on images" in text_of(page)
    assert Job.objects.count() == 0


def test_going_back_and_choosing_another_kind_changes_the_draft(browser: Client) -> None:
    browser.post(reverse("jobs:new"), {"kind": "image_boxes", "client_key": "k1"})
    browser.post(reverse("jobs:new"), {"kind": "text_classification", "client_key": "k1"})

    assert list(Job.objects.values_list("kind", flat=True)) == ["text_classification"]


def test_an_unknown_kind_makes_nothing(browser: Client) -> None:
    page = browser.post(reverse("jobs:new"), {"kind": "mind_reading"})

    assert page.status_code == 200
    assert Job.objects.count() == 0


@pytest.mark.parametrize("name", [*STEPS, "preview", "cutting", "all-refusals"])
def test_nobody_else_sees_a_draft(client: Client, draft: Job, name: str) -> None:
    stranger = User.objects.create_user("other@example.org", "a calm long password", is_requester=True)
    client.force_login(stranger)

    assert client.get(at(name, draft)).status_code == 404


@pytest.mark.parametrize("name", [*STEPS, "receive", "publish", "discard", "retry"])
def test_nobody_else_changes_a_draft(client: Client, draft: Job, name: str) -> None:
    stranger = User.objects.create_user("other@example.org", "a calm long password", is_requester=True)
    client.force_login(stranger)

    response = client.post(at(name, draft), {**WORDS, **TERMS, "kind": "image_boxes"})

    assert response.status_code in (404, 405)
    draft.refresh_from_db()
    assert (draft.title, draft.kind, draft.price_micros) == ("", "text_classification", 0)


def test_a_worker_is_told_that_the_page_is_for_requesters(client: Client, worker: User) -> None:
    client.force_login(worker)

    assert client.get(reverse("jobs:new")).status_code == 403


def test_words_and_labels_are_saved_and_lead_to_the_files(browser: Client, draft: Job) -> None:
    response = browser.post(at("words", draft), WORDS)

    draft.refresh_from_db()
    assert response.url == at("upload", draft)
    assert (draft.title, draft.purpose) == ("Which animal?", "Training a classifier.")
    assert draft.settings == {"labels": ["cat", "dog"], "multiple": False, "cant_tell": False, "not_shown": False}


@pytest.mark.parametrize("name", ["title", "purpose", "instructions"])
def test_compulsory_words_are_asked_for_and_the_others_are_saved(browser: Client, draft: Job, name: str) -> None:
    page = browser.post(at("words", draft), {**WORDS, name: "  "})

    draft.refresh_from_db()
    assert page.status_code == 200
    assert "This field is required." in text_of(page)
    others = {"title", "purpose", "instructions"} - {name}
    assert {other: getattr(draft, other) for other in others} == {other: WORDS[other] for other in others}


def test_one_label_is_too_few_and_loses_no_word(browser: Client, draft: Job) -> None:
    page = browser.post(at("words", draft), {**WORDS, "kind-labels": "cat", "leave": "1"})

    draft.refresh_from_db()
    assert "Give at least 2 labels" in text_of(page)
    assert (draft.title, draft.settings) == ("Which animal?", {})


def test_a_half_written_draft_can_be_left_and_found_again(browser: Client, draft: Job) -> None:
    left = browser.post(at("words", draft), {"title": "Half a", "leave": "1"})
    page = browser.get(at("words", draft))

    assert left.url == reverse("jobs:list")
    assert 'value="Half a"' in text_of(page)


def test_words_are_kept_while_they_are_written_and_shown_as_workers_read_them(browser: Client, draft: Job) -> None:
    posted = {**WORDS, "instructions": "**Bold** <script>alert(1)</script>", "keep": "1"}

    part = browser.post(at("words", draft), posted, headers={"HX-Request": "true"})

    draft.refresh_from_db()
    assert draft.instructions == posted["instructions"]
    assert "<strong>Bold</strong> &lt;script&gt;" in text_of(part)
    assert "<html" not in text_of(part)


def test_without_javascript_the_page_shows_the_words_as_workers_read_them(browser: Client, draft: Job) -> None:
    page = browser.post(at("words", draft), {**WORDS, "title": "", "keep": "1"})

    assert "Choose <strong>one</strong>." in text_of(page)
    assert "This field is required." not in text_of(page)


def test_price_and_time_are_saved_and_lead_to_the_last_look(browser: Client, draft: Job) -> None:
    response = browser.post(at("terms", draft), TERMS)

    draft.refresh_from_db()
    assert response.url == at("summary", draft)
    assert (draft.wanted_answers, draft.price_micros, draft.expected_seconds) == (3, 4000, 3)
    assert (draft.auto_approval_seconds, draft.lease_seconds) == (86_400, 600)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("price", "0", "Enter an amount between €0.000001 and €100.00."),
        ("price", "100.000001", "Enter an amount between €0.000001 and €100.00."),
        ("price", "0.0000001", "at most six decimals"),
        ("price", "", "This field is required."),
        ("wanted_answers", "0", "Ask for 1 to 9 answers."),
        ("wanted_answers", "10", "Ask for 1 to 9 answers."),
        ("expected_seconds", "0", "greater than or equal to 1"),
        ("auto_approval", "604801", "not one of the available choices"),
        ("auto_approval", "59", "not one of the available choices"),
    ],
)
def test_terms_that_cannot_be_are_refused(browser: Client, draft: Job, field: str, value: str, sentence: str) -> None:
    page = browser.post(at("terms", draft), {**TERMS, field: value})

    draft.refresh_from_db()
    assert sentence in text_of(page)
    assert (draft.price_micros, draft.wanted_answers) == (0, 1)


def test_the_dearest_and_the_cheapest_price_are_taken(browser: Client, draft: Job) -> None:
    prices = []
    for price in ("0.000001", "100"):
        browser.post(at("terms", draft), {**TERMS, "price": price})
        draft.refresh_from_db()
        prices.append(draft.price_micros)

    assert prices == [1, 100_000_000]


def test_a_draft_without_a_price_can_be_left(browser: Client, draft: Job) -> None:
    browser.post(at("terms", draft), {**TERMS, "price": "", "leave": "1"})

    draft.refresh_from_db()
    assert (draft.price_micros, draft.wanted_answers) == (0, 3)


def test_a_time_that_a_program_chose_stays_a_choice(browser: Client, draft: Job) -> None:
    Job.objects.filter(pk=draft.pk).update(auto_approval_seconds=90)

    page = browser.get(at("terms", draft))

    assert '<option value="90" selected>1\u00a0min\u00a030\u00a0s</option>' in page.content.decode()


@pytest.mark.parametrize("name", [step for step in STEPS if step != "upload"])
def test_a_published_job_is_frozen(browser: Client, requester: User, name: str) -> None:
    job = make_draft(requester, texts=["one"])
    jobs.publish(job=job, at=NOON)

    shown = browser.get(at(name, job))
    browser.post(at(name, job), {**WORDS, **TERMS, "kind": "image_boxes", "kind-labels": "horse\ncow"})

    job.refresh_from_db()
    assert (shown.status_code, shown.url) == (303, at("job", job))
    assert (job.title, job.kind, job.price_micros) == ("Cat or dog", "text_classification", 4000)
    assert job.settings["labels"] == ["cat", "dog"]


@pytest.mark.parametrize(
    ("name", "queries"), [("kind", 11), ("words", 11), ("upload", 20), ("terms", 12), ("summary", 19)]
)
def test_a_page_of_a_draft_asks_the_database_as_often_for_many_micro_tasks_as_for_one(
    browser: Client, requester: User, django_assert_num_queries: Callable[..., Any], name: str, queries: int
) -> None:
    few, many = make_draft(requester, texts=["one"]), make_draft(requester, texts=["line"] * 60)

    for job in (few, many):
        with django_assert_num_queries(queries):
            browser.get(at(name, job))
