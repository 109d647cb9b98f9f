from datetime import UTC, datetime, timedelta

import pytest

from tasks.domain import claiming, reviewing, submitting
from tasks.models import Assignment
from tests.fixtures import CAT, NOON
from transparency.domain import metrics
from transparency.domain.rollup import keeping
from workers.domain import earnings

MIDNIGHT = NOON - timedelta(hours=13)


def claimed(job, worker, *, after=0):
    return claiming.claim_next(job=job, worker=worker, at=NOON + timedelta(seconds=after))


def submitted(assignment, worker, *, after):
    submitting.submit(
        assignment=assignment, worker=worker, answer=CAT, key=f"k{assignment.pk}", at=NOON + timedelta(seconds=after)
    )


def test_a_second_counts_once_however_many_tabs_it_was_spent_on(worker, open_job):
    here, there = open_job(micro_tasks=1), open_job(micro_tasks=1)
    first, second = claimed(here, worker), claimed(there, worker, after=10)

    submitted(first, worker, after=30)
    submitted(second, worker, after=40)

    taken = earnings.takings(worker=worker, since=MIDNIGHT)
    assert (taken.total_micros, taken.earning_seconds, taken.unpaid_seconds) == (8000, 40.0, 0.0)
    assert taken.hourly_micros == 8000 * 90


def test_work_given_back_is_unpaid_time(worker, open_job):
    job = open_job(micro_tasks=2)
    back = claimed(job, worker)
    submitting.give_back(assignment=back, worker=worker, at=NOON + timedelta(seconds=20))
    submitted(claimed(job, worker, after=20), worker, after=60)

    taken = earnings.takings(worker=worker, since=MIDNIGHT)

    assert (taken.earning_seconds, taken.unpaid_seconds, taken.answer_count) == (40.0, 20.0, 1)


def test_a_lapsed_lease_counts_to_its_last_sign_of_life(worker, open_job):
    job = open_job(micro_tasks=1)
    lapsed = claimed(job, worker)
    Assignment.objects.filter(pk=lapsed.pk).update(last_seen_at=NOON + timedelta(seconds=90))
    submitting.return_expired(at=NOON + timedelta(hours=1))

    assert earnings.takings(worker=worker, since=MIDNIGHT).unpaid_seconds == 90.0


def test_an_answer_to_a_place_that_was_opened_again_counts_from_when_it_was_shown(worker, open_job):
    job = open_job(micro_tasks=1)
    mine = claimed(job, worker)
    Assignment.objects.filter(pk=mine.pk).update(last_seen_at=NOON + timedelta(seconds=600))
    submitting.return_expired(at=NOON + timedelta(seconds=700))

    submitted(mine, worker, after=800)

    taken = earnings.takings(worker=worker, since=MIDNIGHT)
    assert (taken.earning_seconds, taken.unpaid_seconds) == (800.0, 0.0)


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_decided_work_comes_to_the_same_as_in_the_labour_log(worker, requester, open_job, decision):
    job = open_job(micro_tasks=2)
    back = claimed(job, worker)
    submitting.give_back(assignment=back, worker=worker, at=NOON + timedelta(seconds=20))
    given = claimed(job, worker, after=15)
    submitted(given, worker, after=60)
    later = NOON + timedelta(minutes=5)
    if decision == "approve":
        reviewing.approve(job=job, assignment_ids=[given.pk], decided_by_id=requester.pk, at=later)
    else:
        reviewing.reject(assignment=given, code="wrong", words="No.", decided_by_id=requester.pk, at=later)

    taken = earnings.takings(worker=worker, since=MIDNIGHT)
    keeping.refresh_worker(worker_number=worker.pk, at=later)
    logged = metrics.hourly_pay_of_worker(worker_number=worker.pk, since=MIDNIGHT)

    assert taken.total_micros == logged.pay_micros == (4000 if decision == "approve" else 0)
    assert (taken.earning_seconds, taken.unpaid_seconds) == (logged.paid_seconds, logged.unpaid_seconds)


def test_the_day_begins_at_midnight_where_the_platform_is():
    starts = earnings.starts(at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))

    assert [start.isoformat() for start in (starts.day, starts.week, starts.month)] == [
        "2026-07-02T00:00:00+02:00", "2026-06-29T00:00:00+02:00", "2026-07-01T00:00:00+02:00",
    ]  # fmt: skip


def test_what_was_finished_before_the_day_is_not_todays(worker, open_job):
    job = open_job(micro_tasks=1)
    submitted(claimed(job, worker), worker, after=60)

    assert earnings.today(worker=worker, at=NOON + timedelta(days=1)).total_micros == 0
    assert earnings.today(worker=worker, at=NOON + timedelta(hours=2)).total_micros == 4000
