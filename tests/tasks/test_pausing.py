"""A job is paused: nothing more is handed out at once, what is in hand may be finished, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from ledger.domain import accounts as books
from tasks.domain import claiming, jobs, pausing, pay_check, reviewing, submitting
from tasks.models import Assignment, Job
from tests.fixtures import CAT, NOON, earnings_micros, make_draft, make_worker, states
from transparency.models import JobEvent, WorkEvent

LATER = NOON + timedelta(hours=1)


def told() -> list[str]:
    return list(JobEvent.objects.order_by("pk").values_list("type", flat=True))


def test_a_paused_job_hands_out_nothing_until_it_goes_on(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=1)

    pausing.pause(job=job, at=NOON)
    with pytest.raises(claiming.NothingToClaim):
        claiming.claim_next(job=job, worker=worker, at=NOON)
    pausing.resume(job=job, at=LATER)

    assert claiming.claim_next(job=job, worker=worker, at=LATER).job_id == job.pk
    assert (job.state, job.paused_at) == ("open", None)
    assert told() == ["job.paused", "job.resumed"]


def test_who_has_an_answer_in_hand_finishes_it_and_gets_no_next(
    open_job: Callable[..., Job], worker: User, requester: User
) -> None:
    job = open_job(micro_tasks=2)
    mine = claiming.claim_next(job=job, worker=worker, at=NOON)
    pausing.pause(job=job, at=NOON)

    submission = submitting.submit(assignment=mine, worker=worker, answer=CAT, key="k", at=LATER, with_next=True)

    assert submission.next_claim is None
    reviewing.approve(job=job, assignment_ids=[mine.pk], decided_by_id=requester.pk, at=LATER)
    assert earnings_micros(worker) == 4000
    assert states(job) == ["approved", "open"]


def test_what_was_claimed_ahead_goes_back_at_no_cost(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=1)
    ahead = claiming.claim_next(job=job, worker=worker, at=NOON)
    Assignment.objects.filter(pk=ahead.pk).update(shown_at=None)

    pausing.pause(job=job, at=LATER)

    assert states(job) == ["expired", "open"]
    event = WorkEvent.objects.get(type="task.expired")
    assert (event.assignment_number, event.note) == (ahead.pk, "unseen")
    assert event.started_at == event.ended_at == NOON


def test_what_is_given_back_or_lapses_while_a_job_is_paused_is_opened_again(
    open_job: Callable[..., Job], worker: User, other_worker: User
) -> None:
    job = open_job(micro_tasks=2)
    returned, lapsing = (claiming.claim_next(job=job, worker=person, at=NOON) for person in (worker, other_worker))
    pausing.pause(job=job, at=NOON)

    submitting.give_back(assignment=returned, worker=worker, at=NOON)
    submitting.return_expired(at=LATER)

    assert states(job) == ["expired", "open", "open", "returned"]
    submitting.submit(assignment=lapsing, worker=other_worker, answer=CAT, key="k", at=LATER)
    assert states(job) == ["expired", "open", "returned", "submitted"]


def test_pausing_and_going_on_twice_changes_nothing_the_second_time(open_job: Callable[..., Job]) -> None:
    job = open_job()

    assert [pausing.pause(job=job, at=at) for at in (NOON, LATER)] == [True, False]
    assert job.paused_at == NOON
    assert [pausing.resume(job=job, at=LATER) for _ in range(2)] == [True, False]

    assert told() == ["job.paused", "job.resumed"]


def test_only_a_running_job_is_paused(open_job: Callable[..., Job], requester: User) -> None:
    draft, closed = make_draft(requester, texts=["x"]), open_job()
    jobs.close(job=closed, at=NOON)

    for job in (draft, closed):
        for act in (pausing.pause, pausing.resume):
            with pytest.raises(pausing.NotRunning):
                act(job=job, at=NOON)

    assert [Job.objects.get(pk=job.pk).state for job in (draft, closed)] == ["draft", "closed"]


def test_a_paused_job_is_closed_with_its_money_given_back(open_job: Callable[..., Job], requester: User) -> None:
    funds = books.funds(owner_id=requester.pk).balance_micros
    job = open_job(micro_tasks=2)
    pausing.pause(job=job, at=NOON)

    jobs.close(job=job, at=LATER)

    assert (job.state, job.paused_at, job.closed_at) == ("closed", None, LATER)
    assert books.funds(owner_id=requester.pk).balance_micros == funds
    assert JobEvent.objects.get(type="job.closed").micros == 2 * (4000 + 4 * job.fee_permille)


def test_the_clock_leaves_a_paused_job_alone(open_job: Callable[..., Job], worker: User, requester: User) -> None:
    job = open_job(micro_tasks=1)
    mine = claiming.claim_next(job=job, worker=worker, at=NOON)
    submitting.submit(assignment=mine, worker=worker, answer=CAT, key="k", at=NOON)
    pausing.pause(job=job, at=NOON)
    reviewing.approve(job=job, assignment_ids=[mine.pk], decided_by_id=requester.pk, at=NOON)

    assert jobs.close_finished(at=LATER) == 0

    pausing.resume(job=job, at=LATER)
    assert jobs.close_finished(at=LATER) == 1


@pytest.mark.parametrize("wrong", [{"state": "paused"}, {"paused_at": NOON}])
def test_the_database_ties_the_state_to_its_moment(open_job: Callable[..., Job], wrong: dict[str, object]) -> None:
    job = open_job()

    with pytest.raises(IntegrityError, match="tasks_paused_job_says_since_when"), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**wrong)


@pytest.mark.django_db(transaction=True)
def test_a_claim_on_its_way_is_not_waited_for_and_keeps_its_row(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=2)
    claimed, go_on = Event(), Event()

    def claim_slowly() -> int:
        try:
            with transaction.atomic():
                mine = claiming.claim_next(job=job, worker=worker, at=NOON)
                claimed.set()
                assert go_on.wait(20)
            return mine.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        on_its_way = pool.submit(claim_slowly)
        assert claimed.wait(20)
        pausing.pause(job=Job.objects.get(pk=job.pk), at=NOON)
        go_on.set()
        number = on_its_way.result()

    assert Assignment.objects.get(pk=number).state == "claimed"
    assert states(job) == ["claimed", "open"]


@pytest.mark.django_db(transaction=True)
def test_nobody_gets_anything_that_they_ask_for_after_the_pause(open_job: Callable[..., Job]) -> None:
    job, workers = open_job(micro_tasks=200), [make_worker(number) for number in range(20, 24)]
    begin, paused = Barrier(len(workers) + 1), Event()

    def work(worker: User) -> list[bool]:
        """For each claim that got something: whether it was asked for after the pause had been granted."""
        late = []
        try:
            begin.wait(20)
            for turn in range(40):
                assert turn < 20 or paused.wait(20)
                is_late = paused.is_set()
                claim = claiming.claim_row(job=job, worker=worker, at=NOON)
                if claim is None:
                    break
                late.append(is_late)
                mine = submitting.find_to_submit(public_id=claim.in_hand.public_id, worker=worker)
                submitting.submit(assignment=mine, worker=worker, answer=CAT, key="k", at=NOON)
            return late
        finally:
            connection.close()

    with ThreadPoolExecutor(len(workers)) as pool:
        at_work = [pool.submit(work, worker) for worker in workers]
        begin.wait(20)
        pausing.pause(job=Job.objects.get(pk=job.pk), at=NOON)
        paused.set()
        late = [one for worker in at_work for one in worker.result()]

    assert not any(late)
    assert states(job).count("submitted") == len(late) <= 80
    assert states(job).count("claimed") == 0
    assert pay_check.check_pay().troubles == ()
