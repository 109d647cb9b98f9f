"""What a list costs: the same number of queries, however long it is."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from rest_framework.test import APIClient

from accounts.models import User
from tasks.domain import claiming, exports, reviewing, submitting
from tasks.models import Assignment, Job
from tests.fixtures import CAT

Queries = Callable[[int], AbstractContextManager[object]]


# What the loop costs with a warm token: finding the job and claiming; keeping the answer and claiming the next.
MOST_TO_CLAIM = 2
MOST_TO_SUBMIT = 1


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


def test_open_jobs_cost_nine_queries_however_many_there_are(
    program_of: Callable[[User], APIClient],
    open_job: Callable[..., Job],
    worker: User,
    django_assert_num_queries: Queries,
) -> None:
    for _ in range(5):
        open_job(micro_tasks=1)
    program = program_of(worker)
    program.get("/api/v1/me")

    with django_assert_num_queries(9):
        program.get("/api/v1/work")


def test_the_loop_of_claim_and_submit_stays_lean(
    program_of: Callable[[User], APIClient], open_job: Callable[..., Job], worker: User
) -> None:
    job, program = open_job(micro_tasks=4), program_of(worker)
    held = program.post(f"/api/v1/jobs/{job.public_id}/claim").json()
    held = program.post(f"/api/v1/assignments/{held['id']}/submit", {"answer": CAT, "key": "1"}).json()["next"]

    submitted = statements(
        lambda: program.post(f"/api/v1/assignments/{held['id']}/submit", {"answer": CAT, "key": "2"})
    )
    held = program.get("/api/v1/me/assignments", {"state": "claimed"}).json()["results"][0]
    program.post(f"/api/v1/assignments/{held['id']}/return")
    claimed = statements(lambda: program.post(f"/api/v1/jobs/{job.public_id}/claim"))

    assert len(submitted) <= MOST_TO_SUBMIT
    assert len(claimed) <= MOST_TO_CLAIM


def statements(ask: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return [query["sql"] for query in captured.captured_queries]
