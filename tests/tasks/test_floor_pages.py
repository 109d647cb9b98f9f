"""The guaranteed floor on the pages: in the form, on the job, in My work, and before the auditor; and the policy."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client, override_settings
from django.utils.timezone import now

from accounts.models import User
from ledger.domain.accounts import funds
from ledger.models import Transfer
from tasks.domain import floor_policy, floor_report, guarantee, jobs
from tasks.models import FloorPay, Job
from tests.fixtures import NOON, make_draft
from tests.tasks.test_guarantee import answer, approve, positions

NIGHT = NOON + timedelta(hours=12)


def words(page: bytes) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.decode()))).strip()


def guaranteed(requester: User, **fields: object) -> Job:
    terms = {"price_micros": 100_000, "expected_seconds": 60, "guarantees_floor": True, **fields}
    job = make_draft(requester, texts=["x"] * 3, **terms)
    jobs.publish(job=job, at=NOON)
    return job


def settled(requester: User, worker: User, other_worker: User) -> Job:
    """A job of which one worker got 21 cents and another 11."""
    job = guaranteed(requester)
    first, second, third = positions(job)
    approve(answer(job, first, worker, 60), answer(job, second, other_worker, 60), answer(job, third, worker, 60))
    guarantee.settle(job=job, at=NIGHT)
    return job


def test_a_new_draft_has_the_guarantee_ticked_and_says_what_it_sets_aside(at_desk: Client, requester: User):
    job = make_draft(requester, texts=["x"] * 3, price_micros=100_000, expected_seconds=60, guarantees_floor=True)

    said = words(at_desk.get(f"/jobs/{job.public_id}/terms/").content)

    fresh = jobs.create_draft(requester=requester, kind="text_classification", settings_of_kind={}, at=NOON)
    assert fresh.guarantees_floor is True
    assert "Guarantee the wage floor" in said
    # Three answers at 1.2 times the minute: €0.2404 each, of which the price is €0.10.
    assert "The floor is guaranteed: €0.4212 is set aside for it." in said
    assert "For the guaranteed floor €0.4212 In all €0.7512" in said


def test_a_requester_may_leave_the_guarantee_out(at_desk: Client, requester: User):
    job = make_draft(requester, texts=["x"], price_micros=100_000, guarantees_floor=True)
    terms = {"pricing": "piece", "price": "0.1", "expected_seconds": 60, "wanted_answers": 1, "auto_approval": 86400}

    at_desk.post(f"/jobs/{job.public_id}/terms/", terms)

    job.refresh_from_db()
    assert job.guarantees_floor is False
    assert floor_policy.set_aside_up_to_micros(job=job, at=NOON) == 0


@pytest.mark.parametrize(("policy", "set_aside"), [("off", 0), ("warn", 0), ("guarantee", 240_400), ("require", 0)])
def test_an_instance_may_guarantee_every_job(requester: User, policy: str, set_aside: int):
    job = make_draft(requester, texts=["x"], price_micros=300_000, expected_seconds=60)

    with override_settings(PAY_FLOOR_POLICY=policy):
        jobs.publish(job=job, at=NOON)

    assert (job.guarantees_floor, job.floor_each_micros) == (policy == "guarantee", set_aside)


@override_settings(PAY_FLOOR_POLICY="off")
def test_without_a_policy_the_form_says_nothing_of_a_floor(at_desk: Client, requester: User):
    job = make_draft(requester, texts=["x"], price_micros=100_000, expected_seconds=60, guarantees_floor=True)

    said = words(at_desk.get(f"/jobs/{job.public_id}/terms/").content)

    assert "Enter" not in said
    assert not re.search(r"wage floor|guarantee", said)


@override_settings(PAY_FLOOR_POLICY="require")
def test_where_the_floor_is_required_nothing_is_published_below_it(at_desk: Client, requester: User):
    job = make_draft(requester, texts=["x"], price_micros=200_300, expected_seconds=60)
    before = funds(owner_id=requester.pk).balance_micros

    said = words(at_desk.post(f"/jobs/{job.public_id}/publish/", follow=True).content)

    job.refresh_from_db()
    assert "an answer must pay at least €0.2004" in said
    assert (job.state, funds(owner_id=requester.pk).balance_micros) == ("draft", before)
    with pytest.raises(floor_policy.BelowFloor) as below:
        jobs.publish(job=job, at=NOON)
    assert below.value.price_micros == 200_400
    Job.objects.filter(pk=job.pk).update(price_micros=200_400)
    jobs.publish(job=job, at=NOON)
    job.refresh_from_db()
    assert job.state == "open"


def test_the_job_says_what_went_up_to_the_floor_and_what_is_left(at_desk: Client, requester, worker, other_worker):
    job = settled(requester, worker, other_worker)

    said = words(at_desk.get(f"/jobs/{job.public_id}/").content)

    assert "Paid to workers €0.62 of it up to the floor €0.32" in said
    assert "of it for the guaranteed floor €0.1012" in said


def test_my_work_says_why_each_sum_was_paid(client: Client, requester, worker, other_worker):
    settled(requester, worker, other_worker)
    client.force_login(worker)

    said = words(client.get("/work/mine/").content)

    assert (
        "2 answers below the floor. One takes 1 min (the middle of 3 answers of 2 people): "
        "by their price €6.00 an hour, and the floor is €12.02 an hour. +€0.21"
    ) in said


def test_what_no_money_is_there_for_stays_owed_and_is_said_to_everybody(
    at_desk: Client, client: Client, requester, worker, other_worker, auditor
):
    job = guaranteed(requester, expected_seconds=20)
    first, second, _third = positions(job)
    approve(answer(job, first, worker, 600), answer(job, second, other_worker, 600))
    balance = funds(owner_id=requester.pk)
    type(balance).objects.filter(pk=balance.pk).update(balance_micros=0)

    assert guarantee.settle(job=job, at=NIGHT) == 0

    assert list(FloorPay.objects.values_list("paid_at", flat=True)) == [None, None]
    assert "Workers are owed €3.82 up to the guaranteed floor" in words(at_desk.get(f"/jobs/{job.public_id}/").content)
    client.force_login(auditor)
    assert "Owed, and no money there €3.82" in words(client.get("/audit/floors/").content)
    client.force_login(worker)
    assert "owed to you" in words(client.get("/work/mine/").content)
    type(balance).objects.filter(pk=balance.pk).update(balance_micros=10_000_000)
    assert guarantee.settle(job=job, at=NIGHT + timedelta(days=1)) == 3_820_000
    assert Transfer.objects.filter(reason="floor_pay").count() == 2


def test_the_auditor_reads_floors_sources_and_m35(client: Client, requester, worker, other_worker, auditor):
    settled(requester, worker, other_worker)
    client.force_login(auditor)

    said = words(client.get("/audit/floors/").content)

    assert "Décret n° 2025-1228 du 17 décembre 2025" in said
    assert "3 of 3 approved ones (100%)" in said
    found = floor_report.totals()
    assert (found.paid_micros, found.owed_micros, found.touched_count) == (320_000, 0, 3)


def test_a_card_says_that_the_floor_is_guaranteed(client: Client, requester, worker):
    Job.objects.filter(pk=guaranteed(requester).pk).update(published_at=now())
    client.force_login(worker)

    assert "The wage floor is guaranteed" in words(client.get("/work/").content)
