"""What workers look at is told to the log once, and not after Stop."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from rest_framework.test import APIClient

from accounts.models import User
from tasks.domain import claiming, jobs, submitting, training, training_tasks
from tasks.models import Job, Training
from tests.fixtures import CAT, NOON, make_draft
from tests.workers.conftest import address
from transparency.domain import footsteps, log, presence
from transparency.models import WorkEvent

pytestmark = pytest.mark.django_db

PAGES = ("work:find", "work:payouts")


@pytest.fixture
def program_of() -> Callable[[User], APIClient]:
    """A program with somebody's own token."""

    def make(person: User) -> APIClient:
        client = APIClient()
        client.force_authenticate(person)
        return client

    return make


def told() -> list[tuple[str, int | None, str]]:
    return list(WorkEvent.objects.order_by("pk").values_list("type", "job_number", "note"))


def test_looking_for_work_tells_how_many_jobs_had_something(browser: Client, worker: User, open_job) -> None:
    open_job(micro_tasks=2)
    done = open_job(micro_tasks=1)
    last = claiming.claim_next(job=done, worker=worker, at=now())
    submitting.submit(assignment=last, worker=worker, answer=CAT, key="k", at=now())

    browser.get(reverse("work:find"))

    event = WorkEvent.objects.get(type="list.viewed")
    assert (event.worker_number, event.job_number, event.note, event.recorded_by) == (worker.pk, None, "1", "web")


def test_looking_where_nothing_is_left_tells_zero(browser: Client) -> None:
    browser.get(reverse("work:find"))

    assert told() == [("list.viewed", None, "0")]


def test_looking_again_at_once_tells_nothing_more(browser: Client, open_job) -> None:
    job = open_job(micro_tasks=1)

    for _ in range(2):
        for page in (*map(reverse, PAGES), address("desk", job)):
            browser.get(page)

    assert [kind for kind, *_ in told()] == ["list.viewed", "payout.viewed", "task.previewed"]


def test_twenty_seconds_later_it_is_another_look(worker: User) -> None:
    at, look = now(), {"type": log.Type.LIST_VIEWED, "worker_number": worker.pk}

    steps = [footsteps.step(at=at + timedelta(seconds=seconds), **look) for seconds in (0, 19, 20, 39.9, 40)]

    assert steps == [True, False, True, False, True]


def test_who_takes_part_reads_the_instructions_again(browser: Client, worker: User, open_job) -> None:
    job = open_job(micro_tasks=1)
    browser.get(address("desk", job))
    taken = claiming.claim_next(job=job, worker=worker, at=now())
    browser.post(address("return", taken))

    browser.get(address("desk", job))

    steps = WorkEvent.objects.filter(assignment_number=None).order_by("pk")
    assert list(steps.values_list("type", "job_number")) == [
        ("task.previewed", job.pk),
        ("instructions.viewed", job.pk),
    ]


def test_a_program_leaves_the_same_steps(program_of: Callable[[User], APIClient], worker: User, open_job) -> None:
    job = open_job(micro_tasks=1)
    program = program_of(worker)

    program.get("/api/v1/work")
    program.get(f"/api/v1/work/{job.public_id}")

    assert told() == [("list.viewed", None, "1"), ("task.previewed", job.pk, "")]
    assert set(WorkEvent.objects.values_list("recorded_by", flat=True)) == {"api"}


def test_after_stop_no_page_tells_anything(browser: Client, program_of, worker: User, open_job) -> None:
    job: Job = open_job(micro_tasks=1)
    presence.stop(worker_number=worker.pk, at=now())
    before = WorkEvent.objects.count()

    for page in ("find", "mine", "payouts", "statements"):
        browser.get(reverse(f"work:{page}"))
    browser.get(address("desk", job))
    browser.get(address("questions", job))
    for path in ("work", f"work/{job.public_id}", "me/earnings", "me/assignments"):
        program_of(worker).get(f"/api/v1/{path}")

    assert WorkEvent.objects.count() == before


def test_a_start_after_stop_is_told_again(browser: Client, worker: User, open_job) -> None:
    presence.stop(worker_number=worker.pk, at=now() - timedelta(minutes=2))
    presence.be_present(worker_number=worker.pk, at=now())

    browser.get(reverse("work:find"))

    assert told()[-1] == ("list.viewed", None, "0")


def test_requesters_and_auditors_leave_no_steps(browser_of, requester: User, auditor: User, open_job) -> None:
    job = open_job(micro_tasks=1)

    browser_of(requester).get(reverse("jobs:job", args=[job.public_id]))
    browser_of(requester).get(reverse("jobs:preview", args=[job.public_id]))
    browser_of(auditor).get(reverse("audit:jobs"))

    assert told() == []


def test_a_step_keeps_nothing_of_what_was_looked_for(browser: Client, open_job) -> None:
    open_job(micro_tasks=1)

    browser.get(reverse("work:find"), {"words": "cathedral", "language": "fr"}, REMOTE_ADDR="203.0.113.9")

    row = WorkEvent.objects.values().get()
    kept = {name for name, value in row.items() if value not in (None, "", 0)}
    assert kept == {"id", "at", "type", "worker_number", "note", "recorded_by"}
    assert row["note"].isdecimal()


@pytest.mark.parametrize("answered", [1, 2])
def test_training_is_told_where_it_begins_and_ends(requester: User, worker: User, answered: int) -> None:
    job = make_draft(requester, texts=["purrs", "barks", "meows"])
    for micro_task in list(job.micro_tasks.order_by("position")[:2]):
        training_tasks.mark(job=job, micro_task=micro_task, answer=CAT, words="")
    jobs.publish(job=job, at=NOON)

    for _ in range(answered):
        for _ in range(2):
            shown = training.show_next(job=job, worker=worker, at=NOON)
        for _ in range(2):
            training.submit(shown=shown, worker=worker, answer=CAT, at=NOON)

    edges = WorkEvent.objects.filter(type__startswith="qualification", job_number=job.pk, micros=0)
    assert list(edges.order_by("pk").values_list("type", flat=True)) == ["qualification.started"] + [
        "qualification.finished"
    ] * (answered - 1)
    assert WorkEvent.objects.filter(type="task.paid").count() == answered


def test_a_training_that_breaks_off_is_told_of_nothing(requester: User, worker: User) -> None:
    job = make_draft(requester, texts=["purrs", "barks"])
    training_tasks.mark(job=job, micro_task=job.micro_tasks.order_by("position")[0], answer=CAT, words="")
    jobs.publish(job=job, at=NOON)

    with suppress(ZeroDivisionError), transaction.atomic():
        training.show_next(job=job, worker=worker, at=NOON)
        assert told()[0][0] == "qualification.started"
        raise ZeroDivisionError

    assert (Training.objects.count(), told()) == (0, [])
