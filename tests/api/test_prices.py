"""Prices for programs: by the piece or by the hour, and what they come to."""

from __future__ import annotations

import pytest

from tasks.models import Job
from tests.fixtures import EURO, make_draft
from tests.tasks.measuring import answer_all

POSTED = {
    "kind": "text_classification",
    "title": "Cat or dog",
    "purpose": "Training.",
    "instructions": "Choose.",
    "settings": {"labels": ["cat", "dog"]},
    "expected_seconds": 60,
    "items": ["line 0"],
}


@pytest.fixture
def program(program_of, requester):
    return program_of(requester)


def test_a_job_is_posted_by_the_hour_and_again_with_the_same_key(program, open_job):
    answer_all(open_job(micro_tasks=4, wanted_answers=3), [38])
    key = {"headers": {"Idempotency-Key": "k"}}

    first = program.post("/api/v1/jobs", {**POSTED, "hour_price": "14.00"}, **key)
    again = program.post("/api/v1/jobs", {**POSTED, "hour_price": "14.00"}, **key)

    # Its items aren't cut yet, so nothing tells that they are longer.
    assert (first.status_code, again.status_code) == (201, 200)
    shown = {name: first.json()[name] for name in ("hour_price_micros", "price", "expected_seconds", "expected_from")}
    assert shown == {
        "hour_price_micros": 14 * EURO, "price": "0.1478", "expected_seconds": 38, "expected_from": "like_jobs",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"hour_price": "14", "price": "0.1"}, "hour_price"),
        ({"hour_price": "14", "hour_price_micros": 5}, "hour_price"),
        ({"hour_price": "1001"}, "hour_price"),
        ({}, "price"),
    ],
)
def test_one_price_is_sent_and_within_reason(program, sent, field):
    refused = program.post("/api/v1/jobs", {**POSTED, **sent})

    assert (refused.status_code, list(refused.json()["fields"])) == (400, [field])
    assert not Job.objects.exists()


def test_a_draft_changes_from_one_to_the_other(program, requester):
    job = make_draft(requester, texts=["x"])
    address = f"/api/v1/jobs/{job.public_id}"

    by_the_hour = program.patch(address, {"hour_price_micros": 12 * EURO}).json()
    other = program.patch(address, {"title": "Another"}).json()
    by_the_piece = program.patch(address, {"price": "0.02"}).json()

    assert (by_the_hour["price_micros"], other["hour_price_micros"]) == (10_000, 12 * EURO)
    assert (by_the_piece["price_micros"], by_the_piece["hour_price_micros"]) == (20_000, None)


def test_the_help_gives_the_measured_time_and_the_prices(program, requester, open_job):
    answer_all(open_job(micro_tasks=4, wanted_answers=3), [38])
    job = make_draft(requester, texts=["line 0"] * 10)

    shown = program.get(f"/api/v1/jobs/{job.public_id}/prices").json()

    assert shown["seconds"] == 38
    assert shown["measured"] == {
        "measured_on": "like_jobs", "job_count": 1, "answer_count": 12, "worker_count": 3, "median_seconds": 38.0,
        "low_seconds": 38.0, "high_seconds": 38.0, "hourly_micros": round(4000 * 3600 / 38),
    }  # fmt: skip
    assert [(offer["aim"], offer["price_micros"]) for offer in shown["offers"]] == [("floor", 126_900), ("own", 4000)]
    assert shown["living_hourly_micros"] is None
