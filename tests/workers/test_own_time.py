"""What counts as the time of an assignment: measured, said by its worker, looked at by a person where it is far off."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from tasks.domain import claiming, reviewing, submitting
from tasks.models import Assignment
from tests.fixtures import CAT, NOON, make_worker
from tests.workers.conftest import address
from tests.workers.test_find import text_of
from transparency.domain.reported_time import credited_seconds
from transparency.models import ReportedTime, WorkEvent
from workers.domain import own_time
from workers.domain.own_time import Usual

AUDIT = reverse("audit:time")
SECONDS = st.floats(0, 10_000, allow_nan=False)
GOLDEN = json.loads((Path(__file__).parent / "job_time.json").read_text())


def said(seconds, *, usual=60.0, waits=False):
    return ReportedTime(seconds=seconds, usual_most_seconds=usual, waits_for_look=waits)


@pytest.mark.parametrize(
    ("lease", "active", "reported", "counts"),
    [
        (100.0, 40.0, None, 40.0),
        (100.0, 40.0, said(70), 70.0),
        (100.0, 40.0, said(10), 40.0),
        (100.0, 40.0, said(500), 100.0),
        (100.0, None, None, 25.0),
        (10.0, None, None, 10.0),
        (100.0, None, said(50), 50.0),
        (900.0, 40.0, said(600, waits=True), 90.0),
        (900.0, 200.0, said(600, waits=True), 200.0),
    ],
)
def test_what_counts_is_the_greater_of_measured_and_said_within_the_lease(lease, active, reported, counts):
    assert credited_seconds(lease=lease, active=active, reported=reported, typical=25.0) == counts


@given(SECONDS, SECONDS, st.integers(0, 10_000), SECONDS)
def test_to_say_something_never_lowers_what_counts(lease, active, seconds, usual):
    alone = credited_seconds(lease=lease, active=active, reported=None, typical=25.0)

    for waits in (False, True):
        reported = said(seconds, usual=usual, waits=waits)
        assert alone <= credited_seconds(lease=lease, active=active, reported=reported, typical=25.0) <= lease


def answered(job, worker, *, active=0, lease=300):
    """Submitted just now, `lease` seconds after it was shown; `active` of them were measured in use."""
    at = now()
    given = claiming.claim_next(job=job, worker=worker, at=at - timedelta(seconds=lease))
    Assignment.objects.filter(pk=given.pk).update(active_ms=active * 1000, visible_ms=active * 1000)
    submitting.submit(assignment=given, worker=worker, answer=CAT, key=f"k{given.pk}", at=at)
    return Assignment.objects.get(pk=given.pk)


def test_a_jobs_time_is_the_median_over_micro_tasks_of_the_median_over_workers(open_job, monkeypatch):
    monkeypatch.setattr(own_time, "LEAST_PEOPLE", 3)
    job = open_job(micro_tasks=3, wanted_answers=3)
    people = [make_worker(number) for number in range(10, 13)]
    for micro_task, seconds in zip(
        job.micro_tasks.order_by("position"), GOLDEN["seconds_by_item"].values(), strict=True
    ):
        rows = Assignment.objects.filter(micro_task=micro_task).order_by("ordinal")
        for row, person, active in zip(rows, people, seconds, strict=False):
            Assignment.objects.filter(pk=row.pk).update(
                state="submitted", worker=person, claimed_at=NOON, shown_at=NOON, due_at=NOON, last_seen_at=NOON,
                submitted_at=NOON, price_micros=job.price_micros, active_ms=active * 1000, visible_ms=active * 1000,
            )  # fmt: skip

    assert own_time.usual_of(job_ids=[job.pk])[job.pk].typical_seconds == GOLDEN["estimate_seconds"]


def test_ten_people_tell_nothing_however_much_they_answer_and_the_eleventh_does(worker, open_job):
    job = open_job(micro_tasks=4, wanted_answers=9)
    for person in [worker, *map(make_worker, range(10, 19))]:
        for _time in range(2):
            answered(job, person, active=20)

    assert own_time.usual_of(job_ids=[job.pk]) == {job.pk: Usual(3.0, 3.0)}
    answered(job, make_worker(19), active=20)
    assert own_time.usual_of(job_ids=[job.pk]) == {job.pk: Usual(20.0, 20.0)}


def test_minutes_away_from_the_screen_are_added_until_approval(browser, worker, requester, open_job):
    job = open_job(expected_seconds=60)
    mine = answered(job, worker, active=40)

    kept = browser.post(address("report-time", mine), {"minutes": "1", "whole_seconds": "30"}, follow=True)
    reviewing.approve(job=job, assignment_ids=[mine.pk], decided_by_id=requester.pk, at=now())
    late = browser.post(address("report-time", mine), {"minutes": "3"}, follow=True)

    assert "Kept: 1\xa0min\xa030\xa0s count for this one." in kept.content.decode()
    assert "The time of this one is settled" in text_of(late)
    assert ReportedTime.objects.get().seconds == 90
    event = WorkEvent.objects.get(type="time.self_reported")
    assert (event.seconds, event.worker_number, event.assignment_number) == (90, worker.pk, mine.pk)


def test_far_more_than_others_waits_for_a_person_and_counts_in_part(browser, browser_of, auditor, worker, open_job):
    mine = answered(open_job(expected_seconds=20), worker, active=10)

    said_so = browser.post(address("report-time", mine), {"minutes": "2"}, follow=True)
    meanwhile = own_time.times_of(assignments=[mine])[mine.pk].credited_seconds
    page = browser_of(auditor).get(AUDIT)
    browser_of(auditor).post(AUDIT, {"assignment": mine.pk, "seconds": "120"})

    assert "a person looks at it" in text_of(said_so)
    assert meanwhile == 30.0
    assert "Cat or dog" in text_of(page)
    assert own_time.times_of(assignments=[mine])[mine.pk].credited_seconds == 120.0
    words = WorkEvent.objects.filter(type__startswith="time.").order_by("pk").values_list("type", "seconds", "note")
    assert list(words) == [("time.self_reported", 120, "to look at"), ("time.corrected", 120, "looked at")]


def test_nobody_grants_more_than_the_worker_said(browser, browser_of, auditor, worker, open_job):
    mine = answered(open_job(expected_seconds=20), worker, active=10)
    browser.post(address("report-time", mine), {"minutes": "2"})

    for wrong in ({"assignment": mine.pk, "seconds": "121"}, {"assignment": "x", "seconds": "1"}, {}):
        browser_of(auditor).post(AUDIT, wrong)

    assert ReportedTime.objects.get().waits_for_look


def test_the_same_word_twice_is_one_event(browser, worker, open_job):
    mine = answered(open_job(), worker)

    for _ in range(2):
        browser.post(address("report-time", mine), {"whole_seconds": "30"})

    assert WorkEvent.objects.filter(type="time.self_reported").count() == 1


@pytest.mark.parametrize("wrong", [{"minutes": "-1"}, {"minutes": "1441"}, {"whole_seconds": "60"}, {"minutes": "x"}])
def test_what_is_no_time_changes_nothing(browser, worker, open_job, wrong):
    mine = answered(open_job(), worker)

    response = browser.post(address("report-time", mine), wrong, follow=True)

    assert "Nothing was changed." in text_of(response)
    assert not ReportedTime.objects.exists()


def test_my_work_says_what_counts_and_proposes_what_was_measured(browser, worker, open_job):
    job = open_job(expected_seconds=60)
    answered(job, worker, active=100)
    answered(job, worker)

    page = browser.get(reverse("work:mine"))

    assert "In view 1\xa0min\xa040\xa0s, in use 1\xa0min\xa040\xa0s." in page.content.decode()
    assert "estimated" in text_of(page)
    assert 'name="minutes" min="0" max="1440" inputmode="numeric" value="1"' in page.content.decode()


def test_every_report_that_waits_for_a_look_can_be_found(browser_of, auditor):
    waiting = {"worker_number": 1, "requester_number": 2, "job_number": 3, "usual_most_seconds": 1.0, "seconds": 60}
    ReportedTime.objects.bulk_create(
        ReportedTime(assignment_number=number, waits_for_look=True, reported_at=now(), **waiting)
        for number in range(1, 52)
    )

    page = browser_of(auditor).get(AUDIT, {"page": "2"})

    assert page.content.decode().count('name="assignment"') == 1
