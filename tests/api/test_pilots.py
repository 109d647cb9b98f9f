"""A pilot by program: started, measured, gone on with, and followed by the rest."""

from __future__ import annotations

import pytest

from tasks.domain import additions, pilots
from tests.fixtures import EURO, NOON, make_draft, states
from tests.tasks.measuring import answer_all

FAIR = 20_000


@pytest.fixture
def program(program_of, requester):
    return program_of(requester)


@pytest.fixture
def draft(requester):
    return make_draft(requester, texts=["line"] * 40, price_micros=FAIR, expected_seconds=5)


def test_a_pilot_from_its_start_to_the_rest(program, draft):
    address = f"/api/v1/jobs/{draft.public_id}"

    started = program.post(f"{address}/pilot", {"agreed_micros": 12 * FAIR * 11 // 10})
    answer_all(draft, [8.0])
    shown = program.get(f"{address}/pilot").json()
    rest = program.post(f"{address}/pilot/rest", {"hour_price_micros": 14 * EURO}).json()
    again = program.post(f"{address}/pilot/rest", {"price": "0.01"}).json()

    assert (started.status_code, started.json()["answer_count"], started.json()["measured"]) == (200, 12, None)
    assert (shown["is_complete"], shown["waiting_count"], shown["measured"]["median_seconds"]) == (True, 36, 8.0)
    assert (rest["price_micros"], rest["expected_from"], rest["is_pilot"]) == (31_200, "pilot", False)
    assert again["price_micros"] == 31_200
    assert rest["answering"]["wanted"] == 48


def test_a_round_more_is_added_once(program, draft):
    pilots.start(job=draft, at=NOON)

    for _ in range(2):
        shown = program.post(f"/api/v1/jobs/{draft.public_id}/pilot/more", {"micro_tasks": 5, "round": 2}).json()

    assert (shown["round"], shown["micro_task_count"], len(states(draft))) == (2, 9, 27)


@pytest.mark.parametrize(
    ("price", "sent", "code"),
    [
        (100, {}, "below_floor"),
        (FAIR, {"micro_tasks": 3}, "out_of_range"),
        (FAIR, {"agreed_micros": 1}, "cost_changed"),
        (1_000 * EURO // 100, {"micro_tasks": 39}, "insufficient_funds"),
    ],
)
def test_a_pilot_that_can_not_be_started_says_why(program, draft, price, sent, code):
    draft.price_micros = price
    draft.save()

    refused = program.post(f"/api/v1/jobs/{draft.public_id}/pilot", sent)

    draft.refresh_from_db()
    assert (refused.status_code, refused.json()["code"], draft.state) == (409, code, "draft")


def test_what_a_pilot_does_not_allow_has_a_code(program, draft, open_job):
    whole, address = open_job(), f"/api/v1/jobs/{draft.public_id}"
    pilots.start(job=draft, at=NOON)
    additions.begin(job=draft, at=NOON)

    codes = [
        program.get(f"/api/v1/jobs/{whole.public_id}/pilot").json()["code"],
        program.post(f"/api/v1/jobs/{whole.public_id}/pilot").json()["code"],
        program.post(f"/api/v1/jobs/{whole.public_id}/pilot/rest", {"price": "1"}).json()["code"],
        program.post(f"{address}/pilot/rest", {"price": "0.01"}).json()["code"],
        program.post(f"{address}/added/publish").json()["code"],
    ]

    assert codes == ["not_a_pilot", "not_a_draft", "not_a_pilot", "in_hand_still", "rest_first"]


def test_a_site_that_wants_pilots_says_so(program, draft, settings):
    settings.PILOT_REQUIRED_FROM = 40

    refused = program.post(f"/api/v1/jobs/{draft.public_id}/publish")

    assert (refused.status_code, refused.json()["code"]) == (409, "pilot_first")
