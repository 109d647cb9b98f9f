"""The guaranteed floor: what is set aside for it, what each night pays, and what stays owed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from accounts.models import User
from ledger.models import Account, PayFloor, Transfer
from tasks.domain import floor_letters, guarantee, jobs, raising, reviewing
from tasks.domain.floor_sums import Lack
from tasks.domain.pricing import piece_price_micros
from tasks.models import Answer, Assignment, FloorEstimate, FloorPay, Job
from tasks.models.guarantee import CENT, QUARTERS_AN_HOUR
from tests.fixtures import CAT, EURO, NOON, earnings_micros, make_draft, make_worker

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "floor.json").read_text())
TOP_UP = VECTORS["top_up"]
NIGHT = NOON + timedelta(hours=12)
Guaranteed = Callable[..., Job]


@pytest.fixture
def guaranteed(requester: User) -> Guaranteed:
    """Makes a published job with the guarantee: a minute each, at ten cents."""

    def make(*, micro_tasks: int = 3, wanted_answers: int = 3, **fields: object) -> Job:
        terms = {"price_micros": 100_000, "expected_seconds": 60, "guarantees_floor": True, **fields}
        job = make_draft(requester, texts=["x"] * micro_tasks, wanted_answers=wanted_answers, **terms)
        jobs.publish(job=job, at=NOON)
        return job

    return make


def answer(job: Job, number: int, worker: User, seconds: float, **fields: object) -> Assignment:
    """An answer of `worker` to the micro-task with that number, as if it had taken so long in view and in use."""
    row = Assignment.objects.filter(job=job, micro_task__position=number, state="open").order_by("ordinal")[0]
    values = {
        "state": "submitted",
        "worker": worker,
        "claimed_at": NOON,
        "shown_at": NOON,
        "due_at": NOON,
        "submitted_at": NOON + timedelta(seconds=seconds),
        "visible_ms": round(seconds * 1000),
        "active_ms": round(seconds * 1000),
        "price_micros": job.price_micros,
    }
    Assignment.objects.filter(pk=row.pk).update(**{**values, **fields})
    Answer.objects.create(assignment=row, content=CAT, client_key="-", received_at=NOON)
    return Assignment.objects.get(pk=row.pk)


def approve(*answers: Assignment) -> None:
    ids = [one.pk for one in answers]
    reviewing.approve(job=answers[0].job, assignment_ids=ids, decided_by_id=None, at=NOON + timedelta(hours=1))


def positions(job: Job) -> list[int]:
    return list(job.micro_tasks.order_by("position").values_list("position", flat=True))


def answer_vector(job: Job) -> list[Assignment]:
    """The answers of labour.md 2.4, by three people."""
    people = [make_worker(number) for number in range(11, 14)]
    return [
        answer(job, position, worker, seconds)
        for position, times in zip(positions(job), TOP_UP["seconds_by_item"].values(), strict=True)
        for worker, seconds in zip(people, times, strict=False)
    ]


@pytest.mark.parametrize(("seconds", "price"), VECTORS["floor_price_rounded_up_4"].items())
def test_the_price_that_meets_the_floor_is_the_golden_one(seconds, price):
    micros = piece_price_micros(hourly_micros=12_020_000, seconds=int(seconds))

    assert micros == Fraction(price) * EURO


def test_what_one_answer_lacks_is_the_golden_sum_rounded_up_once():
    parts = 12_020_000 * TOP_UP["estimate_seconds"] * 4000 - 100_000 * QUARTERS_AN_HOUR
    one = Lack(worker_id=1, answer_count=1, pay_micros=100_000, parts=parts, floor_hourly_micros=12_020_000)
    all_of_them = Lack(1, TOP_UP["tasks"], 0, parts * TOP_UP["tasks"], 12_020_000)

    assert float(Fraction(one.parts, QUARTERS_AN_HOUR)) == pytest.approx(TOP_UP["per_task_micros"], abs=1e-6)
    assert all_of_them.rounded_up_micros(CENT) == Fraction(TOP_UP["payment_rounded_up_once"]) * EURO


def test_a_night_takes_the_median_over_micro_tasks_of_the_medians_over_people(guaranteed):
    job = guaranteed()
    answers = answer_vector(job)
    approve(*answers)

    guarantee.settle(job=job, at=NIGHT)

    estimate = FloorEstimate.objects.get()
    assert (estimate.seconds, estimate.is_measured) == (TOP_UP["estimate_seconds"], True)
    assert (estimate.answer_count, estimate.worker_count) == (6, 3)
    paid = FloorPay.objects.order_by("worker_id")
    # The first person gave three answers, the second two, the third one: €0.100333 lack each.
    assert [(pay.answer_count, pay.amount_micros) for pay in paid] == [(3, 310_000), (2, 210_000), (1, 110_000)]
    assert {pay.hourly_micros for pay in paid} == {Fraction(TOP_UP["hourly"]) * EURO}
    assert earnings_micros(answers[0].worker) == 300_000 + 310_000


def test_thirty_seven_answers_get_the_golden_sum(guaranteed, worker, other_worker):
    job = guaranteed(micro_tasks=37, wanted_answers=2)
    mine = [answer(job, position, worker, 60) for position in positions(job)]
    answer(job, positions(job)[0], other_worker, 60)
    approve(*mine)

    guarantee.settle(job=job, at=NIGHT)

    assert FloorPay.objects.get().amount_micros == Fraction(TOP_UP["payment_rounded_up_once"]) * EURO


def test_nobodys_pay_hangs_on_their_own_speed(guaranteed, worker):
    job = guaranteed(wanted_answers=1)
    approve(*[answer(job, position, worker, 590) for position in positions(job)])

    guarantee.settle(job=job, at=NIGHT)

    estimate = FloorEstimate.objects.get()
    assert (estimate.seconds, estimate.is_measured, estimate.worker_count) == (60, False, 1)
    assert FloorPay.objects.get().amount_micros == 310_000


def test_a_night_that_comes_twice_pays_once(guaranteed):
    job = guaranteed()
    approve(*answer_vector(job))

    first = guarantee.settle(job=job, at=NIGHT)

    assert (first, guarantee.settle(job=job, at=NIGHT)) == (630_000, 0)
    assert guarantee.settle(job=job, at=NIGHT + timedelta(days=1)) == 0
    assert Transfer.objects.filter(reason="floor_pay").count() == FloorEstimate.objects.count() * 3 == 3


def test_a_run_that_was_killed_after_owing_pays_the_same_sum_once(guaranteed):
    job = guaranteed()
    approve(*answer_vector(job))
    guarantee.settle(job=job, at=NIGHT)
    FloorPay.objects.update(paid_at=None)

    guarantee.settle(job=job, at=NIGHT + timedelta(hours=1))

    assert Transfer.objects.filter(reason="floor_pay").count() == 3
    assert not FloorPay.objects.filter(paid_at=None).exists()


def test_a_longer_estimate_pays_the_difference_and_a_shorter_one_takes_nothing(guaranteed, worker, other_worker):
    job = guaranteed(micro_tasks=4, wanted_answers=1)
    first, second, third, fourth = positions(job)
    approve(answer(job, first, worker, 60), answer(job, second, other_worker, 60))
    guarantee.settle(job=job, at=NIGHT)
    slow = [answer(job, place, other_worker, 120, claimed_at=NIGHT, shown_at=NIGHT) for place in (third, fourth)]
    Assignment.objects.filter(pk__in=[one.pk for one in slow]).update(submitted_at=NIGHT + timedelta(minutes=2))
    guarantee.settle(job=job, at=NIGHT + timedelta(days=1))
    longer = earnings_micros(worker)

    Assignment.objects.filter(pk__in=[one.pk for one in slow]).update(active_ms=1000)
    guarantee.settle(job=job, at=NIGHT + timedelta(days=2))

    assert [one.seconds for one in FloorEstimate.objects.order_by("at")] == [60, 90, 30.5]
    assert [pay.amount_micros for pay in FloorPay.objects.filter(worker=worker).order_by("pk")] == [110_000, 100_000]
    assert earnings_micros(worker) == longer == 100_000 + 210_000


def test_a_raise_lowers_what_later_answers_lack(guaranteed, worker, other_worker):
    job = guaranteed(micro_tasks=2, wanted_answers=2)
    first, second = positions(job)
    early = [answer(job, first, worker, 60), answer(job, first, other_worker, 60)]
    raising.raise_price(job=job, price_micros=150_000, at=NOON + timedelta(hours=1))
    late = answer(job, second, worker, 60, submitted_at=NOON + timedelta(hours=2), shown_at=NOON + timedelta(hours=1))
    approve(*early, late)

    guarantee.settle(job=job, at=NIGHT)

    # €0.100333 and €0.050333 for the one, €0.100333 for the other: rounded up to a cent.
    assert [pay.amount_micros for pay in FloorPay.objects.order_by("worker_id")] == [160_000, 110_000]


def test_answers_are_held_against_the_floor_of_their_own_day(guaranteed, worker, other_worker):
    PayFloor.objects.filter(country="FR", valid_to=None).update(valid_to=NIGHT.date())
    PayFloor.objects.create(country="FR", hourly_micros=24_040_000, valid_from=NIGHT.date(), name="SMIC", source="-")
    job = guaranteed(micro_tasks=2, wanted_answers=1)
    first, second = positions(job)
    approve(answer(job, first, worker, 60), answer(job, second, other_worker, 60, submitted_at=NIGHT, active_ms=60_000))

    guarantee.settle(job=job, at=NIGHT)

    assert [pay.amount_micros for pay in FloorPay.objects.order_by("worker_id")] == [110_000, 310_000]


def test_the_requester_is_written_to_once_for_each_night_that_leaves_something_owed(
    guaranteed, requester, worker, other_worker, mailoutbox
):
    job = guaranteed(wanted_answers=1, expected_seconds=20)
    first, second, _third = positions(job)
    approve(answer(job, first, worker, 600), answer(job, second, other_worker, 600))
    Account.objects.filter(kind="funds", owner=requester).update(balance_micros=0)

    for night in (NIGHT, NIGHT + timedelta(days=1)):
        guarantee.settle(job=job, at=night)
        floor_letters.tell_requester(job=job, at=night)

    assert [letter.to for letter in mailoutbox] == [[requester.email]]
    assert "€3.82 is owed to them" in mailoutbox[0].body
