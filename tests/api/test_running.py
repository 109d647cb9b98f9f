"""A requester's program changes a running job."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from tasks.domain import jobs, raising, splitting
from tasks.models import Job
from tests.fixtures import EURO, NOON, make_draft


@pytest.fixture
def mine(program_of: Callable[[User], APIClient], requester: User) -> APIClient:
    return program_of(requester)


def at(job: Job, what: str) -> str:
    return f"/api/v1/jobs/{job.public_id}/{what}"


def test_a_program_asks_what_a_raise_takes_and_raises(mine: APIClient, open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=3)

    asked = mine.get(at(job, "price"), {"price": "0.005"}).json()
    raised = mine.post(at(job, "price"), {"price_micros": 5000, "agreed_micros": asked["total_micros"]})
    again = mine.post(at(job, "price"), {"price": "0.005"})

    assert (asked["answer_count"], asked["pay_micros"], asked["total_micros"]) == (3, 3000, 3300)
    assert (raised.status_code, raised.json()["price_micros"], again.json()) == (200, 5000, raised.json())


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"price": "0.003"}, 409, "not_raised"),
        ({"price_micros": 5000, "agreed_micros": 3299}, 409, "cost_changed"),
        ({"price": "99"}, 409, "insufficient_funds"),
        ({}, 400, "invalid"),
        ({"price": "1", "price_micros": 1}, 400, "invalid"),
    ],
)
def test_a_raise_is_refused_with_its_reason(
    mine: APIClient, open_job: Callable[..., Job], sent: dict[str, object], status: int, code: str
) -> None:
    job = open_job(micro_tasks=11 if code == "insufficient_funds" else 3)

    refused = mine.post(at(job, "price"), sent)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert Job.objects.get(pk=job.pk).price_micros == 4000


def test_a_program_pauses_a_job_and_goes_on(mine: APIClient, open_job: Callable[..., Job]) -> None:
    job = open_job()

    paused, again = mine.post(at(job, "pause")).json(), mine.post(at(job, "pause")).json()
    resumed = mine.post(at(job, "resume")).json()

    assert (paused["state"], again["paused_at"]) == ("paused", paused["paused_at"])
    assert (resumed["state"], resumed["paused_at"]) == ("open", None)


@pytest.mark.parametrize("what", ["pause", "resume", "price", "added/publish"])
def test_drafts_and_closed_jobs_are_not_running(
    mine: APIClient, open_job: Callable[..., Job], requester: User, what: str
) -> None:
    closed = open_job()
    jobs.close(job=closed, at=NOON)

    for job in (closed, make_draft(requester, texts=["x"])):
        refused = mine.post(at(job, what), {"price": "1"})
        assert (refused.status_code, refused.json()["code"]) == (409, "not_running")


def test_a_workers_program_reads_that_the_price_was_raised(
    program_of: Callable[[User], APIClient], open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job()
    raising.raise_price(job=job, price_micros=EURO, at=NOON)

    shown = program_of(worker).get(f"/api/v1/work/{job.public_id}").json()

    assert (shown["price_micros"], shown["raised_from_micros"], shown["raised_at"]) == (
        EURO,
        4000,
        "2026-03-02T12:00:00Z",
    )


def test_a_program_adds_items_and_publishes_them(mine: APIClient, open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=1)

    mine.post(at(job, "files"), {"items": ["one", "two"]})
    while splitting.split_next(job=job, at=NOON):
        pass
    added = mine.get(f"/api/v1/jobs/{job.public_id}").json()
    published = mine.post(at(job, "added/publish"), {"agreed_micros": added["addition"]["cost"]["total_micros"]})

    assert (added["addition"]["cutting"]["micro_task_count"], added["answering"]["wanted"]) == (2, 1)
    assert (published.status_code, published.json()["addition"]) == (200, None)
    assert published.json()["answering"] == added["answering"] | {"wanted": 3, "open": 3}
    assert mine.post(at(job, "added/publish"), {}).json()["money"] == published.json()["money"]


def test_a_program_takes_back_what_it_added(mine: APIClient, open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=1)
    mine.post(at(job, "files"), {"items": ["one"]})

    cancelled = mine.post(at(job, "added/cancel"))
    refused = mine.post(at(job, "added/publish"), {})

    assert cancelled.json()["addition"]["cutting"]["micro_task_count"] == 0
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_to_publish")


def test_a_closed_job_takes_no_files(mine: APIClient, open_job: Callable[..., Job]) -> None:
    job = open_job()
    jobs.close(job=job, at=NOON)

    refused = mine.post(at(job, "files"), {"items": ["one"]})

    assert (refused.status_code, refused.json()["code"]) == (409, "closed")


def test_a_program_duplicates_a_job_once_a_key(mine: APIClient, open_job: Callable[..., Job]) -> None:
    job = open_job()

    first = mine.post(at(job, "duplicate"), {"client_key": "again"})
    second = mine.post(at(job, "duplicate"), {"client_key": "again"})

    assert (first.status_code, second.status_code, second.json()["id"]) == (201, 200, first.json()["id"])
    assert (first.json()["state"], first.json()["title"], first.json()["answering"]["wanted"]) == (
        "draft",
        job.title,
        0,
    )
    assert Job.objects.count() == 2
