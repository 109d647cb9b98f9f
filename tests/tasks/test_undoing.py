"""Taking a submission back: the answer is the draft again, and no second, answer or micro is counted twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import User
from tasks.domain import ahead, claiming, reviewing, submitting, undoing
from tasks.models import Answer, Assignment, Draft, Job
from tests.fixtures import CAT, DOG, NOON, earnings_micros, states
from transparency.domain import metrics
from transparency.domain.rollup import keeping
from transparency.models import WorkEvent
from workers.domain import earnings


def after(seconds: int) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def job(open_job: Callable[..., Job]) -> Job:
    return open_job(micro_tasks=3)


@pytest.fixture
def sent(job: Job, worker: User) -> Assignment:
    """Shown at noon, submitted 20 seconds later, when the next one came on screen."""
    first = claiming.claim_next(job=job, worker=worker, at=NOON)
    ahead.claim_ahead(job=job, worker=worker, at=NOON)
    submitting.submit(assignment=first, worker=worker, answer=CAT, key="k", at=after(20), with_next=True)
    return first


def test_the_answer_is_the_draft_again_and_the_assignment_in_hand(job: Job, worker: User, sent: Assignment) -> None:
    undoing.undo(assignment=sent, worker=worker, at=after(28))

    sent.refresh_from_db()
    assert (sent.state, sent.submitted_at) == ("claimed", None)
    assert sent.due_at == after(28 + job.lease_seconds)
    assert (Draft.objects.get().assignment_id, Draft.objects.get().content) == (sent.pk, CAT)
    assert not Answer.objects.exists()


def test_what_is_on_screen_is_held_ahead_and_comes_next(job: Job, worker: User, sent: Assignment) -> None:
    second = Assignment.objects.get(job=job, state="claimed")

    undoing.undo(assignment=sent, worker=worker, at=after(28))
    second.refresh_from_db()
    assert (second.shown_at, second.due_at) == (None, after(28 + ahead.LEASE_SECONDS))

    again = submitting.submit(assignment=sent, worker=worker, answer=DOG, key="2", at=after(50), with_next=True)
    second.refresh_from_db()
    assert again.next_claim is not None
    assert again.next_claim.assignment_id == second.pk
    assert (second.shown_at, Answer.objects.get().content) == (after(50), DOG)


def test_the_log_keeps_both_submissions_and_the_measures_count_one(
    job: Job, worker: User, requester: User, sent: Assignment
) -> None:
    undoing.undo(assignment=sent, worker=worker, at=after(28))
    submitting.submit(assignment=sent, worker=worker, answer=DOG, key="2", at=after(50))
    reviewing.approve(job=job, assignment_ids=[sent.pk], decided_by_id=requester.pk, at=after(60))

    kinds = WorkEvent.objects.filter(assignment_number=sent.pk).order_by("pk").values_list("type", flat=True)
    assert list(kinds) == [
        "task.claimed", "task.opened", "task.submitted", "task.undone", "task.submitted", "task.approved", "task.paid",
    ]  # fmt: skip
    keeping.roll_up(at=NOON)
    pay = metrics.hourly_pay_by_job(job_numbers=[job.pk])[job.pk]
    assert (pay.pay_micros, pay.paid_seconds, pay.answer_count) == (4000, 50.0, 1)
    taken = earnings.takings(worker=worker, since=NOON - timedelta(hours=13))
    assert (taken.answer_count, taken.earning_seconds, earnings_micros(worker)) == (1, 50.0, 4000)


def test_what_was_taken_back_and_given_back_is_unpaid_work(job: Job, worker: User, sent: Assignment) -> None:
    undoing.undo(assignment=sent, worker=worker, at=after(28))
    submitting.give_back(assignment=sent, worker=worker, at=after(30))

    keeping.roll_up(at=NOON)
    pay = metrics.hourly_pay_by_job(job_numbers=[job.pk])[job.pk]
    assert (pay.all_seconds, pay.paid_seconds, pay.pending_seconds, pay.answer_count) == (30.0, 0.0, 0.0, 0)
    assert states(job) == ["open", "open", "open", "returned", "returned"]


def test_undoing_twice_is_undoing_once(worker: User, sent: Assignment) -> None:
    for seconds in (22, 23):
        undoing.undo(assignment=sent, worker=worker, at=after(seconds))

    assert WorkEvent.objects.filter(type="task.undone").count() == 1
    assert Draft.objects.count() == 1


def test_after_its_time_an_answer_stands(job: Job, worker: User, sent: Assignment) -> None:
    late = 20 + undoing.UNDO_SECONDS + undoing.GRACE_SECONDS

    with pytest.raises(undoing.TooLateToUndo):
        undoing.undo(assignment=sent, worker=worker, at=after(late))

    assert states(job) == ["claimed", "open", "submitted"]
    assert Answer.objects.get().content == CAT


def test_what_was_decided_on_stands(job: Job, worker: User, requester: User, sent: Assignment) -> None:
    reviewing.approve(job=job, assignment_ids=[sent.pk], decided_by_id=requester.pk, at=after(21))

    with pytest.raises(undoing.TooLateToUndo):
        undoing.undo(assignment=sent, worker=worker, at=after(22))

    assert (Answer.objects.count(), earnings_micros(worker)) == (1, 4000)


def test_nobody_takes_back_another_workers_answer(job: Job, other_worker: User, sent: Assignment) -> None:
    with pytest.raises(undoing.TooLateToUndo):
        undoing.undo(assignment=sent, worker=other_worker, at=after(21))

    assert states(job) == ["claimed", "open", "submitted"]


def test_a_paid_late_answer_is_not_taken_back(job: Job, worker: User, other_worker: User) -> None:
    mine = claiming.claim_next(job=job, worker=worker, at=NOON)
    Assignment.objects.filter(job=job, state="open").delete()
    claiming.claim_next(job=job, worker=other_worker, at=after(job.lease_seconds + 1))
    submitting.submit(assignment=mine, worker=worker, answer=CAT, key="k", at=after(job.lease_seconds + 2))

    with pytest.raises(undoing.TooLateToUndo):
        undoing.undo(assignment=mine, worker=worker, at=after(job.lease_seconds + 3))

    assert (earnings_micros(worker), Answer.objects.count()) == (4000, 1)
