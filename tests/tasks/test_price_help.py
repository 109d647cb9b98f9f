"""What a new job should pay: measured on like jobs, held against the floor, by the hour until it is published."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tasks.domain import jobs, like_jobs, price_help, pricing
from tasks.domain.terms import Terms
from tasks.models import Job
from tests.fixtures import EURO, NOON, make_draft
from tests.tasks.measuring import answer_all

FLOOR = json.loads((Path(__file__).parents[1] / "vectors" / "floor.json").read_text())
HOUR = {"pricing": "hour", "hour_price": "14", "price": "", "expected_seconds": "60", "auto_approval": "86400"}
SECONDS = [30.0, 38.0, 37.2, 60.0]


@pytest.fixture
def done(open_job: Callable[..., Job]) -> Job:
    """A job of which three people gave twelve answers: 37.6 seconds at the median."""
    job = open_job(micro_tasks=4, wanted_answers=3, price_micros=100_000)
    answer_all(job, SECONDS)
    return job


@pytest.fixture
def draft(requester: User) -> Job:
    return make_draft(requester, texts=["line 0"] * 10)


def priced_by_the_hour(job: Job, micros: int = 14 * EURO) -> None:
    jobs.set_terms(job=job, terms=Terms(1, 0, 60, 86_400, hour_price_micros=micros))


def text_of(response: object) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())  # type: ignore[attr-defined]


@pytest.mark.parametrize("seconds", FLOOR["floor_price_rounded_up_4"])
def test_the_price_that_meets_the_floor_is_the_golden_one(seconds):
    hourly = int(Decimal(FLOOR["floor_hourly"]) * EURO)

    price = pricing.piece_price_micros(hourly_micros=hourly, seconds=int(seconds))

    assert Decimal(price) / EURO == Decimal(FLOOR["floor_price_rounded_up_4"][seconds])
    assert pricing.hourly_micros(price_micros=price, expected_seconds=int(seconds)) >= hourly


def test_like_jobs_tell_the_time_with_how_many_answers_and_what_they_paid(done, draft):
    found = like_jobs.measured(job=draft)

    assert (found.seconds, round(found.wages.median_seconds, 6), found.source) == (38, 37.6, "like_jobs")
    assert (found.job_count, found.wages.answer_count, found.wages.worker_count) == (1, 12, 3)
    assert (round(found.wages.interval.low), round(found.wages.interval.high)) == (30, 60)
    assert found.wages.pooled_hourly_by_union == pytest.approx(Fraction(12 * 100_000 * 3600) / Fraction("495.6"))


@pytest.mark.parametrize(("micro_tasks", "numbers"), [(3, [11, 12, 13]), (6, [11, 12])])
def test_ten_answers_or_two_people_tell_nothing(open_job, draft, micro_tasks, numbers):
    job = open_job(micro_tasks=micro_tasks, wanted_answers=3)
    answer_all(job, [5], numbers=numbers)

    assert like_jobs.measured(job=draft) is None


def test_what_is_rejected_or_waits_tells_nothing_of_like_jobs(open_job, draft):
    answer_all(open_job(micro_tasks=4, wanted_answers=3), [5], approve=False)

    assert like_jobs.measured(job=draft) is None


@pytest.mark.parametrize(
    "chosen",
    [
        {"labels": ["cat", "dog"], "multiple": True},
        {"labels": ["cat", "dog", "hen", "cow", "pig"], "multiple": False},
    ],
)
def test_other_choices_or_many_more_labels_make_another_job(done, draft, chosen):
    draft.settings = chosen

    assert like_jobs.measured(job=draft) is None


def test_lines_of_another_length_or_another_kind_make_another_job(done, requester):
    longer = make_draft(requester, texts=["a line that is far longer"] * 3)
    drawn = make_draft(requester, texts=["line 0"], kind="image_boxes", settings={"labels": ["cat", "dog"]})

    assert like_jobs.measured(job=longer) is None
    assert like_jobs.measured(job=drawn) is None


def test_the_time_in_use_counts_and_what_the_worker_says_within_the_time_it_was_open(done, draft):
    done.assignments.update(visible_ms=20_000, active_ms=12_000)

    assert like_jobs.measured(job=draft).seconds == 12


def test_by_the_hour_the_price_follows_what_was_measured_else_what_is_expected(draft, done, requester):
    priced_by_the_hour(draft)
    longer = make_draft(requester, texts=["a line that is far longer"] * 3)
    priced_by_the_hour(longer)

    assert (draft.price_micros, draft.expected_seconds, draft.expected_from) == (147_800, 38, "like_jobs")
    assert (longer.price_micros, longer.expected_seconds, longer.expected_from) == (233_400, 60, "requester")


def test_the_price_follows_until_it_is_published_and_is_fixed_then(open_job, draft):
    priced_by_the_hour(draft)
    assert draft.price_micros == 233_400
    answer_all(open_job(micro_tasks=4, wanted_answers=3), [20])

    with pytest.raises(jobs.CostChanged):
        jobs.publish(job=draft, at=NOON, agreed_micros=10 * 233_400 * 11 // 10)
    jobs.publish(job=draft, at=NOON, agreed_micros=10 * 77_800 * 11 // 10)
    answer_all(open_job(micro_tasks=4, wanted_answers=3), [200])
    jobs.follow_measured(job=draft)

    draft.refresh_from_db()
    assert (draft.state, draft.price_micros, draft.expected_seconds) == ("open", 77_800, 20)


def test_by_the_piece_price_and_seconds_stay_the_requesters(done, draft):
    jobs.set_terms(job=draft, terms=Terms(1, 5000, 9, 86_400))
    assert (draft.price_micros, draft.expected_seconds, draft.expected_from) == (5000, 9, "requester")

    jobs.set_terms(job=draft, terms=Terms(1, 5000, 38, 86_400))

    assert (draft.price_micros, draft.expected_seconds, draft.expected_from) == (5000, 38, "like_jobs")


def test_the_help_says_what_floor_living_wage_and_own_price_come_to(done, draft, settings):
    settings.LIVING_WAGE_MICROS, settings.LIVING_WAGE_SOURCE = 15 * EURO, "A study, 2026"
    estimate = pricing.Estimate(pricing.Cost(10, 1, 50_000, 100), 5, 12_020_000)

    found = price_help.help_with(estimate=estimate, measured=like_jobs.measured(job=draft))

    assert [(one.aim, one.price_micros, one.cost.total_micros) for one in found.offers] == [
        ("floor", 126_900, 1_395_900),
        ("living", 158_400, 1_742_400),
        ("own", 50_000, 550_000),
    ]
    assert found.offers[2].hourly_micros == 50_000 * 3600 // 38


def test_the_step_says_time_prices_and_cost_and_takes_a_price_over(client: Client, requester, done, draft):
    client.force_login(requester)
    address = reverse("jobs:terms", args=[draft.public_id])

    page = text_of(client.get(address))
    taken = client.post(address, {**HOUR, "pricing": "piece", "wanted_answers": "1", "take": "floor"})

    assert "In 1 like job an answer took <strong>38 s</strong> at the median: 12 answers of 3 workers." in page
    assert "The true median lies between 30 s and 1 min with 95% confidence." in page
    assert "living wage" not in page
    assert taken.context["form"]["price"].value() == "0.1269"
    assert taken.context["form"]["expected_seconds"].value() == 38
    draft.refresh_from_db()
    assert draft.price_micros == 4000


def test_the_line_says_how_the_price_follows_from_the_hour(client: Client, requester, done, draft):
    client.force_login(requester)
    address = reverse("jobs:terms", args=[draft.public_id])
    posted = {**HOUR, "wanted_answers": "1"}

    line = text_of(client.post(address, {**posted, "calculate": "1"}, headers={"HX-Request": "true"}))
    client.post(address, posted)

    draft.refresh_from_db()
    assert "€14.00 an hour at 38 s measured → <strong>€0.1478</strong> an answer, rounded up." in line
    assert (draft.hour_price_micros, draft.price_micros) == (14 * EURO, 147_800)


def test_by_the_hour_a_price_of_the_hour_is_needed(client: Client, requester, draft):
    client.force_login(requester)

    page = client.post(reverse("jobs:terms", args=[draft.public_id]), {**HOUR, "hour_price": "", "wanted_answers": "1"})

    assert list(page.context["form"].errors) == ["hour_price"]
