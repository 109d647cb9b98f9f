"""What a list costs: the same number of queries, however long it is."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.utils.timezone import now
from rest_framework.test import APIClient

from accounts.models import User
from tasks.domain import claiming, exports, reviewing, submitting
from tasks.models import Assignment, Job
from tests.fixtures import CAT

Queries = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def worked(open_job: Callable[..., Job], requester: User, worker: User) -> Job:
    """A job of which one worker has answered ten micro-tasks, all approved, with two archives."""
    job = open_job(micro_tasks=12)
    for _ in range(10):
        held = claiming.claim_next(job=job, worker=worker, at=now())
        submitting.submit(assignment=held, worker=worker, answer=CAT, key="k", at=now())
    ids = list(Assignment.objects.filter(job=job, state="submitted").values_list("pk", flat=True))
    reviewing.approve(job=job, assignment_ids=ids, decided_by_id=requester.pk, at=now())
    for file_format in ("csv", "jsonl"):
        exports.ask_for_export(job=job, asked_by=requester, file_format=file_format, at=now())
    return job


@pytest.mark.parametrize(("address", "queries"), [("answers", 2), ("results", 3), ("exports", 2), ("refusals", 2)])
def test_a_list_of_a_job(
    program_of: Callable[[User], APIClient],
    worked: Job,
    requester: User,
    django_assert_num_queries: Queries,
    address: str,
    queries: int,
) -> None:
    program = program_of(requester)
    program.get("/api/v1/me")

    with django_assert_num_queries(queries):
        program.get(f"/api/v1/jobs/{worked.public_id}/{address}")


def test_a_list_of_a_workers_own(
    program_of: Callable[[User], APIClient], worked: Job, worker: User, django_assert_num_queries: Queries
) -> None:
    program = program_of(worker)
    program.get("/api/v1/me")

    with django_assert_num_queries(1):
        program.get("/api/v1/me/assignments")


def test_open_jobs_cost_one_query_each_and_four_for_all(
    program_of: Callable[[User], APIClient],
    open_job: Callable[..., Job],
    worker: User,
    django_assert_num_queries: Queries,
) -> None:
    for _ in range(5):
        open_job(micro_tasks=1)
    program = program_of(worker)
    program.get("/api/v1/me")

    with django_assert_num_queries(4 + 5):
        program.get("/api/v1/work")
