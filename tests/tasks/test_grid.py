"""Many micro-tasks on one screen: held together, answered together, and a second of the screen counts once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections

from accounts.models import User
from tasks.domain import ahead, desk, grid, grid_answers, jobs, submitting
from tasks.models import Answer, Assignment, Job
from tests.fixtures import CAT, DOG, NOON, make_draft, states
from transparency.domain import attention
from transparency.models import WorkEvent
from workers.domain import earnings

MINUTE = timedelta(minutes=1)
GRID = {"labels": ["cat", "dog"], "multiple": False, "cant_tell": True, "not_shown": False, "grid": True}


@pytest.fixture
def grid_job(requester: User) -> Callable[..., Job]:
    """Makes a job of so many pictures that shows twelve at once."""

    def make(count: int, **fields: object) -> Job:
        texts = [f"picture {number}" for number in range(count)]
        job = make_draft(requester, texts=texts, kind="image_classification", settings=GRID, **fields)
        jobs.publish(job=job, at=NOON)
        return job

    return make


def screen_of(job: Job, worker: User) -> list[Assignment]:
    grid.fill(job=job, worker=worker, at=NOON)
    return list(grid.on_screen(job=job, worker=worker))


def all_say(screen: list[Assignment], answer: object = CAT) -> dict[str, object]:
    return {row.public_id: answer for row in screen}


def test_a_screen_is_twelve_or_what_is_left_with_leases_that_end_together(grid_job, worker, other_worker):
    job = grid_job(15)

    first, second = screen_of(job, worker), screen_of(job, other_worker)

    assert (len(first), len(second)) == (12, 3)
    assert {row.due_at for row in first} == {NOON + timedelta(seconds=job.lease_seconds)}
    assert {row.shown_at for row in first} == {NOON}
    assert grid.fill(job=job, worker=worker, at=NOON) is True
    assert states(job) == ["claimed"] * 15


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_start_at_once_fill_one_screen(grid_job, worker):
    job = grid_job(30)

    def start() -> None:
        grid.fill(job=job, worker=worker, at=NOON)
        connections.close_all()

    tabs = [threading.Thread(target=start) for _ in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    assert states(job) == ["claimed"] * 12 + ["open"] * 18


def test_a_sign_of_life_of_the_screen_renews_all_of_it_and_shares_its_time_out(grid_job, worker):
    screen = screen_of(grid_job(12), worker)
    began = attention.milliseconds(NOON)
    beats = [desk.Beat(row.public_id, number, began, 24_000, 24_000) for number, row in enumerate(screen)]

    due = desk.hear(worker=worker, tab="page", beats=beats, at=NOON + MINUTE)

    lease = timedelta(seconds=screen[0].job.lease_seconds)
    assert set(due.values()) == {NOON + MINUTE + lease}
    assert list(Assignment.objects.values_list("visible_ms", "active_ms")) == [(2000, 2000)] * 12


def test_each_answer_has_an_equal_part_of_the_time_and_no_second_counts_twice(grid_job, worker):
    job = grid_job(13)
    screen = screen_of(job, worker)
    at = NOON + MINUTE

    sent = grid_answers.submit(job=job, worker=worker, answers=all_say(screen), key="k", at=at)

    parts = list(WorkEvent.objects.filter(type="task.submitted").order_by("started_at"))
    assert [row.started_at for row in parts] == [NOON + number * timedelta(seconds=5) for number in range(12)]
    assert [row.ended_at for row in parts] == [*(row.started_at for row in parts[1:]), at]
    assert len(sent.kept) == 12
    assert earnings.today(worker=worker, at=at).earning_seconds == 60


def test_a_rest_of_the_division_is_the_first_ones(grid_job, worker):
    job = grid_job(7)
    at = NOON + timedelta(seconds=10)

    grid_answers.submit(job=job, worker=worker, answers=all_say(screen_of(job, worker)), key="k", at=at)

    lengths = sorted(row.ended_at - row.started_at for row in WorkEvent.objects.filter(type="task.submitted"))
    assert lengths == [timedelta(milliseconds=1428)] * 6 + [timedelta(milliseconds=1432)]


def test_the_same_screen_sent_twice_is_kept_once(grid_job, worker):
    job = grid_job(14)
    answers = all_say(screen_of(job, worker))
    grid_answers.submit(job=job, worker=worker, answers=answers, key="k", at=NOON + MINUTE)
    before = WorkEvent.objects.count()

    again = grid_answers.submit(job=job, worker=worker, answers=answers, key="k", at=NOON + 2 * MINUTE)

    assert len(again.kept) == 12
    assert Answer.objects.count() == 12
    assert WorkEvent.objects.count() == before


def test_what_a_killed_request_began_the_next_one_ends(grid_job, worker):
    job = grid_job(4)
    screen = screen_of(job, worker)
    answers = all_say(screen)
    first = {screen[0].public_id: CAT, screen[1].public_id: CAT}
    grid_answers.submit(job=job, worker=worker, answers=first, key="k", at=NOON + MINUTE)

    grid_answers.submit(job=job, worker=worker, answers=answers, key="k", at=NOON + 2 * MINUTE)

    assert states(job) == ["submitted"] * 4
    assert Answer.objects.count() == 4
    assert earnings.today(worker=worker, at=NOON + 2 * MINUTE).earning_seconds == 120


def test_another_answer_to_the_same_doesnt_stand(grid_job, worker):
    job = grid_job(2)
    screen = screen_of(job, worker)
    grid_answers.submit(job=job, worker=worker, answers=all_say(screen), key="k", at=NOON)

    sent = grid_answers.submit(job=job, worker=worker, answers=all_say(screen, DOG), key="other", at=NOON)

    assert len(sent.standing) == 2
    assert [answer.content for answer in Answer.objects.all()] == [CAT, CAT]


def test_while_one_has_no_answer_nothing_is_sent(grid_job, worker):
    job = grid_job(3)
    first, second, third = screen_of(job, worker)
    answers = {first.public_id: CAT, second.public_id: {}, third.public_id: {"label": "cow"}}

    with pytest.raises(grid_answers.SomeRefused) as refusal:
        grid_answers.submit(job=job, worker=worker, answers=answers, key="k", at=NOON)

    assert set(refusal.value.sentences) == {second.public_id, third.public_id}
    assert states(job) == ["claimed"] * 3


def test_those_without_an_answer_can_be_given_back_as_the_others_are_sent(grid_job, worker):
    job = grid_job(3)
    first, second, third = screen_of(job, worker)
    answers = {first.public_id: CAT, second.public_id: {}, third.public_id: CAT}

    grid_answers.submit(job=job, worker=worker, answers=answers, key="k", at=NOON + MINUTE, give_back_rest=True)

    assert states(job) == ["open", "returned", "submitted", "submitted"]
    assert Assignment.objects.get(state="returned").pk == second.pk


def test_nobody_answers_what_is_on_somebody_elses_screen(grid_job, worker, other_worker):
    job = grid_job(2)
    screen = screen_of(job, worker)

    sent = grid_answers.submit(job=job, worker=other_worker, answers=all_say(screen), key="k", at=NOON)

    assert sent.count == 0
    assert states(job) == ["claimed"] * 2


def test_an_answer_to_what_was_given_back_is_not_kept_and_the_others_are(grid_job, worker):
    job = grid_job(3)
    screen = screen_of(job, worker)
    submitting.give_back(assignment=screen[1], worker=worker, at=NOON)

    sent = grid_answers.submit(job=job, worker=worker, answers=all_say(screen), key="k", at=NOON)

    assert (len(sent.kept), sent.lost) == (2, [screen[1].pk])


def test_all_of_the_screen_goes_back_with_what_was_held_ahead(grid_job, worker):
    job = grid_job(14)
    screen = screen_of(job, worker)
    ahead.claim_ahead(job=job, worker=worker, at=NOON, count=2)

    assert grid.give_back(job=job, worker=worker, public_ids=all_say(screen), at=NOON) == 12

    assert states(job) == ["open"] * 14 + ["returned"] * 14
