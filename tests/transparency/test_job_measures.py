"""What lists and pages read of a job and its requester, on made-up work of a crowd."""

from datetime import timedelta
from typing import Any

import pytest

from tests.transparency.conftest import START
from transparency.domain import log, measures
from transparency.models import Attention, JobMeasure, RequesterMeasure, WorkEvent

LATER = START + timedelta(days=1)


@pytest.fixture
def crowd(past_job, work):
    """So many workers: the first answers in 10 s, the next in 20 s … each for ten cents, and returns one after 10 s."""

    def make(count: int) -> Any:
        job = past_job(1)
        for number in range(1, count + 1):
            work(job, seconds=10 * number, micros=100_000, worker=number)
            work(job, seconds=10, worker=number)
        measures.refresh(at=LATER)
        return JobMeasure.objects.get(job_number=1)

    return make


def test_a_job_of_eleven_people_tells_how_pay_and_time_lie_over_them(crowd):
    found = crowd(11)

    assert (found.p10_seconds, found.median_seconds, found.p90_seconds) == (20.0, 60.0, 100.0)
    assert found.hourly_median_micros == round(100_000 * 3600 / 70)
    assert (found.hourly_p10_micros, found.hourly_p90_micros) == (round(36e7 / 110), round(36e7 / 30))
    assert (found.rated_count, found.unpaid_minutes) == (11, pytest.approx(60 * 110 / 660))
    assert found.hourly_micros == round(1_100_000 * 3600 / 770)
    # The floor is €12.02 an hour: only who needed 20 s in all or less reached it.
    assert found.floor_share == pytest.approx(1 / 11)
    assert found.estimate_ratio == pytest.approx(60 / 60)


def test_ten_people_are_too_few_for_anything_that_tells_of_people(crowd):
    found = crowd(10)

    told = (found.hourly_micros, found.hourly_median_micros, found.floor_share, found.unpaid_minutes)
    assert (*told, found.median_seconds, found.estimate_ratio) == (None,) * 6
    assert (found.pay_micros, found.worker_count, found.answered_count) == (1_000_000, 10, 10)


def test_credited_time_is_what_was_in_use_within_the_time_it_was_shown(crowd):
    crowd(11)
    for number, event in enumerate(WorkEvent.objects.filter(type="task.submitted").order_by("worker_number"), start=1):
        Attention.objects.create(
            worker_number=event.worker_number, job_number=1, assignment_number=event.assignment_number, tab="t", seq=1,
            started_at=event.started_at, visible_ms=9_000_000, active_ms=7000 if number < 11 else 9_000_000, media_ms=0,
            told_at=LATER, is_late=False,
        )  # fmt: skip
    JobMeasure.objects.update(seen_event=0)

    measures.refresh(at=LATER)

    found = JobMeasure.objects.get(job_number=1)
    assert (found.median_seconds, found.estimate_ratio) == (7.0, pytest.approx(7 / 60))
    assert found.p90_seconds == 7.0


def test_time_to_pay_and_what_rejections_keep_back(past_job, work):
    job = past_job(1)
    for hours in (1, 2, 3):
        work(job, seconds=60, micros=100_000, worker=hours)
    work(job, seconds=60, outcome="rejected", worker=4)
    paid = WorkEvent.objects.filter(type="task.submitted").exclude(worker_number=4)
    log.record(
        [
            log.Event(
                type=log.Type.SUBMITTED, at=START, started_at=START, ended_at=START, worker_number=5, job_number=1,
                requester_number=job.requester_number, assignment_number=900,
            ),
            log.Event(
                type=log.Type.PAID, at=START + timedelta(hours=10), worker_number=5, job_number=1, micros=100_000,
                requester_number=job.requester_number, assignment_number=900,
            ),
        ]
    )  # fmt: skip

    measures.refresh(at=LATER)

    found = JobMeasure.objects.get(job_number=1)
    assert (found.pay_hours_p50, found.pay_hours_max) == (0.0, 10.0)
    assert found.pay_hours_p95 == pytest.approx(8.5)
    assert (paid.count(), found.answer_count, found.answered_count) == (4, 5, 4)


def test_the_record_of_a_requester_holds_all_their_jobs_and_the_last_ninety_days(past_job, work):
    for number in (1, 2):
        job = past_job(number)
        for worker in range(11):
            work(job, seconds=30, micros=100_000, worker=worker)

    measures.refresh(at=LATER)
    found = RequesterMeasure.objects.get()
    assert (found.hourly_micros, found.worker_count) == (12_000_000, 11)
    assert (found.recent_hourly_micros, found.recent_worker_count) == (12_000_000, 11)

    JobMeasure.objects.update(seen_event=0)
    measures.refresh(at=LATER + timedelta(days=91))
    found.refresh_from_db()
    assert (found.hourly_micros, found.recent_hourly_micros, found.recent_worker_count) == (12_000_000, None, 0)
