"""A job's page while it runs: the newest answers, and how quickly they come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tasks.domain import claiming, jobs, live, pausing, reviewing, submitting
from tasks.domain.progress import answering_of
from tasks.models import Assignment, Job
from tests.fixtures import CAT, DOG, NOON


def answer(job: Job, worker: User, minutes: int, content: dict[str, str] = CAT) -> Assignment:
    at = NOON + timedelta(minutes=minutes)
    mine = claiming.claim_next(job=job, worker=worker, at=at)
    submitting.submit(assignment=mine, worker=worker, answer=content, key=f"{mine.pk}", at=at)
    return mine


def test_the_newest_answers_come_first_and_rejected_ones_not_at_all(
    open_job: Callable[..., Job], worker: User, requester: User
) -> None:
    job = open_job(micro_tasks=4)
    first, second, third = (answer(job, worker, minutes) for minutes in (1, 2, 3))
    reviewing.approve(job=job, assignment_ids=[first.pk], decided_by_id=requester.pk, at=NOON)
    reviewing.reject(assignment=second, code="wrong", words="No.", decided_by_id=requester.pk, at=NOON)

    assert [one.pk for one in live.newest(job=job)] == [third.pk, first.pk]


def test_pace_is_counted_over_ten_minutes_and_says_when_the_rest_is_done(
    open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=10)
    for minutes in (1, 25, 29):
        answer(job, worker, minutes)

    pace = live.pace(job=job, answering=answering_of(job=job), at=NOON + timedelta(minutes=30))

    assert (pace.answers, pace.left, pace.a_minute) == (2, 7, 0.2)
    assert pace.seconds_left == 35 * 60


def test_a_young_jobs_pace_is_counted_since_it_was_published(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=3)
    answer(job, worker, 1)

    pace = live.pace(job=job, answering=answering_of(job=job), at=NOON + timedelta(minutes=2))

    assert (pace.a_minute, pace.seconds_left) == (0.5, 240)


def test_without_answers_there_is_no_end_in_sight(open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=3)

    assert live.pace(job=job, answering=answering_of(job=job), at=NOON).seconds_left is None


def test_the_page_shows_the_newest_answers_and_looks_again_until_all_is_done(
    at_desk: Client, open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=2)
    shown = at_desk.get(reverse("jobs:job", args=[job.public_id])).content.decode()
    assert "The first answers appear here as they come." in shown
    mine = answer(job, worker, 1, DOG)

    part = at_desk.get(reverse("jobs:progress", args=[job.public_id]), headers={"HX-Request": "true"})

    html = part.content.decode()
    assert f"state=waiting&amp;order=newest#answer-{mine.public_id}" in html
    assert ('<span class="badge" dir="auto">dog</span>' in html, "data-live" in html) == (True, True)
    reviewing.approve(job=job, assignment_ids=[mine.pk], decided_by_id=None, at=now())
    jobs.close(job=job, at=now())
    assert "data-live" not in at_desk.get(reverse("jobs:job", args=[job.public_id])).content.decode()


def test_a_paused_jobs_page_still_looks_again(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job()
    pausing.pause(job=job, at=NOON)

    assert "every 20s, seen" in at_desk.get(reverse("jobs:job", args=[job.public_id])).content.decode()


def test_the_part_costs_the_same_however_many_answers_there_are(
    at_desk: Client, open_job: Callable[..., Job], worker: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    job, address = open_job(micro_tasks=6), "jobs:progress"
    answer(job, worker, 1)
    at_desk.get(reverse(address, args=[job.public_id]), headers={"HX-Request": "true"})
    for minutes in range(2, 6):
        answer(job, worker, minutes)

    with django_assert_num_queries(7):
        at_desk.get(reverse(address, args=[job.public_id]), headers={"HX-Request": "true"})
