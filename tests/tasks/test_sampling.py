"""A random part of what waits is looked at, and the rest is approved, in the background with progress."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tasks import background
from tasks.domain import consents, mass_approving, reviewing, sampling
from tasks.models import Assignment, Job, MassApproval, Sample, SampledAnswer
from tests.fixtures import CAT, NOON, earnings_micros, states
from tests.tasks.answering import answer, approve, press, reject


@pytest.fixture
def given(open_job: Callable[..., Job], worker: User) -> list[Assignment]:
    """Twelve answers wait."""
    return answer(open_job(micro_tasks=12), worker, [CAT] * 12)


def draw(job: Job, size: int = 4, seed: str = "a seed") -> Sample:
    return sampling.draw(job=job, size=size, drawn_by=job.requester, at=NOON, seed=seed)


def sampled(sample: Sample) -> list[Assignment]:
    return list(Assignment.objects.filter(pk__in=sampling.answers_in(sample=sample)).order_by("pk"))


def test_who_has_the_seed_draws_the_same_sample_by_hand(given: list[Assignment]) -> None:
    one, again, other = draw(given[0].job), draw(given[0].job), draw(given[0].job, seed="another")

    ranked = sorted(given, key=lambda each: hashlib.sha256(f"a seed:{each.public_id}".encode()).digest())
    assert {each.pk for each in sampled(one)} == {each.pk for each in ranked[:4]}
    assert sampled(one) == sampled(again) != sampled(other)
    assert (one.size, one.population) == (4, 12)


def test_a_sample_is_never_more_than_what_waits(given: list[Assignment]) -> None:
    approve(given[0].job, given[:9])

    assert (draw(given[0].job, size=50).size, SampledAnswer.objects.count()) == (3, 3)
    with pytest.raises(IntegrityError, match="tasks_sample_is_a_part_of_what_waits"), transaction.atomic():
        Sample.objects.update(size=13)
    approve(given[0].job, given[9:])
    with pytest.raises(sampling.NothingWaits):
        draw(given[0].job)


def test_what_was_looked_at_says_how_much_of_the_rest_would_be_rejected(given: list[Assignment]) -> None:
    sample = draw(given[0].job)
    first, *others = sampled(sample)
    reject(first)
    approve(first.job, others[:2])

    looked = sampling.looked_at(sample=sample)

    assert (looked.approved, looked.rejected_count, looked.rest, looked.is_done) == (2, 1, 8, False)
    assert looked.rejected.value == pytest.approx(1 / 3)
    assert (looked.rejected.low, looked.rejected.high) == pytest.approx((0.0615, 0.7923), abs=1e-4)


def test_a_sample_is_drawn_looked_at_and_the_rest_approved_on_its_page(
    at_desk: Client, given: list[Assignment], worker: User
) -> None:
    job = given[0].job
    listed = press(at_desk, "sample", job, size="4")
    sample = Sample.objects.get()
    reject(sampled(sample)[0])
    approve(job, sampled(sample)[1:])
    told = at_desk.get(reverse("jobs:sample", args=[job.public_id])).content.decode()

    press(at_desk, "approve-all", job, until=sample.drawn_at.isoformat())

    assert listed.count('id="answer-') - listed.count('id="answer-states') == 4
    assert "25.0%" in told
    assert "8 other answers that waited then still wait." in told
    assert states(job) == ["approved"] * 11 + ["open", "rejected"]
    assert earnings_micros(worker) == 44_000


def test_an_approval_of_many_tells_how_far_it_is_and_stops_when_cancelled(
    at_desk: Client, given: list[Assignment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviewing, "BATCH", 5)
    job = given[0].job
    approval = mass_approving.ask(job=job, asked_by=job.requester, until=NOON, at=NOON)
    assert mass_approving.go_on(approval_id=approval.pk, at=NOON)

    shown = at_desk.get(reverse("jobs:approving", args=[job.public_id])).content.decode()
    page = press(at_desk, "cancel-approving", job, approval.public_id)

    assert "5 of 12 answers are approved and paid." in shown
    assert "No more answers are approved." in page
    assert not mass_approving.go_on(approval_id=approval.pk, at=NOON)
    assert states(job) == ["approved"] * 5 + ["submitted"] * 7


def test_an_approval_of_many_ends_passes_by_what_an_auditor_has_and_is_one_at_a_time(given: list[Assignment]) -> None:
    job = given[0].job
    answers = {"code": "wrong", "words": "No.", "decided_by": job.requester, "at": NOON}
    for one in given[:6]:
        consents.reject_or_ask(assignment=one, **answers)
    later = NOON + timedelta(minutes=1)
    one, again = (mass_approving.ask(job=job, asked_by=job.requester, until=NOON, at=later) for _ in range(2))

    background.approve_many(approval_id=one.pk)

    done = MassApproval.objects.get()
    assert (one, done.state, done.wanted, done.approved) == (again, "done", 6, 6)
    assert states(job) == ["approved"] * 6 + ["open"] * 5 + ["rejected"] * 5 + ["submitted"]
    assert not mass_approving.cancel(approval=done, at=later)
