"""What a job would cost and pay an hour, said exactly; and the one moment when money moves."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ledger.domain import accounts as books
from ledger.models import Transfer
from tasks.domain import drafts, jobs
from tasks.models import Job, Upload
from tests.fixtures import EURO, NOON, make_draft

TERMS = {"wanted_answers": "3", "price": "0.0040", "expected_seconds": "3", "auto_approval": "86400"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def browser(client: Client, requester: User) -> Client:
    client.force_login(requester)
    return client


def at(name: str, job: Job) -> str:
    return reverse(f"jobs:{name}", args=[job.public_id])


def text_of(response: object) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())  # type: ignore[attr-defined]


def publish(browser: Client, job: Job, **posted: str) -> str:
    """Press the button; the words of the page where it leads, without the published job's own page."""
    response = browser.post(at("publish", job), posted)
    return text_of(browser.get(response.url)) if response.url == at("summary", job) else response.url


def test_the_live_line_says_cost_hourly_pay_and_floor(browser: Client, requester: User) -> None:
    job = make_draft(requester, texts=["line"] * 200)

    line = text_of(browser.post(at("terms", job), {**TERMS, "calculate": "1"}, headers=HTMX))

    assert "200 micro-tasks × €0.004 × 3 = €2.40 + fee €0.24; at 3 s each that is €4.80 an hour" in line
    assert "; the floor is €12.02." in line


def test_a_price_below_the_floor_is_named_in_words_with_the_price_that_meets_it(
    browser: Client, requester: User
) -> None:
    job = make_draft(requester, texts=["line"])

    low = text_of(browser.post(at("terms", job), {**TERMS, "calculate": "1"}, headers=HTMX))
    met = text_of(browser.post(at("terms", job), {**TERMS, "price": "0.010017", "calculate": "1"}, headers=HTMX))
    short = text_of(browser.post(at("terms", job), {**TERMS, "price": "0.010016", "calculate": "1"}, headers=HTMX))

    assert "This is below the wage floor of €12.02 an hour. At 3 s each, €0.0101 an answer would meet it." in low
    assert "This meets the wage floor" in met
    assert "below the wage floor" in short


def test_a_price_of_four_hundred_micros_is_exact_in_the_line(browser: Client, requester: User) -> None:
    job = make_draft(requester, texts=["line"] * 3)

    line = text_of(browser.post(at("terms", job), {**TERMS, "price": "0.0004", "calculate": "1"}, headers=HTMX))

    assert "3 micro-tasks × €0.0004 × 3 = €0.0036 + fee €0.00036; at 3 s each that is €0.48 an hour" in line


def test_calculating_changes_nothing_and_says_so(browser: Client, requester: User) -> None:
    job = make_draft(requester, texts=["line"])

    part = text_of(browser.post(at("terms", job), {**TERMS, "price": "1", "calculate": "1"}, headers=HTMX))

    job.refresh_from_db()
    assert job.price_micros == 4000
    assert "it isn’t saved yet" in part


def test_figures_that_cannot_be_are_not_reckoned_with(browser: Client, requester: User) -> None:
    job = make_draft(requester, texts=["line"])

    part = text_of(browser.post(at("terms", job), {**TERMS, "price": "a penny", "calculate": "1"}, headers=HTMX))

    assert "can’t be reckoned with yet" in part
    assert " × " not in part


def test_the_line_is_there_without_javascript(browser: Client, requester: User) -> None:
    job = make_draft(requester, texts=["line"], wanted_answers=2)

    assert "1 micro-task × €0.004 × 2 = €0.008 + fee €0.0008" in text_of(browser.get(at("terms", job)))


def test_before_anything_is_cut_the_line_supposes_a_thousand(browser: Client, requester: User) -> None:
    job = jobs.create_draft(requester=requester, kind="text_classification", settings_of_kind={}, at=NOON)
    Job.objects.filter(pk=job.pk).update(price_micros=4000, expected_seconds=3)

    page = text_of(browser.get(at("terms", job)))

    assert "Nothing is cut yet. 1,000 micro-tasks × €0.004 × 1 would be €4.00 + fee €0.40" in page


