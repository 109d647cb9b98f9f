"""M24, M27 and M28: what rejections kept from workers, how often they were wrong, how long that took."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import User
from tasks.domain import appeals
from tasks.models import Job
from tests.fixtures import CAT, NOON
from tests.tasks.answering import answer, approve, reject
from transparency.domain import appealing, measures
from transparency.domain.appealing import Share

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # Wilson's interval as tables give it: 0 of 10, 1 of 10, 5 of 10, 10 of 10, 81 of 263 (Newcombe 1998, method 3).
    [
        (0, 10, 0.0, 0.2775),
        (1, 10, 0.0179, 0.4042),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_the_interval_is_wilsons(part: int, whole: int, low: float, high: float) -> None:
    share = Share(part, whole)

    assert (round(share.low, 4), round(share.high, 4)) == (low, high)


def test_nothing_of_nothing_is_no_share() -> None:
    assert (Share(0, 0).value, Share(0, 0).low, Share(0, 0).high) == (None, 0.0, 1.0)


@pytest.fixture
def decided(open_job: Callable[..., Job], worker: User, requester: User, auditor: User) -> Job:
    """Four answers: one approved, one rejected for good, one overturned, one that the requester gave in to."""
    job = open_job(micro_tasks=5, price_micros=4000)
    approved, lost, won, given_in, open_still = answer(job, worker, [CAT] * 5)
    approve(job, [approved])
    for one in (lost, won, given_in, open_still):
        reject(one)
        filed = appeals.file(assignment=one, worker=worker, words="A cat.", at=NOON)
        if one is given_in:
            appeals.give_in(appeal=filed, person=requester, words="", at=NOON + HOUR)
        elif one is not open_still:
            appeals.reply(appeal=filed, person=requester, words="A dog.", at=NOON)
            at = NOON + (2 * HOUR if one is lost else 30 * HOUR)
            appeals.decide(appeal=filed, auditor=auditor, is_won=one is won, words="So.", at=at)
    return job


def test_figures_of_a_job_and_of_the_platform(decided: Job) -> None:
    found = appealing.of_jobs(job_numbers=[decided.pk])

    assert (found.rejection, found.overturn) == (Share(4, 5), Share(2, 3))
    assert (found.withheld_micros, found.overturned_micros, found.open_count) == (8000, 8000, 1)
    assert (found.latency_p50, found.latency_max) == (7200.0, 108_000.0)
    assert found.latency_p95 == pytest.approx(2 * 3600 + 0.9 * 28 * 3600)
    measures.refresh(at=NOON)
    assert appealing.of_platform() == found


def test_a_job_without_decisions_has_no_figures(open_job: Callable[..., Job]) -> None:
    found = appealing.of_jobs(job_numbers=[open_job().pk])

    assert (found.rejection.value, found.overturn.value, found.latency_p50) == (None, None, None)


def test_the_requester_s_record_says_how_many_appeals_workers_won(decided: Job, requester: User) -> None:
    measures.refresh(at=NOON)

    record = measures.of_requesters(requester_numbers=[requester.pk])[requester.pk]
    assert (record.approved_count, record.rejected_count) == (1, 4)
    assert (record.appeal_count, record.overturned_count) == (3, 2)
    assert measures.of_jobs(job_numbers=[decided.pk])[decided.pk].answered_count == 3
