"""Deciding on many answers at once, and replacing those that were rejected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain import funding
from tasks import background
from tasks.domain import jobs, reviewing
from tasks.models import Assignment, Job, MassApproval
from tests.fixtures import CAT, EURO, NOON, make_draft, states
from tests.tasks.answering import answer, press, reject, state_of

REASON = {"code": "wrong", "words": "It is a dog."}


def test_without_money_the_replacement_waits_for_a_button(at_desk: Client, requester: User, worker: User) -> None:
    job = make_draft(requester, texts=["one"], price_micros=100 * EURO, wanted_answers=9)
    jobs.publish(job=job, at=NOON)
    (given,) = answer(job, worker, [CAT])

    lacking = press(at_desk, "reject", job, given.public_id, **REASON)
    still = press(at_desk, "replacements", job)
    funding.add_money(owner_id=requester.pk, amount_micros=100 * EURO, key="more", at=NOON)
    opened = press(at_desk, "replacements", job)

    assert "Your money lacks the €110.00 that a replacement takes." in lacking
    assert "1 rejected answer has no replacement yet." in lacking
    assert "Your money does not reach for all of them: they take €110.00 more." in still
    assert "1 replacement is open." in opened
    assert "has no replacement yet" not in opened
    assert states(job).count("open") == 9


def test_a_rejected_replacement_takes_money_of_its_own(requester: User, worker: User, other_worker: User) -> None:
    job = make_draft(requester, texts=["one"], price_micros=100 * EURO, wanted_answers=8)
    jobs.publish(job=job, at=NOON)
    reject(answer(job, worker, [CAT])[0])
    (second,) = answer_place_of(worker, job, other_worker)
    assert books.funds(owner_id=requester.pk).balance_micros == 10 * EURO
    reject(second)

    opened_without = reviewing.open_missing_replacements(job=job, at=NOON)
    funding.add_money(owner_id=requester.pk, amount_micros=100 * EURO, key="more", at=NOON)
    opened = reviewing.open_missing_replacements(job=job, at=NOON)

    assert (opened_without, opened) == (0, 1)
    assert books.funds(owner_id=requester.pk).balance_micros == 0
    assert books.escrow(job_number=job.pk).balance_micros == 10 * 110 * EURO


def answer_place_of(first: User, job: Job, second: User) -> list[Assignment]:
    """`second` answers in the place that the rejection of `first` opened again."""
    ordinal = Assignment.objects.get(worker=first).ordinal
    Assignment.objects.filter(job=job, state="open").exclude(ordinal=ordinal).update(place=F("place") + (1 << 60))
    given = answer(job, second, [CAT])
    assert Assignment.objects.get(pk=given[0].pk).ordinal == ordinal
    return given


def test_approving_all_asks_first_and_says_what_it_pays(
    at_desk: Client, open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=3, price_micros=4000)
    answer(job, worker, [CAT, CAT])

    asked = at_desk.get(reverse("jobs:approve-all", args=[job.public_id])).content.decode()

    assert "Approve 2 answers?" in asked
    assert ("<dd>€0.008</dd>" in asked, "<dd>€0.0008</dd>" in asked) == (True, True)
    assert states(job) == ["open", "submitted", "submitted"]


def test_approving_all_leaves_what_came_after_the_question(
    at_desk: Client, open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=2)
    asked_at = NOON + timedelta(minutes=1)
    before, after = answer(job, worker, [CAT])[0], answer(job, worker, [CAT], at=NOON + timedelta(minutes=2))[0]

    page = press(at_desk, "approve-all", job, until=asked_at.isoformat())

    assert (state_of(before), state_of(after)) == ("approved", "submitted")
    assert "1 answer is approved and paid." in page


@pytest.mark.parametrize(
    "until", ["", "yesterday", "2026-13-45T99:00:00", "2026-03-02T12:00:00", "9999-01-01T00:00:00Z"]
)
def test_a_moment_that_cannot_be_is_now(
    at_desk: Client, open_job: Callable[..., Job], worker: User, until: str
) -> None:
    job = open_job(micro_tasks=2)
    answer(job, worker, [CAT])
    future = answer(job, worker, [CAT], at=datetime(2100, 1, 1, tzinfo=UTC))[0]

    press(at_desk, "approve-all", job, until=until)

    assert (states(job), state_of(future)) == (["approved", "submitted"], "submitted")


def test_more_than_one_batch_is_left_to_the_background_and_told_so(
    at_desk: Client, open_job: Callable[..., Job], worker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks.views.approve_all.MOST_AT_ONCE", 2)
    job = open_job(micro_tasks=3)
    answer(job, worker, [CAT, CAT, CAT])
    until = NOON + timedelta(minutes=1)

    page = press(at_desk, "approve-all", job, until=until.isoformat())

    assert "3 answers are to be approved, but no background process is running at the moment." in page
    assert set(states(job)) == {"submitted"}
    assert "0 of 3 answers are approved and paid." in page
    background.approve_many(approval_id=MassApproval.objects.get().pk)
    assert set(states(job)) == {"approved"}
