"""The pages of a pilot: how large it shall be, what it measured, and the rest at a price of one's choice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ledger.domain import accounts as books
from tasks.domain import pilot_rest, pilots
from tasks.models import Job
from tests.fixtures import NOON, make_draft, states
from tests.tasks.measuring import answer_all

FAIR = 20_000
HTMX = {"HX-Request": "true"}


@pytest.fixture
def browser(client: Client, requester: User) -> Client:
    client.force_login(requester)
    return client


@pytest.fixture
def draft(requester: User) -> Job:
    return make_draft(requester, texts=[f"line {n}" for n in range(40)], price_micros=FAIR, expected_seconds=5)


@pytest.fixture
def done(draft: Job) -> Job:
    """A pilot of which all twelve answers have come, eight seconds each."""
    pilots.start(job=draft, at=NOON)
    answer_all(draft, [8.0])
    return draft


def at(name: str, job: Job) -> str:
    return reverse(f"jobs:{name}", args=[job.public_id])


def text_of(response: object) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())  # type: ignore[attr-defined]


def test_the_last_page_of_a_draft_leads_to_a_pilot(browser, draft, requester):
    small = make_draft(requester, texts=["x"] * 4, price_micros=FAIR)

    assert at("pilot", draft) in text_of(browser.get(at("summary", draft)))
    assert at("pilot", small) not in text_of(browser.get(at("summary", small)))
    assert "too few micro-tasks for a pilot" in text_of(browser.get(at("pilot", small)))


def test_where_a_pilot_is_required_the_draft_is_not_published_whole(browser, draft, settings):
    settings.PILOT_REQUIRED_FROM = 40

    page = text_of(browser.get(at("summary", draft)))
    sent = browser.post(at("publish", draft))

    draft.refresh_from_db()
    assert "begins with a paid pilot" in page
    assert at("publish", draft) not in page
    assert (sent.url, draft.state) == (at("pilot", draft), "draft")


def test_the_line_says_what_the_pilot_costs_and_the_button_starts_it(browser, draft):
    line = text_of(browser.post(at("pilot", draft), {"micro_tasks": "5", "calculate": "1"}, headers=HTMX))
    browser.post(at("pilot", draft), {"micro_tasks": "5", "quoted": "5", "agreed": "330000"})

    draft.refresh_from_db()
    assert "5 micro-tasks × 3 workers = 15 answers; at €0.02 that is €0.30 + fee €0.03." in line
    assert "<strong>€0.33</strong> is set aside in all. 35 micro-tasks wait." in line
    assert (draft.is_pilot, len(states(draft))) == (True, 15)


def test_a_number_whose_cost_was_not_shown_starts_nothing(browser, draft):
    page = text_of(browser.post(at("pilot", draft), {"micro_tasks": "6", "quoted": "5", "agreed": "330000"}))

    draft.refresh_from_db()
    assert "Nothing was started yet." in page
    assert draft.state == "draft"


@pytest.mark.parametrize("number", ["", "3", "40", "many"])
def test_a_number_that_makes_no_pilot_is_refused(browser, draft, number):
    page = browser.post(at("pilot", draft), {"micro_tasks": number, "quoted": number})

    draft.refresh_from_db()
    assert list(page.context["form"].errors)[:1] == ["micro_tasks"]
    assert draft.state == "draft"


def test_below_the_floor_the_page_says_which_price_would_do(browser, draft):
    Job.objects.filter(pk=draft.pk).update(price_micros=100)

    sent = browser.post(at("pilot", draft), {"micro_tasks": "5", "quoted": "5", "agreed": "1650"}, follow=True)

    draft.refresh_from_db()
    assert "€0.0167 an answer would." in text_of(sent)
    assert draft.state == "draft"


def test_while_it_runs_the_job_says_that_the_rest_waits(browser, draft):
    pilots.start(job=draft, at=NOON)

    overview, page = text_of(browser.get(at("job", draft))), text_of(browser.get(at("pilot", draft)))

    assert "Only the pilot is handed out; the rest of the job waits." in overview
    assert "0 of 12 answers to 4 micro-tasks are in. 12 can still come." in page
    assert "shown once eleven answers of three workers are in" in page
    assert "You can end the pilot early" in page


def test_when_all_have_come_it_says_the_time_and_the_prices(browser, done):
    page = text_of(browser.get(at("pilot", done)))

    assert "In your pilot an answer took <strong>8 s</strong> at the median: 12 answers of 3 workers." in page
    assert "Publish the rest: 36 micro-tasks" in page
    assert "€0.0268" in page


def test_the_rest_is_published_at_the_price_that_was_shown(browser, done):
    line = text_of(
        browser.post(at("pilot", done), {"pricing": "hour", "hour_price": "14", "calculate": "1"}, headers=HTMX)
    )
    browser.post(at("pilot", done), {"pricing": "hour", "hour_price": "14", "agreed": "1235520"})

    done.refresh_from_db()
    assert "€14.00 an hour at 8 s measured → <strong>€0.0312</strong> an answer, rounded up." in line
    assert "36 micro-tasks × €0.0312 × 1 = €1.1232 + fee €0.11232." in line
    assert (done.price_micros, done.expected_seconds, done.is_pilot) == (31_200, 8, False)
    assert states(done).count("open") == 36
    assert "An answer of the pilot paid €0.02; one pays €0.0312 now." in text_of(browser.get(at("pilot", done)))


def test_a_sum_that_was_not_shown_publishes_nothing(browser, done):
    first = browser.post(at("pilot", done), {"pricing": "piece", "price": "0.03"})
    other = browser.post(at("pilot", done), {"pricing": "piece", "price": "0.03", "agreed": "5"})

    done.refresh_from_db()
    assert first.context["rest"].total_micros == 36 * 30_000 * 11 // 10
    assert "Look again, then publish the rest." in text_of(other)
    assert done.is_pilot


def test_a_price_of_the_table_is_put_into_the_form(browser, done):
    page = browser.post(at("pilot", done), {"pricing": "piece", "price": "9", "take": "floor"})

    done.refresh_from_db()
    assert page.context["form"]["price"].value() == "0.0268"
    assert page.context["rest"].terms.price_micros == 26_800
    assert done.is_pilot


def test_a_lower_price_is_not_offered_while_answers_may_come(browser, draft):
    pilots.start(job=draft, at=NOON)

    line = text_of(
        browser.post(at("pilot", draft), {"pricing": "piece", "price": "0.01", "calculate": "1"}, headers=HTMX)
    )

    assert "the rest can’t pay less than the €0.02 they saw" in line
    assert "agreed" not in line


def test_another_round_is_one_click(browser, done):
    page = browser.get(at("pilot", done))
    sent = {"micro_tasks": "4", "round": "2", "agreed": str(page.context["more_cost"].total_micros)}

    for _ in range(2):
        browser.post(at("pilot-more", done), sent)

    done.refresh_from_db()
    assert (done.micro_task_count, states(done).count("open")) == (8, 12)
    assert books.escrow(job_number=done.pk).balance_micros == 12 * FAIR * 11 // 10


def test_workers_see_that_it_is_a_pilot_and_then_whence_the_time_is_known(client, draft, worker):
    pilots.start(job=draft, at=NOON)
    client.force_login(worker)
    address = reverse("work:find")
    marked = text_of(client.get(address))
    answer_all(draft, [8.0])

    pilot_rest.publish_rest(job=draft, at=NOON + timedelta(hours=2), price_micros=30_000)

    assert "A pilot: paid like all work." in marked
    later = text_of(client.get(address))
    assert "The time was measured in a paid pilot, not on eleven people yet." in later
    assert "A pilot: paid like all work." not in later


def test_without_a_pilot_there_is_no_such_page(browser, open_job):
    job = open_job()

    assert browser.get(at("pilot", job)).url == at("job", job)
    assert at("pilot", job) not in text_of(browser.get(at("job", job)))
