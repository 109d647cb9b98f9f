"""How long answers wait for their pay: by ranges, right to within a tenth, the longest exactly."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.transparency.conftest import START
from transparency.domain import log
from transparency.domain.auditing import delays

DAY = date(2026, 3, 2)
HOUR = 3600


@pytest.fixture
def paid_after(past_job):
    """Logs an answer to job 1 that was paid so many seconds after it was given: `paid_after(3600)`."""
    job, numbers = past_job(1), iter(range(1, 10_000))

    def make(seconds: float) -> None:
        who = {"worker_number": 7, "job_number": job.pk, "requester_number": 1, "assignment_number": next(numbers)}
        log.record(
            [
                log.Event(
                    type=log.Type.SUBMITTED, at=START, started_at=START - timedelta(minutes=1), ended_at=START, **who
                ),
                log.Event(type=log.Type.PAID, at=START + timedelta(seconds=seconds), micros=1000, **who),
            ]
        )

    return make


def test_percentiles_are_right_to_within_a_tenth_and_the_longest_exactly(paid_after):
    seconds = [30.0 + 300 * number for number in range(101)]
    for each in seconds:
        paid_after(each)
    delays.refresh()

    found = delays.delays(first=DAY, last=DAY)

    assert found.count == 101
    assert found.p50 == pytest.approx(seconds[50], rel=0.1)
    assert found.p95 == pytest.approx(seconds[95], rel=0.1)
    assert found.most == seconds[100]


def test_counting_again_counts_nothing_twice_and_adds_what_came(paid_after):
    paid_after(HOUR)
    delays.refresh()
    paid_after(2 * HOUR)
    for _again in range(2):
        delays.refresh()

    assert delays.delays(first=DAY, last=DAY).count == 2


def test_days_and_jobs_are_told_apart(paid_after):
    paid_after(HOUR)
    paid_after(26 * HOUR)
    delays.refresh()

    assert delays.delays(first=DAY, last=DAY).count == 1
    assert delays.delays(first=DAY, last=DAY + timedelta(days=1)).most == 26 * HOUR
    assert delays.delays(first=DAY, last=DAY, job_numbers=[2]) is None
