"""M13 and M13b on the golden numbers of wages.json, by the pure function and from rows of the labour log."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transparency.domain import log, metrics, wages
from transparency.domain.anonymity import publishable
from transparency.domain.metrics import HourlyPay
from transparency.domain.rollup import keeping, reading
from transparency.domain.rollup.rates import hourly_micros

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
WAGES = json.loads((Path(__file__).parents[1] / "vectors" / "wages.json").read_text())
ENDS = {"paid": log.Type.SUBMITTED, "returned": log.Type.RETURNED, "rejected": log.Type.SUBMITTED}
stretches = st.lists(
    st.tuples(st.integers(0, 5000), st.integers(0, 600)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    max_size=30,
)


def euros(micros: int | None) -> str:
    assert micros is not None
    return str((Decimal(micros) / 1_000_000).quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN))


def event(kind: log.Type, *, number: int, at: float, worker: int = 7, job: int = 1, **more: object) -> log.Event:
    return log.Event(
        type=kind,
        at=START + timedelta(seconds=at),
        worker_number=worker,
        requester_number=3,
        job_number=job,
        assignment_number=number,
        **more,
    )


def write(number: int, start: float, end: float, outcome: str, micros: int, **who: int) -> None:
    """The log of one attempt: a stretch, and what was decided on it."""
    stretch = {"started_at": START + timedelta(seconds=start), "ended_at": START + timedelta(seconds=end)}
    rows = [event(ENDS[outcome], number=number, at=end, **stretch, **who)]
    if outcome == "paid":
        rows.append(event(log.Type.APPROVED, number=number, at=end, **who))
        rows.append(event(log.Type.PAID, number=number, at=end, micros=micros, **who))
    if outcome == "rejected":
        rows.append(event(log.Type.REJECTED, number=number, at=end, note="wrong", **who))
    log.record(rows)


def by_job(*numbers: int) -> dict[int, HourlyPay]:
    """What the days say once they hold everything that was logged."""
    keeping.roll_up(at=START)
    return metrics.hourly_pay_by_job(job_numbers=numbers)


def total() -> HourlyPay:
    keeping.roll_up(at=START)
    return metrics.of_labour(reading.labour_of_all(first=date.min, last=date.max))


def of_worker() -> HourlyPay:
    keeping.refresh_worker(worker_number=7, at=START)
    return metrics.hourly_pay_of_worker(worker_number=7, since=START)


def write_wages(**who: int) -> None:
    for number, (start, end, pay, outcome) in enumerate(WAGES["intervals"], start=1):
        write(number, start, end, outcome, int(Decimal(pay) * 1_000_000), **who)


def test_the_union_gives_the_golden_seconds():
    paid = [(start, end) for start, end, _pay, outcome in WAGES["intervals"] if outcome == "paid"]
    everything = [(start, end) for start, end, _pay, _outcome in WAGES["intervals"]]

    assert wages.union_seconds(paid) == WAGES["union_paid_seconds"]
    assert wages.union_seconds(everything) == WAGES["union_all_seconds"]
    assert sum(end - start for start, end in everything) == WAGES["naive_sum_seconds"]


def test_the_pure_rates_are_the_golden_ones():
    pay = sum(int(Decimal(amount) * 1_000_000) for _start, _end, amount, _outcome in WAGES["intervals"])

    assert euros(hourly_micros(pay_micros=pay, seconds=WAGES["union_paid_seconds"])) == "6.57"
    assert euros(hourly_micros(pay_micros=pay, seconds=WAGES["union_all_seconds"])) == "3.22"


@pytest.mark.parametrize("read", ["by_job", "of_worker", "total"])
def test_the_log_gives_the_golden_rates_by_every_door(db, read):
    write_wages()

    pay = {"by_job": lambda: by_job(1)[1], "of_worker": of_worker, "total": total}[read]()

    assert (pay.pay_micros, pay.paid_seconds, pay.all_seconds) == (420_000, 230.0, 470.0)
    assert euros(pay.paid_only_hourly_micros) == "6.57" == WAGES["paid_only_hourly_M13"]
    assert euros(pay.all_tasks_hourly_micros) == "3.22" == WAGES["all_tasks_hourly_M13b"]
    assert (pay.worker_count, pay.answer_count, pay.pending_seconds) == (1, 5, 0.0)


def test_two_workers_at_the_same_time_count_twice(db):
    write_wages(worker=7)
    for number, (start, end, pay, outcome) in enumerate(WAGES["intervals"], start=11):
        write(number, start, end, outcome, int(Decimal(pay) * 1_000_000), worker=8)

    pay = by_job(1)[1]

    assert (pay.worker_count, pay.paid_seconds, pay.all_seconds) == (2, 460.0, 940.0)
    assert euros(pay.all_tasks_hourly_micros) == "3.22"


def test_a_second_in_two_jobs_counts_once_for_the_platform(db):
    write(1, 0, 60, "paid", 100_000, job=1)
    write(2, 30, 90, "paid", 100_000, job=2)

    assert total().paid_seconds == 90.0
    assert {job: pay.paid_seconds for job, pay in by_job(1, 2).items()} == {
        1: 60.0,
        2: 60.0,
    }


def test_work_that_waits_for_a_decision_is_in_neither_rate(db):
    stretch = {"started_at": START, "ended_at": START + timedelta(seconds=40)}
    log.record([event(log.Type.SUBMITTED, number=1, at=40, **stretch)])

    pay = by_job(1)[1]

    assert (pay.pending_seconds, pay.paid_seconds, pay.all_seconds) == (40.0, 0.0, 0.0)
    assert pay.paid_only_hourly_micros is None
    assert pay.all_tasks_hourly_micros is None


def test_whoever_only_waits_is_not_counted_behind_the_figures(db):
    stretch = {"started_at": START, "ended_at": START + timedelta(seconds=40)}
    log.record([event(log.Type.SUBMITTED, number=n, at=40, worker=n, **stretch) for n in range(2, 13)])
    write(1, 0, 60, "paid", 100_000, worker=1)

    pay = by_job(1)[1]

    assert (pay.worker_count, pay.answer_count, pay.pending_seconds) == (1, 1, 440.0)
    assert publishable(pay) is None


def test_a_late_answer_that_was_paid_is_paid_time(db):
    stretch = {"started_at": START, "ended_at": START + timedelta(seconds=30)}
    log.record([event(log.Type.EXPIRED, number=1, at=100, **stretch)])
    stretch["ended_at"] = START + timedelta(seconds=120)
    log.record([event(log.Type.SUBMITTED, number=1, at=120, note="late", **stretch)])
    log.record([event(log.Type.PAID, number=1, at=120, micros=10_000, note="late")])

    pay = by_job(1)[1]

    assert (pay.pay_micros, pay.paid_seconds, pay.all_seconds) == (10_000, 120.0, 120.0)


def test_a_submission_that_was_taken_back_is_counted_with_the_one_that_stands(db):
    write_wages()
    before = by_job(1)[1]
    submitted = {"started_at": START, "ended_at": START + timedelta(seconds=9000)}
    log.record([event(log.Type.SUBMITTED, number=1, at=9000, **submitted), event(log.Type.UNDONE, number=1, at=9001)])
    start, end, _pay, _outcome = WAGES["intervals"][0]
    stretch = {"started_at": START + timedelta(seconds=start), "ended_at": START + timedelta(seconds=end)}
    log.record([event(log.Type.SUBMITTED, number=1, at=9002, **stretch)])

    assert by_job(1)[1] == before
    assert total() == before


def test_what_was_claimed_ahead_and_never_shown_is_no_work_and_nobodys(db):
    write_wages()
    before = by_job(1)[1]
    stretch = {"started_at": START, "ended_at": START, "note": log.UNSEEN}

    log.record([event(kind, number=90, at=9, worker=9, **stretch) for kind in (log.Type.EXPIRED, log.Type.RETURNED)])

    assert by_job(1)[1] == before


def test_jobs_without_work_are_absent(db):
    assert by_job(5) == {}


@given(stretches)
def test_the_union_is_never_longer_than_the_sum_nor_shorter_than_the_longest(found):
    union = wages.union_seconds(found)

    assert max((end - start for start, end in found), default=0) <= union <= sum(end - start for start, end in found)


@given(stretches, st.randoms())
def test_neither_order_nor_doubles_change_the_union(found, chance):
    shuffled = found + found[: len(found) // 2]
    chance.shuffle(shuffled)

    assert wages.union_seconds(shuffled) == wages.union_seconds(found)


@given(stretches, st.integers(0, 5000), st.integers(0, 600))
def test_one_more_stretch_never_shortens_the_union(found, start, length):
    assert wages.union_seconds([*found, (start, start + length)]) >= wages.union_seconds(found)
