"""Closing a job while people work on it: nobody's work is lost, nobody's pay is given away."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections, transaction

from accounts.models import User
from ledger.domain import accounts as books
from ledger.models import Account
from tasks.domain import claiming, jobs, rests, reviewing, submitting
from tasks.models import Assignment, Job
from tests.fixtures import CAT, NOON, earnings_micros, make_draft, make_worker, states

LATER = NOON + timedelta(hours=1)


@pytest.mark.django_db(transaction=True)
def test_a_claim_on_its_way_while_the_job_closes_keeps_its_row_and_its_pay(requester: User) -> None:
    job = make_draft(requester, texts=["one", "two"], price_micros=4000)
    jobs.publish(job=job, at=NOON)
    worker, waits = make_worker(1), threading.Event()

    def close_meanwhile() -> None:
        try:
            waits.set()
            jobs.close(job=Job.objects.get(pk=job.pk), at=NOON)
        finally:
            connections.close_all()

    with transaction.atomic():
        assignment = claiming.claim_next(job=job, worker=worker, at=NOON)
        thread = threading.Thread(target=close_meanwhile)
        thread.start()
        waits.wait()
        _wait_until_somebody_waits_for_us()
    thread.join()

    assert states(job) == ["claimed"]
    submitting.submit(assignment=assignment, worker=worker, answer=CAT, key="k", at=NOON)
    assert reviewing.approve(job=job, assignment_ids=[assignment.pk], decided_by_id=None, at=LATER) == 1
    assert (earnings_micros(worker), books.escrow(job_number=job.pk).balance_micros) == (4000, 0)


def _wait_until_somebody_waits_for_us() -> None:
    for _ in range(2000):
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.005)")
    pytest.fail("nobody waited")


@pytest.mark.django_db(transaction=True)
def test_closing_takes_the_accounts_in_the_same_order_as_a_replacement_does(requester: User) -> None:
    job = make_draft(requester, texts=["one"], price_micros=4000)
    jobs.publish(job=job, at=NOON)
    funds, escrow = books.funds(owner_id=requester.pk), books.escrow(job_number=job.pk)

    def close_meanwhile() -> None:
        try:
            jobs.close(job=Job.objects.get(pk=job.pk), at=NOON)
        finally:
            connections.close_all()

    thread = threading.Thread(target=close_meanwhile)
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=funds.pk)
        thread.start()
        _wait_until_somebody_waits_for_us()
        Account.objects.select_for_update(nowait=True).get(pk=escrow.pk)
    thread.join()

    assert books.escrow(job_number=job.pk).balance_micros == 0


@pytest.mark.django_db(transaction=True)
def test_a_place_that_was_returned_while_the_job_closed_does_not_stay_open(requester: User) -> None:
    job = make_draft(requester, texts=["one"], price_micros=4000)
    jobs.publish(job=job, at=NOON)
    worker = make_worker(1)
    assignment = claiming.claim_next(job=job, worker=worker, at=NOON)

    def close_meanwhile() -> None:
        try:
            jobs.close(job=Job.objects.get(pk=job.pk), at=NOON)
        finally:
            connections.close_all()

    with transaction.atomic():
        submitting.give_back(assignment=assignment, worker=worker, at=NOON)
        thread = threading.Thread(target=close_meanwhile)
        thread.start()
        thread.join()
    rests.give_back_rests(at=LATER)

    assert states(job) == ["returned"]
    assert books.escrow(job_number=job.pk).balance_micros == 0


def test_a_place_that_lapses_or_is_returned_after_the_close_is_not_opened_again(
    open_job: Callable[..., Job], worker: User, other_worker: User
) -> None:
    job = open_job(micro_tasks=2)
    claiming.claim_next(job=job, worker=worker, at=NOON)
    returned = claiming.claim_next(job=job, worker=other_worker, at=NOON)
    jobs.close(job=job, at=NOON)

    submitting.give_back(assignment=returned, worker=other_worker, at=NOON)
    submitting.return_expired(at=LATER)

    assert states(job) == ["expired", "returned"]


def test_late_work_on_a_job_that_closed_meanwhile_is_paid_from_the_reserve(
    open_job: Callable[..., Job], worker: User, requester: User
) -> None:
    job = open_job(micro_tasks=1, price_micros=4000)
    assignment = claiming.claim_next(job=job, worker=worker, at=NOON)
    submitting.return_expired(at=LATER)
    jobs.close(job=job, at=LATER)
    rests.give_back_rests(at=LATER)

    submission = submitting.submit(assignment=assignment, worker=worker, answer=CAT, key="k", at=LATER)

    assert submission.is_late
    assert (earnings_micros(worker), books.reserve().balance_micros) == (4000, -4000)
    assert books.escrow(job_number=job.pk).balance_micros == 0


def test_a_place_that_was_left_open_in_a_closed_job_is_not_taken_back_at_the_requesters_cost(
    open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=1, price_micros=4000)
    assignment = claiming.claim_next(job=job, worker=worker, at=NOON)
    submitting.return_expired(at=LATER)
    Job.objects.filter(pk=job.pk).update(state=Job.State.CLOSED, closed_at=LATER)

    submission = submitting.submit(assignment=assignment, worker=worker, answer=CAT, key="k", at=LATER)

    assert submission.is_late
    assert earnings_micros(worker) == 4000


def test_one_job_whose_escrow_is_short_does_not_keep_the_clock_from_the_others(
    open_job: Callable[..., Job], requester: User, worker: User
) -> None:
    short, sound = open_job(micro_tasks=1), open_job(micro_tasks=1, price_micros=5000)
    for number, job in enumerate((short, sound)):
        assignment = claiming.claim_next(job=job, worker=worker, at=NOON)
        submitting.submit(assignment=assignment, worker=worker, answer=CAT, key=f"k{number}", at=NOON)
    Assignment.objects.filter(job=short).update(price_micros=90_000)

    approved = reviewing.approve_overdue(at=NOON + timedelta(days=4))

    assert approved == 1
    assert Assignment.objects.get(job=short).state == "submitted"
    assert earnings_micros(worker) == 5000
