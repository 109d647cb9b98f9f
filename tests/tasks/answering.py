"""Answers that tests about review, results and exports start from, and the pressing of buttons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.test import Client
from django.urls import reverse

from accounts.models import User
from tasks.domain import claiming, reviewing, submitting
from tasks.kinds.base import Json
from tasks.models import Assignment, Job
from tests.fixtures import CAT, NOON


def answer(job: Job, worker: User, contents: Sequence[Json], *, at: datetime = NOON) -> list[Assignment]:
    """The worker answers the next micro-tasks of `job` with `contents`, one each."""
    given = []
    for content in contents:
        assignment = claiming.claim_next(job=job, worker=worker, at=at)
        submitting.submit(assignment=assignment, worker=worker, answer=content, key=str(assignment.pk), at=at)
        given.append(assignment)
    return given


def approve(job: Job, assignments: Sequence[Assignment], *, at: datetime = NOON) -> None:
    """The requester approves `assignments`."""
    numbers = [assignment.pk for assignment in assignments]
    assert reviewing.approve(job=job, assignment_ids=numbers, decided_by_id=job.requester_id, at=at) == len(numbers)


def approved(job: Job, worker: User, contents: Sequence[Json] = (CAT,)) -> list[Assignment]:
    """Answers of `worker` to the next micro-tasks, approved."""
    given = answer(job, worker, contents)
    approve(job, given)
    return given


def reject(assignment: Assignment, *, words: str = "It is a dog.", at: datetime = NOON) -> bool:
    """The requester rejects an answer as wrong; whether a replacement opened."""
    return reviewing.reject(
        assignment=assignment, code="wrong", words=words, decided_by_id=assignment.job.requester_id, at=at
    )


def press(client: Client, name: str, job: Job, *more: str, htmx: bool = False, query: str = "", **sent: object) -> str:
    """Send a form as a browser does, and follow where it leads."""
    headers = {"HX-Request": "true"} if htmx else {}
    address = reverse(f"jobs:{name}", args=[job.public_id, *more]) + query
    response = client.post(address, sent, headers=headers, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def state_of(assignment: Assignment) -> str:
    return Assignment.objects.get(pk=assignment.pk).state
