"""The requester's list of jobs, and one job's page until it is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from ledger.domain import accounts as books
from tasks.domain import claiming, jobs, rests, standing
from tasks.models import Job, SplitChunk
from tests.fixtures import CAT, EURO, NOON, make_draft, make_worker, states
from tests.tasks.answering import answer, approve, approved, reject
from transparency.domain.rollup import keeping


def page(client: Client, name: str, job: Job, **query: str) -> str:
    return client.get(reverse(f"jobs:{name}", args=[job.public_id]), query).content.decode()


def test_a_job_that_is_cut_counts_micro_tasks_and_not_what_was_refused_besides(requester: User) -> None:
    job = make_draft(requester, texts=["a", "b"])
    SplitChunk.objects.filter(job=job).update(count=3)
    (row,) = standing.rows_of(jobs=[job])

    assert (row.cut.planned, row.cut.done) == (3, 3)
    assert (row.cut.part, row.cut.whole) == (2, 2)


def test_somebody_without_a_job_is_shown_where_to_begin(at_desk: Client) -> None:
    shown = at_desk.get(reverse("jobs:list")).content.decode()

    assert "You have not posted a job yet." in shown
    assert shown.count(f'href="{reverse("jobs:new")}"') >= 2
    assert "<strong>€1,000.00</strong>" in shown


def test_the_list_shows_how_far_each_job_is_and_where_its_money_is(
    at_desk: Client, open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=3, price_micros=4000)
    given = answer(job, worker, [CAT, CAT])
    approve(job, given[:1])

    shown = at_desk.get(reverse("jobs:list")).content.decode()

    assert "3 of 3" in shown
    assert ("2 of 3" in shown, "1 of 3" in shown) == (True, True)
    assert ("€0.004" in shown, "€0.0088" in shown) == (True, True)
    assert "1 answer waits for you" in shown


def test_the_list_is_filtered_by_state_and_by_words(
    at_desk: Client, open_job: Callable[..., Job], requester: User
) -> None:
    open_job(title="Herons at dawn", purpose="Counting birds.")
    make_draft(requester, texts=["one"], title="Owls")

    by_state = at_desk.get(reverse("jobs:list"), {"state": "draft"}).content.decode()
    by_words = at_desk.get(reverse("jobs:list"), {"words": "BIRDS dawn"}).content.decode()
    by_none = at_desk.get(reverse("jobs:list"), {"words": "sparrow"}).content.decode()

    assert ("Owls" in by_state, "Herons" in by_state) == (True, False)
    assert ("Owls" in by_words, "Herons" in by_words) == (False, True)
    assert "No job fits these filters." in by_none


def test_a_filter_that_cannot_be_counts_as_none(at_desk: Client, open_job: Callable[..., Job]) -> None:
    open_job(title="Herons")

    shown = at_desk.get(reverse("jobs:list"), {"state": "gone", "page": "many"})

    assert shown.status_code == 200
    assert "Herons" in shown.content.decode()


def test_nobody_sees_the_jobs_of_somebody_else(client: Client, open_job: Callable[..., Job]) -> None:
    job = open_job(title="Herons")
    client.force_login(User.objects.create_user("other@example.org", "a calm long password", is_requester=True))

    assert "Herons" not in client.get(reverse("jobs:list")).content.decode()
    for name in ("job", "progress", "close", "answers", "approve-all", "results", "exports"):
        assert client.get(reverse(f"jobs:{name}", args=[job.public_id])).status_code == 404
    for name in ("close", "approve", "approve-all", "replacements", "ask-export"):
        assert client.post(reverse(f"jobs:{name}", args=[job.public_id])).status_code == 404
    job.refresh_from_db()
    assert job.is_open


def test_the_list_asks_the_database_as_often_for_many_jobs_as_for_one(
    at_desk: Client, open_job: Callable[..., Job], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    open_job()
    at_desk.get(reverse("jobs:list"))
    for jobs_there in (1, 6):
        while Job.objects.count() < jobs_there:
            open_job()
        cache.clear()
        with django_assert_num_queries(10):
            at_desk.get(reverse("jobs:list"))


def test_a_draft_leads_to_the_step_that_lacks_something(at_desk: Client, requester: User) -> None:
    draft = make_draft(requester, texts=["one"], title="", price_micros=0)

    response = at_desk.get(reverse("jobs:job", args=[draft.public_id]))

    assert response.headers["Location"] == reverse("jobs:words", args=[draft.public_id])
    for name in ("answers", "results", "exports", "close"):
        assert at_desk.get(reverse(f"jobs:{name}", args=[draft.public_id])).status_code == 404


def test_the_page_shows_what_was_published_and_where_the_money_is(
    at_desk: Client, open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=3, price_micros=4000, instructions="Look **closely**.", purpose="To count cats.")
    approved(job, worker)

    shown = page(at_desk, "job", job)

    assert "To count cats." in shown
    assert "Look <strong>closely</strong>." in shown
    assert [amount for amount in ("€0.0132", "€0.004", "€0.0004", "€0.0088") if f"<dd>{amount}</dd>" not in shown] == [
        "€0.0088"
    ]
    assert '<dd class="facts-sum">€0.0088</dd>' in shown


def test_the_money_of_a_job_adds_up_at_every_moment(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=4, price_micros=333)
    seen = [standing.money_of(job=job)]
    given = answer(job, worker, [CAT, CAT, CAT])
    approve(job, given[:2])
    seen.append(standing.money_of(job=job))
    reject(given[2])
    seen.append(standing.money_of(job=job))
    jobs.close(job=job, at=NOON)
    seen.append(standing.money_of(job=job))

    for money in seen:
        gone = money.paid_micros + money.fee_micros + money.given_back_micros + money.left_micros
        assert money.set_aside_micros == gone
    assert [money.set_aside_micros for money in seen] == [1466, 1466, 1833, 1833]
    assert seen[-1] == standing.JobMoney(1833, 666, 67, given_back_micros=734, left_micros=366)


def test_the_page_looks_again_while_something_can_change_and_no_longer(
    at_desk: Client, open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=1)
    idle = page(at_desk, "job", job)
    claiming.claim_next(job=job, worker=worker, at=NOON)
    busy = page(at_desk, "job", job)
    given = answer(job, worker, [CAT])
    jobs.close(job=job, at=NOON)
    waiting = page(at_desk, "job", job)
    approve(job, given)
    over = page(at_desk, "job", job)

    assert 'hx-trigger="every 20s, seen"' in idle
    assert 'hx-trigger="every 5s, seen"' in busy
    assert 'hx-trigger="every 20s, seen"' in waiting
    assert "hx-trigger" not in over


def test_the_part_that_looks_again_is_the_part_of_the_page(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job()
    address = reverse("jobs:progress", args=[job.public_id])

    part = at_desk.get(address, headers={"HX-Request": "true"}).content.decode()

    assert part.lstrip().startswith("<section")
    assert "<html" not in part
    assert at_desk.get(address).headers["Location"] == reverse("jobs:job", args=[job.public_id])


@pytest.mark.parametrize(("workers", "is_measured"), [(10, False), (11, True)])
def test_measured_pay_is_shown_from_eleven_workers_on(
    at_desk: Client, open_job: Callable[..., Job], workers: int, is_measured: bool
) -> None:
    job = open_job(micro_tasks=2, wanted_answers=9)
    for number in range(workers):
        worker = make_worker(10 + number)
        claiming.claim_next(job=job, worker=worker, at=NOON)
        approve(job, answer(job, worker, [CAT], at=NOON + timedelta(seconds=6)))

    keeping.roll_up(at=NOON)
    shown = page(at_desk, "job", job)

    assert ("Measured on" in shown) == is_measured
    assert ("Measured pay appears once eleven people" in shown) != is_measured


def test_closing_asks_first_and_says_what_comes_back(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=3, price_micros=4000)
    funds = books.funds(owner_id=job.requester_id).balance_micros

    asked = page(at_desk, "close", job)
    job.refresh_from_db()

    assert "€0.0132 comes back to your money at once." in asked
    assert job.is_open
    closed = at_desk.post(reverse("jobs:close", args=[job.public_id]), follow=True).content.decode()
    assert "The job is closed. €0.0132 came back to your money." in closed
    assert books.funds(owner_id=job.requester_id).balance_micros == funds + 13_200
    assert states(job) == []


def test_closing_twice_says_so_and_gives_nothing_back_again(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job()
    address = reverse("jobs:close", args=[job.public_id])
    at_desk.post(address)
    funds = books.funds(owner_id=job.requester_id).balance_micros

    again = at_desk.post(address, follow=True).content.decode()

    assert "This job was closed already." in again
    assert books.funds(owner_id=job.requester_id).balance_micros == funds == 1000 * EURO


def test_what_closing_promises_is_what_it_gives(open_job: Callable[..., Job], worker: User, other_worker: User) -> None:
    job = open_job(micro_tasks=4, price_micros=4000)
    given = answer(job, worker, [CAT, CAT])
    reject(given[0])
    claiming.claim_next(job=job, worker=other_worker, at=NOON)

    promised = rests.rest_if_closed_micros(job=job, at=NOON)

    assert promised == jobs.close(job=job, at=NOON) == 2 * 4400


def test_these_pages_are_for_requesters(client: Client, worker: User) -> None:
    client.force_login(worker)
    assert client.get(reverse("jobs:list")).status_code == 403
    client.logout()
    assert client.get(reverse("jobs:list")).status_code == 302