def test_publishing_sets_pay_and_fee_aside(browser: Client, requester: User) -> None:
    job = make_draft(requester, texts=["line"] * 10, wanted_answers=3)

    page = text_of(browser.get(at("summary", job)))
    led_to = publish(browser, job, total_micros="132000")

    job.refresh_from_db()
    assert "€0.132" in page
    assert (led_to, job.state) == (at("job", job), "open")
    assert books.escrow(job_number=job.pk).balance_micros == 132_000
    assert books.funds(owner_id=requester.pk).balance_micros == 1000 * EURO - 132_000


def test_publishing_again_moves_nothing(browser: Client, requester: User) -> None:
    job = make_draft(requester, texts=["line"] * 10)

    first, second = publish(browser, job), publish(browser, job)

    assert first == second == at("job", job)
    assert Transfer.objects.filter(reason="escrow").count() == 1


def test_missing_funds_are_named_and_nothing_is_lost(browser: Client, requester: User) -> None:
    job = make_draft(requester, texts=["line"] * 1000, price_micros=1 * EURO)

    page = publish(browser, job)

    job.refresh_from_db()
    assert "Your funds lack €100.00, so the job isn’t published and nothing moved. Add money by bank transfer" in page
    assert (job.state, Transfer.objects.filter(reason="escrow").count()) == ("draft", 0)
    assert books.funds(owner_id=requester.pk).balance_micros == 1000 * EURO


def test_a_cost_that_changed_since_it_was_seen_is_not_paid(browser: Client, requester: User) -> None:
    job = make_draft(requester, texts=["line"] * 10)

    page = publish(browser, job, total_micros="4400")

    job.refresh_from_db()
    assert "The job costs €0.044 now, which isn’t what you agreed to." in page
    assert (job.state, Transfer.objects.filter(reason="escrow").count()) == ("draft", 0)


def test_what_is_missing_is_named_with_the_way_to_it(browser: Client, requester: User) -> None:
    job = jobs.create_draft(requester=requester, kind="text_classification", settings_of_kind={}, at=NOON)

    page = publish(browser, job)

    assert f'<a href="{at("words", job)}">Say what the answers are used for</a>' in page
    assert f'<a href="{at("words", job)}">Give the labels</a>' in page
    assert f'<a href="{at("terms", job)}">Set the price</a>' in page
    assert f'<a href="{at("upload", job)}">Upload what shall be worked on</a>' in page
    assert Transfer.objects.filter(reason="escrow").count() == 0


def test_a_job_in_the_middle_of_being_cut_waits(browser: Client, requester: User) -> None:
    job = make_draft(requester, texts=["line"])
    Upload.objects.create(job=job, name="more.txt", medium="text", key="-", size=1, created_at=NOON)

    page = publish(browser, job)

    job.refresh_from_db()
    assert "Your files are still being cut, so the cost isn’t known yet." in page
    assert job.state == "draft"


def test_a_draft_is_thrown_away_with_everything_cut_of_it(browser: Client, requester: User) -> None:
    job, other = make_draft(requester, texts=["one", "two"]), make_draft(requester, texts=["three"])

    response = browser.post(at("discard", job))

    assert response.url == reverse("jobs:list")
    assert list(Job.objects.all()) == [other]
    assert (other.items.count(), other.micro_tasks.count(), other.uploads.count()) == (1, 1, 1)


def test_a_published_job_is_not_thrown_away(browser: Client, requester: User) -> None:
    job = make_draft(requester, texts=["one"])
    jobs.publish(job=job, at=NOON)

    browser.post(at("discard", job))
    with pytest.raises(jobs.NotADraft):
        drafts.discard(job=job, at=NOON)

    assert Job.objects.filter(pk=job.pk).exists()


def test_the_kind_changes_while_uploads_fit_and_keeps_the_labels(requester: User) -> None:
    settings = {"labels": ["cat", "dog"], "multiple": True}
    job = jobs.create_draft(requester=requester, kind="image_classification", settings_of_kind=settings, at=NOON)
    Upload.objects.create(job=job, name="a.png", medium="image", key="-", size=1, created_at=NOON)

    drafts.change_kind(job=job, kind="image_boxes")
    with pytest.raises(drafts.OtherMedia):
        drafts.change_kind(job=job, kind="audio_transcription")

    job.refresh_from_db()
    assert (job.kind, job.settings, job.expected_seconds) == ("image_boxes", {"labels": ["cat", "dog"]}, 20)
