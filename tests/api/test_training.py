"""Training over HTTP, by its requester: the same as the wizard's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from tasks.domain import jobs
from tasks.models import Job, TrainingTask
from tests.fixtures import CAT, DOG, NOON, make_draft, states


@pytest.fixture
def draft(requester: User) -> Job:
    return make_draft(requester, texts=["purrs", "barks", "sings"])


def address(job: Job) -> str:
    return f"/api/v1/jobs/{job.public_id}/training"


def test_a_program_adds_changes_lists_and_removes(
    program_of: Callable[[User], APIClient], requester: User, draft: Job
) -> None:
    mine = program_of(requester)

    mine.post(address(draft), {"number": 1, "answer": CAT, "words": "Cats purr."})
    added = mine.post(address(draft), {"number": 1, "answer": CAT}).json()
    changed = mine.put(f"{address(draft)}/{added['tasks'][1]['id']}", {"answer": DOG, "words": "Dogs bark."}).json()
    placed = mine.put(address(draft), {"places": 7}).json()
    removed = mine.delete(f"{address(draft)}/{added['tasks'][0]['id']}")
    left = mine.get(address(draft)).json()

    assert [(task["payload"]["text"], task["answer"]) for task in added["tasks"]] == [("purrs", CAT), ("barks", CAT)]
    assert (changed["tasks"][1]["answer"], changed["tasks"][1]["words"]) == (DOG, "Dogs bark.")
    assert (placed["places"], removed.status_code) == (7, 204)
    assert [task["payload"]["text"] for task in left["tasks"]] == ["barks"]
    assert states(draft) == ["open"] * 2


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"number": 1}, 400, "invalid"),
        ({"number": 99, "answer": CAT}, 400, "invalid"),
        ({"number": 1, "answer": {"label": "cow"}}, 400, "answer_refused"),
    ],
)
def test_a_program_is_told_why_a_task_is_not_taken(
    program_of: Callable[[User], APIClient],
    requester: User,
    draft: Job,
    sent: dict[str, object],
    status: int,
    code: str,
) -> None:
    refused = program_of(requester).post(address(draft), sent)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert not TrainingTask.objects.exists()


def test_the_training_of_a_published_job_stays_as_it_is(
    program_of: Callable[[User], APIClient], requester: User, draft: Job
) -> None:
    mine = program_of(requester)
    (task,) = mine.post(address(draft), {"number": 1, "answer": CAT}).json()["tasks"]
    jobs.publish(job=draft, at=NOON)

    answers = [
        mine.post(address(draft), {"number": 1, "answer": CAT}),
        mine.put(address(draft), {"places": 3}),
        mine.put(f"{address(draft)}/{task['id']}", {"answer": DOG}),
        mine.delete(f"{address(draft)}/{task['id']}"),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(409, "not_a_draft")] * 4
    assert TrainingTask.objects.get().answer == CAT


def test_a_requester_finds_no_training_of_anybody_elses(
    program_of: Callable[[User], APIClient], requester: User, draft: Job
) -> None:
    other = User.objects.create_user("other@example.org", is_requester=True)

    assert program_of(other).get(address(draft)).status_code == 404
