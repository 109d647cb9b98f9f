"""A running job's price is raised: never lower, for what isn't submitted yet, and only with the money for it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain.transfers import InsufficientFunds
from ledger.models import Transfer
from tasks.domain import claiming, jobs, pay_check, raising, reviewing, submitting
from tasks.models import Assignment, Job
from tests.fixtures import CAT, EURO, NOON, earnings_micros, make_draft, make_worker
from transparency.domain import log
from transparency.models import JobEvent

LATER = NOON + timedelta(hours=1)


def answer_next(job: Job, worker: User, *, at: datetime = NOON) -> Assignment:
    mine = claiming.claim_next(job=job, worker=worker, at=at)
    submitting.submit(assignment=mine, worker=worker, answer=CAT, key=f"{mine.pk}", at=at)
    return mine


def prices(job: Job) -> list[int | None]:
    return list(Assignment.objects.filter(job=job).order_by("place").values_list("price_micros", flat=True))


def test_what_was_submitted_keeps_its_price_and_what_comes_after_gets_the_new_one(
    open_job: Callable[..., Job], worker: User, requester: User
) -> None:
    job = open_job(micro_tasks=3)
    before, in_hand = answer_next(job, worker), claiming.claim_next(job=job, worker=worker, at=NOON)

    raising.raise_price(job=job, price_micros=5000, at=LATER)
    submitting.submit(assignment=in_hand, worker=worker, answer=CAT, key="k", at=LATER)

    assert prices(job) == [4000, 5000, None]
    reviewing.approve(job=job, assignment_ids=[before.pk, in_hand.pk], decided_by_id=requester.pk, at=LATER)
    assert earnings_micros(worker) == 9000
    assert pay_check.check_pay().troubles == ()


def test_the_difference_and_its_fee_are_set_aside_for_what_is_not_submitted(
    open_job: Callable[..., Job], worker: User, requester: User
) -> None:
    job = open_job(micro_tasks=3)
    answer_next(job, worker)
    claiming.claim_next(job=job, worker=worker, at=NOON)
    held = books.escrow(job_number=job.pk).balance_micros

    taken = raising.raise_price(job=job, price_micros=5000, at=LATER)

    assert taken == raising.Raise(before_micros=4000, price_micros=5000, answer_count=2, fee_permille=job.fee_permille)
    assert (taken.pay_micros, taken.total_micros) == (2000, 2000 + 2 * job.fee_permille)
    assert books.escrow(job_number=job.pk).balance_micros == held + taken.total_micros
    assert Transfer.objects.get(reason="raise").key == f"job:{job.pk}:raise:5000"


def test_a_repeated_raise_moves_nothing(open_job: Callable[..., Job]) -> None:
    job = open_job()
    raising.raise_price(job=job, price_micros=5000, at=NOON)

    assert raising.raise_price(job=job, price_micros=5000, at=LATER) is None

    assert Transfer.objects.filter(reason="raise").count() == 1
    assert [(event.before_micros, event.micros) for event in JobEvent.objects.all()] == [(4000, 5000)]


@pytest.mark.parametrize("price_micros", [3999, 0, -1, 100_000_001])
def test_a_price_never_falls_and_has_its_limit(open_job: Callable[..., Job], price_micros: int) -> None:
    job = open_job()

    with pytest.raises(raising.NotRaised):
        raising.raise_price(job=job, price_micros=price_micros, at=NOON)

    assert Job.objects.get(pk=job.pk).price_micros == 4000
    assert not JobEvent.objects.exists()


def test_the_database_itself_refuses_a_lower_price(open_job: Callable[..., Job]) -> None:
    job = open_job()

    with pytest.raises(DatabaseError, match="never_falls"), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(price_micros=3999)

    assert Job.objects.get(pk=job.pk).price_micros == 4000


def test_drafts_and_closed_jobs_have_no_price_to_raise(requester: User, open_job: Callable[..., Job]) -> None:
    draft, closed = make_draft(requester, texts=["x"]), open_job()
    jobs.close(job=closed, at=NOON)

    for job in (draft, closed):
        with pytest.raises(raising.NotRunning):
            raising.raise_price(job=job, price_micros=5000, at=NOON)

    assert not Transfer.objects.filter(reason="raise").exists()


def test_without_the_money_nothing_is_raised(open_job: Callable[..., Job], requester: User) -> None:
    job = open_job(micro_tasks=11, price_micros=EURO)
    funds = books.funds(owner_id=requester.pk).balance_micros
    total = raising.quote(job=job, price_micros=100 * EURO, at=NOON).total_micros

    with pytest.raises(InsufficientFunds) as short:
        raising.raise_price(job=job, price_micros=100 * EURO, at=NOON)

    assert short.value.missing_micros == total - funds
    assert Job.objects.get(pk=job.pk).price_micros == EURO
    assert not JobEvent.objects.exists()


def test_a_raise_takes_no_more_than_was_agreed_to(open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=2)
    asked = raising.quote(job=job, price_micros=5000, at=NOON).total_micros

    with pytest.raises(raising.RaiseCostsMore) as more:
        raising.raise_price(job=job, price_micros=5000, at=NOON, agreed_micros=asked - 1)

    assert more.value.total_micros == asked
    assert raising.raise_price(job=job, price_micros=5000, at=NOON, agreed_micros=asked) is not None


def test_what_was_submitted_a_moment_ago_counts_as_in_hand(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=2)
    answer_next(job, worker, at=NOON - timedelta(minutes=2))
    answer_next(job, worker, at=NOON - timedelta(seconds=10))

    taken = raising.raise_price(job=job, price_micros=5000, at=NOON)

    assert taken is not None
    assert (taken.answer_count, prices(job)) == (1, [4000, 5000])


def test_a_replacement_is_set_aside_at_the_raised_price(
    open_job: Callable[..., Job], worker: User, requester: User
) -> None:
    job = open_job(micro_tasks=1)
    answer = answer_next(job, worker)
    raising.raise_price(job=job, price_micros=5000, at=LATER)

    reviewing.reject(assignment=answer, code="wrong", words="No.", decided_by_id=requester.pk, at=LATER)

    assert Transfer.objects.get(reason="replacement").amount_micros == 5000 + 5 * job.fee_permille
    assert pay_check.check_pay().troubles == ()


def test_the_log_tells_of_the_last_raise(open_job: Callable[..., Job]) -> None:
    job, other = open_job(), open_job()
    raising.raise_price(job=job, price_micros=5000, at=NOON)
    raising.raise_price(job=job, price_micros=6000, at=LATER)

    last = log.last_raises(job_numbers=[job.pk, other.pk])

    assert {number: (event.before_micros, event.micros) for number, event in last.items()} == {job.pk: (5000, 6000)}


@pytest.mark.parametrize("at", [NOON, LATER], ids=["that count as in hand", "that keep their price"])
@pytest.mark.django_db(transaction=True)
def test_answers_that_come_while_the_price_rises_are_all_paid_what_was_set_aside(
    open_job: Callable[..., Job], requester: User, at: datetime
) -> None:
    job, workers = open_job(micro_tasks=40), [make_worker(number) for number in range(10, 13)]

    def work(worker: User) -> None:
        try:
            for _ in range(12):
                answer_next(job, worker)
        finally:
            connection.close()

    def ask_for_more() -> None:
        try:
            for price in range(4100, 5100, 100):
                raising.raise_price(job=Job.objects.get(pk=job.pk), price_micros=price, at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        for done in [*(pool.submit(work, worker) for worker in workers), pool.submit(ask_for_more)]:
            done.result()

    # Workers whose clock is a long way behind may keep a price for which more was set aside; never for which less was.
    excess = ("Jobs that hold more than they may still cost",) if at == LATER else ()
    assert [found for found in pay_check.check_pay().troubles if not found.startswith(excess)] == []
    reviewing.approve_until(job=job, until=LATER, decided_by_id=requester.pk, at=LATER)
    assert [found for found in pay_check.check_pay().troubles if not found.startswith(excess)] == []
    assert Assignment.objects.filter(job=job, state="approved", price_micros__gte=4000).count() == 36
