"""What pages read of days of work: sums by the database, rates as ratios of sums."""

from datetime import date

import pytest

from transparency.domain.rollup import reading
from transparency.domain.rollup.kinds import Kind
from transparency.models import JobDay, WorkerDay

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


def worker_day(worker: int, day: int, **more: object) -> None:
    WorkerDay.objects.create(worker_number=worker, day=date(2026, 3, day), **more)


def job_day(worker: int, day: int, **more: object) -> None:
    JobDay.objects.create(job_number=1, worker_number=worker, day=date(2026, 3, day), **more)


def test_rates_of_a_worker_are_ratios_of_the_sums_of_their_days(db):
    clusters = [470.0, 510.0, *[710.0] * 11]
    worker_day(
        7, 2, pay_micros=320_000, floor_micros=50_000, paid_seconds=170, counted_seconds=410, returned_seconds=120,
        rejected_seconds=120, search_seconds=60, presence_seconds=500, pending_seconds=30, paid_count=3,
        cluster_seconds=clusters,
    )  # fmt: skip
    worker_day(7, 3, pay_micros=50_000, paid_seconds=60, counted_seconds=60, presence_seconds=60)
    worker_day(8, 3, pay_micros=9_000_000, paid_seconds=60, presence_seconds=60)

    labour = reading.labour_of_worker(worker_number=7, first=FIRST, last=LAST)

    assert (labour.worker_number, labour.worker_count, labour.day_count) == (7, 1, 2)
    assert labour.paid_only_hourly_micros == 420_000 * 3600 // 230
    assert labour.all_tasks_hourly_micros == 3_217_021
    assert labour.presence_hourly_micros == 420_000 * 3600 // 530
    assert labour.cluster_hourly_micros[:2] == [3_217_021, 2_964_706]
    assert labour.unpaid[Kind.SEARCH] == 60.0
    assert (labour.unpaid_minutes_per_paid_hour, labour.unpaid_share) == (60 * 300 / 230, 300 / 530)


def test_nothing_has_no_rate(db):
    labour = reading.labour_of_all(first=FIRST, last=LAST)

    assert (labour.worker_count, labour.presence_seconds, labour.cluster_hourly_micros) == (0, 0.0, [None] * 13)
    assert labour.paid_only_hourly_micros is labour.unpaid_share is labour.unpaid_minutes_per_paid_hour is None


def test_everybodys_labour_is_that_of_the_days_asked_for(db):
    worker_day(7, 2, paid_seconds=100, paid_count=1, presence_seconds=100)
    worker_day(8, 31, waiting_seconds=50, presence_seconds=50)
    WorkerDay.objects.create(worker_number=9, day=date(2026, 4, 1), paid_seconds=1)

    labour = reading.labour_of_all(first=FIRST, last=LAST)

    assert (labour.worker_count, labour.decided_count) == (2, 1)
    assert (labour.paid_seconds, labour.unpaid_seconds, labour.presence_seconds) == (100.0, 50.0, 150.0)
    assert [one.worker_number for one in reading.labour_by_worker(first=FIRST, last=LAST)] == [7, 8]


def test_a_jobs_time_at_work_is_that_of_all_its_kinds(db):
    job_day(7, 2, paid_seconds=100, pending_seconds=20, search_seconds=30, pay_micros=1)
    job_day(7, 3, paid_seconds=10)
    job_day(8, 3, returned_seconds=5)

    labour = reading.labour_of_job(job_number=1)
    people = reading.workers_of_job(job_number=1)

    assert (labour.job_number, labour.worker_count, labour.presence_seconds) == (1, 2, 165.0)
    assert [(one.worker_number, one.paid_seconds, one.presence_seconds) for one in people] == [
        (7, 110.0, 160.0),
        (8, 0.0, 5.0),
    ]
    assert reading.labour_by_job(job_numbers=[1, 2], first=date(2026, 3, 3))[1].paid_seconds == pytest.approx(10.0)


def test_a_worker_is_read_in_one_query_each(db, django_assert_num_queries):
    worker_day(7, 2)

    with django_assert_num_queries(2):
        reading.labour_of_worker(worker_number=7, first=FIRST, last=LAST)
        assert len(reading.days_of_worker(worker_number=7, first=FIRST, last=LAST)) == 1
