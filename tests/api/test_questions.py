"""Questions over HTTP: the same as the pages'."""

from __future__ import annotations

from collections.abc import Callable

from rest_framework.test import APIClient

from accounts.models import User
from tasks.domain import claiming
from tasks.models import Job, Question
from tests.fixtures import NOON


def test_programs_ask_answer_and_read(
    program_of: Callable[[User], APIClient],
    requester: User,
    worker: User,
    other_worker: User,
    open_job: Callable[..., Job],
) -> None:
    job = open_job()
    held = claiming.claim_next(job=job, worker=worker, at=NOON)
    address, mine = f"/api/v1/assignments/{held.public_id}/questions", program_of(worker)

    private = mine.post(address, {"words": "Call 06 12 34 56 78"})
    asked = mine.post(address, {"words": "Do kittens count?"})
    (waiting,) = program_of(requester).get(f"/api/v1/jobs/{job.public_id}/questions?state=waiting").json()["results"]
    answered = program_of(requester).post(f"/api/v1/questions/{waiting['id']}/answer", {"words": "They do."})
    other = program_of(requester).post(f"/api/v1/questions/{waiting['id']}/answer", {"words": "They don’t."})
    (read,) = program_of(other_worker).get(f"/api/v1/work/{job.public_id}/questions").json()["results"]
    (own,) = mine.get("/api/v1/me/questions").json()["results"]

    assert (private.status_code, asked.status_code, answered.status_code) == (400, 201, 200)
    assert (other.status_code, other.json()["code"]) == (409, "already_answered")
    assert (read["words"], read["answer"]) == ("Do kittens count?", "They do.")
    assert set(waiting) == {"id", "micro_task", "item", "words", "asked_at", "answer", "answered_at"}
    assert (own["id"], Question.objects.count()) == (asked.json()["id"], 1)
