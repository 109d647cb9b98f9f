"""Days of work follow the log: whatever comes late, twice, at once or is interrupted, they come to the same."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from tests.transparency.rollup.logged import LATER, MONDAY, START, attempt, decision, event, moment, presence
from transparency.domain import log
from transparency.domain.rollup import keeping, marks, reading
from transparency.models import JobDay, Presence, RollUpMark, WorkerDay

WAGES = json.loads((Path(__file__).parents[2] / "vectors" / "wages.json").read_text())
DAY = 86_400


def rows_of(model: Any) -> list[dict[str, Any]]:
    """The rows as they stand, but for their own numbers."""
    found = model.objects.order_by("worker_number", "day", *(["job_number"] if model is JobDay else [])).values()
    return [{name: value for name, value in row.items() if name != "id"} for row in found]


def monday(worker: int = 7) -> WorkerDay:
    return WorkerDay.objects.get(worker_number=worker, day=MONDAY)


def test_a_day_holds_the_golden_seconds_and_the_curve(db):
    for start, end, pay, outcome in WAGES["intervals"]:
        attempt(start, end, outcome, micros=int(Decimal(pay) * 1_000_000))

    assert keeping.roll_up(at=LATER) == 1

    day, labour = monday(), reading.labour_of_worker(worker_number=7, first=MONDAY, last=MONDAY)
    assert (day.pay_micros, day.paid_seconds, day.counted_seconds) == (420_000, 230.0, 470.0)
    assert (day.submitted_count, day.paid_count, day.rejected_count, day.returned_count) == (5, 4, 1, 1)
    assert [day.cluster_seconds[gap] for gap in (0, 1, 5, 12)] == [470.0, 510.0, 710.0, 710.0]
    assert (labour.paid_only_hourly_micros, labour.all_tasks_hourly_micros) == (6_573_913, 3_217_021)
    assert reading.labour_of_job(job_number=1).counted_seconds == 470.0


def test_work_across_midnight_is_cut_there_and_paid_on_the_day_it_ended(db):
    # Midnight in Paris is 23:00 UTC: fourteen hours after nine.
    midnight = 14 * 3600
    attempt(midnight - 60, midnight + 20, "paid", micros=50)

    keeping.roll_up(at=LATER)

    days = reading.days_of_worker(worker_number=7, first=MONDAY, last=MONDAY + timedelta(days=1))
    assert [(day.paid_seconds, day.pay_micros, day.paid_count) for day in days] == [(60.0, 0, 0), (20.0, 50, 1)]
    assert [(day.night_seconds, day.hour_seconds[23], day.hour_seconds[0]) for day in days] == [
        (60.0, 60.0, 0.0), (20.0, 0.0, 20.0),
    ]  # fmt: skip


def test_a_second_in_two_jobs_counts_once_for_the_worker_and_whole_for_each_job(db):
    attempt(0, 60, "paid", micros=50, job=1)
    attempt(30, 90, "rejected", micros=50, job=2)
    presence(0, 100)

    keeping.roll_up(at=LATER)

    day = monday()
    assert (day.paid_seconds, day.rejected_seconds, day.waiting_seconds) == (60.0, 30.0, 10.0)
    assert (day.presence_seconds, day.withheld_micros) == (100.0, 50)
    jobs = JobDay.objects.order_by("job_number").values_list("job_number", "paid_seconds", "rejected_seconds")
    assert list(jobs) == [(1, 60.0, 0.0), (2, 0.0, 60.0)]


def test_a_decision_that_comes_weeks_later_changes_the_day_of_the_work(db):
    number = attempt(0, 60, "pending")
    keeping.roll_up(at=START)
    assert monday().pending_seconds == 60.0

    log.record([decision(number, "paid", 20 * DAY, micros=70)])
    keeping.roll_up(at=LATER)

    assert (monday().pending_seconds, monday().paid_seconds, monday().pay_micros) == (0.0, 60.0, 70)
    assert WorkerDay.objects.count() == 1


def test_a_day_of_which_nothing_is_left_has_no_row(db):
    number = attempt(0, 60, "pending")
    keeping.roll_up(at=START)
    assert WorkerDay.objects.count() == JobDay.objects.count() == 1

    log.record([event("task.undone", 61, assignment_number=number)])
    keeping.roll_up(at=LATER)

    assert WorkerDay.objects.count() == JobDay.objects.count() == 0


def test_what_lifts_pay_to_the_floor_and_bonuses_belong_to_the_day_they_were_given_on(db):
    attempt(0, 60, "paid", micros=50)
    log.record([event("topup.granted", DAY, micros=7), event("task.bonus", DAY, micros=9, job=2)])

    keeping.roll_up(at=LATER)

    tuesday = WorkerDay.objects.get(day=date(2026, 3, 3))
    assert (tuesday.floor_micros, tuesday.bonus_micros, tuesday.presence_seconds) == (7, 9, 0.0)
    assert JobDay.objects.get(job_number=1, day=date(2026, 3, 3)).floor_micros == 7
    assert JobDay.objects.get(job_number=2).bonus_micros == 9


def test_the_time_at_work_that_still_runs_counts_up_to_the_last_sign_of_life(db):
    Presence.objects.create(worker_number=7, started_at=START, last_seen_at=moment(30))
    keeping.roll_up(at=moment(30))
    assert monday().waiting_seconds == 30.0

    Presence.objects.update(last_seen_at=moment(300))
    keeping.refresh_worker(worker_number=7, at=moment(300))

    assert monday().waiting_seconds == 300.0


def test_a_worker_reads_their_own_day_exactly_before_the_clock_has_come(db, django_assert_max_num_queries):
    attempt(0, 60, "paid", micros=50)
    attempt(0, 60, "paid", micros=50, worker=8)

    with django_assert_max_num_queries(14):
        keeping.refresh_worker(worker_number=7, at=moment(60))

    assert [day.worker_number for day in WorkerDay.objects.all()] == [7]
    assert monday().paid_seconds == 60.0


def test_an_outage_counts_for_everybody_who_was_at_work(db):
    presence(0, 100)
    keeping.roll_up(at=START)
    ended = log.Event(
        type=log.Type.OUTAGE_ENDED, at=moment(90), worker_number=None, started_at=moment(40), ended_at=moment(90)
    )
    log.record([ended])

    keeping.roll_up(at=LATER)

    assert (monday().technical_seconds, monday().waiting_seconds) == (50.0, 50.0)


@pytest.mark.django_db(transaction=True)
def test_what_commits_late_with_a_lower_number_is_not_lost(hold_open: Callable[..., Any]) -> None:
    with hold_open(lambda: attempt(0, 60, "paid", micros=50, worker=8)):
        log.record([event("message.sent", 100, assignment_number=n) for n in range(3000)])
        for minute in range(3):
            keeping.roll_up(at=moment(200 + 60 * minute))
        assert not WorkerDay.objects.filter(worker_number=8).exists()

    keeping.roll_up(at=moment(600))

    assert monday(8).pay_micros == 50


@pytest.mark.django_db(transaction=True)
def test_the_mark_moves_on_once_nothing_can_come_late_any_more(hold_open: Callable[..., Any]) -> None:
    log.record([event("message.sent", 100, assignment_number=n) for n in range(3000)])
    with hold_open(lambda: attempt(0, 60, "paid", micros=50, worker=8)):
        keeping.roll_up(at=moment(200))
        log.record([event("message.sent", 300, assignment_number=n) for n in range(3000)])
        keeping.roll_up(at=moment(260))
        assert RollUpMark.objects.get().seen_event <= 3000
    keeping.roll_up(at=moment(320))
    keeping.roll_up(at=moment(380))

    assert RollUpMark.objects.get().seen_event >= 5000
    assert keeping.roll_up(at=moment(440)) == 0


@pytest.mark.django_db(transaction=True)
def test_only_one_process_follows_the_log(hold_open: Callable[..., Any]) -> None:
    attempt(0, 60, "paid", micros=50)

    with hold_open(_follow_elsewhere):
        assert keeping.roll_up(at=LATER) == 0
        assert not WorkerDay.objects.exists()

    assert keeping.roll_up(at=LATER) == 1


def _follow_elsewhere() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [keeping.FOLLOWING])


def test_rolling_up_again_changes_nothing(db):
    attempt(0, 60, "paid", micros=50)
    keeping.roll_up(at=START)
    before = rows_of(WorkerDay), rows_of(JobDay)

    keeping.roll_up(at=START)

    assert (rows_of(WorkerDay), rows_of(JobDay)) == before


def test_days_made_anew_are_the_same_to_the_last_digit(db, capsys):
    for worker in (7, 8):
        for number in range(40):
            outcome = ("paid", "rejected", "returned", "expired", "pending")[number % 5]
            attempt(number * 9_000.1, number * 9_000.1 + 61.000003, outcome, micros=40 + number, worker=worker)
            if number % 10 == 0:
                keeping.roll_up(at=moment(number * 9_000 + 100))
        presence(0, 400_000, worker=worker)
    log.record([event("list.viewed", 8_000, worker=8), event("task.claimed", 8_020, worker=8, assignment_number=1)])
    keeping.roll_up(at=LATER)
    before = rows_of(WorkerDay), rows_of(JobDay)

    WorkerDay.objects.filter(worker_number=8).update(paid_seconds=1)
    WorkerDay.objects.create(worker_number=7, day=date(2020, 1, 1), paid_seconds=5)
    JobDay.objects.filter(worker_number=7).delete()
    call_command("rebuild_days")

    assert (rows_of(WorkerDay), rows_of(JobDay)) == before
    assert len(before[0]) == 12
    assert "2" in capsys.readouterr().out


def test_what_was_interrupted_is_done_again(db, monkeypatch):
    attempt(0, 60, "paid", micros=50, worker=7)
    attempt(0, 60, "paid", micros=50, worker=8)
    with monkeypatch.context() as patch:
        patch.setattr(marks, "move", _interrupt)
        with pytest.raises(KeyboardInterrupt):
            keeping.roll_up(at=START)

    keeping.roll_up(at=START)

    assert WorkerDay.objects.count() == 2


def _interrupt(*_all: object, **_named: object) -> None:
    raise KeyboardInterrupt


def test_a_database_that_moved_elsewhere_loses_nothing(db):
    RollUpMark.objects.create(pk=1, seen_xid=2**40, next_xid=2**40, rolled_up_at=START)
    attempt(0, 60, "paid", micros=50)

    keeping.roll_up(at=LATER)

    assert monday().pay_micros == 50
    assert RollUpMark.objects.get().next_xid < 2**40
