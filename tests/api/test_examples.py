"""Examples right and wrong over HTTP: the same as the wizard's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from accounts.models import User
from tasks.domain import jobs
from tasks.models import Example, Job
from tests.fixtures import CAT, NOON, make_draft
from tests.tasks.test_examples import WHY, photograph


@pytest.fixture
def draft(requester: User) -> Job:
    return make_draft(requester, texts=["a tabby", "a spaniel"])


def test_a_program_adds_lists_moves_and_removes(
    program_of: Callable[[User], APIClient], requester: User, worker: User, draft: Job
) -> None:
    mine, address = program_of(requester), f"/api/v1/jobs/{draft.public_id}/examples"

    mine.post(address, {"right": True, "why": WHY, "number": 1, "answer": CAT})
    picture = SimpleUploadedFile("a.jpg", photograph().read())
    told = mine.post(address, {"right": "false", "why": "Red.", "picture": picture}, format="multipart").json()
    moved = mine.patch(f"{address}/{told[1]['id']}", {"places": -1}).json()
    removed = mine.delete(f"{address}/{told[0]['id']}")
    jobs.publish(job=draft, at=NOON)
    read = program_of(worker).get(f"/api/v1/work/{draft.public_id}").json()["examples"]

    assert [(case["right"], case["why"], case["answer"]) for case in told] == [(True, WHY, CAT), (False, "Red.", None)]
    assert [case["id"] for case in moved] == [told[1]["id"], told[0]["id"]]
    assert removed.status_code == 204
    assert [case["why"] for case in read] == ["Red."]
    assert read[0]["media_url"].startswith("http")


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"right": True, "why": WHY}, 400, "invalid"),
        ({"right": True, "why": WHY, "number": 99}, 400, "invalid"),
        ({"right": True, "why": WHY, "number": 1, "answer": {"label": "cow"}}, 400, "answer_refused"),
    ],
)
def test_a_program_is_told_why_an_example_is_not_taken(
    program_of: Callable[[User], APIClient],
    requester: User,
    draft: Job,
    sent: dict[str, object],
    status: int,
    code: str,
) -> None:
    refused = program_of(requester).post(f"/api/v1/jobs/{draft.public_id}/examples", sent)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert not Example.objects.exists()
