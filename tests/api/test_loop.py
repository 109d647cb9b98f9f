"""Claim, work, submit, over HTTP."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from tasks.domain import claiming
from tasks.models import Answer, Assignment, Job
from tests.fixtures import CAT, DOG, NOON, states

Programs = Callable[[User], APIClient]
Jobs = Callable[..., Job]


def submit(program: APIClient, assignment_id: str, *, answer: object = CAT, key: str = "k", **more: object):
    return program.post(f"/api/v1/assignments/{assignment_id}/submit", {"answer": answer, "key": key, **more})


def claim(program: APIClient, job: Job):
    return program.post(f"/api/v1/jobs/{job.public_id}/claim")


def test_claiming_gives_the_assignment_and_what_is_to_be_worked_on(
    program_of: Programs, open_job: Jobs, worker: User
) -> None:
    job = open_job()

    answer = claim(program_of(worker), job)

    row = Assignment.objects.get(worker=worker)
    assert answer.status_code == 200
    assert answer.json() == {
        "id": row.public_id,
        "job": job.public_id,
        "kind": "text_classification",
        "micro_task": row.micro_task.public_id,
        "state": "claimed",
        "payload": {"text": "line 0"},
        "media_url": None,
        "thumb_url": None,
        "settings": {"labels": ["cat", "dog"], "multiple": False},
        "price_micros": 4000,
        "due_at": row.due_at.isoformat().replace("+00:00", "Z"),
        "draft": None,
    }


def test_claiming_twice_gives_the_same(program_of: Programs, open_job: Jobs, worker: User) -> None:
    job, program = open_job(), program_of(worker)

    first, second = claim(program, job), claim(program, job)

    assert first.json()["id"] == second.json()["id"]
    assert states(job) == ["claimed", "open", "open"]


def test_a_requester_is_refused_their_own_job(program_of: Programs, open_job: Jobs, requester: User) -> None:
    job = open_job()
    User.objects.filter(pk=requester.pk).update(is_worker=True)
    requester.refresh_from_db()
    program = program_of(requester)

    refused = claim(program, job)

    assert (refused.status_code, refused.json()["code"]) == (409, "own_job")
    assert program.get(f"/api/v1/work/{job.public_id}").json()["is_own"] is True
    assert states(job) == ["open", "open", "open"]


def test_submitting_until_nothing_is_left_answers_each_micro_task_once(
    program_of: Programs, open_job: Jobs, worker: User
) -> None:
    job, program = open_job(micro_tasks=3), program_of(worker)
    held = claim(program, job).json()

    while held:
        held = submit(program, held["id"], key=held["id"]).json()["next"]

    assert claim(program, job).status_code == 204
    assert states(job) == ["submitted"] * 3


def test_a_repeated_submission_gives_the_same_answer_and_is_kept_once(
    program_of: Programs, open_job: Jobs, worker: User
) -> None:
    program = program_of(worker)
    held = claim(program, open_job()).json()
    first = submit(program, held["id"]).json()

    second = submit(program, held["id"].upper())

    assert (first["repeat"], second.json()["repeat"]) == (False, True)
    assert second.json()["next"]["id"] == first["next"]["id"]
    assert Answer.objects.count() == 1


@pytest.mark.parametrize(("answer", "key"), [(DOG, "k"), (CAT, "other")])
def test_another_answer_or_key_is_refused_and_the_first_stands(
    program_of: Programs, open_job: Jobs, worker: User, answer: object, key: str
) -> None:
    program = program_of(worker)
    held = claim(program, open_job()).json()
    submit(program, held["id"], answer=CAT, key="k")

    refused = submit(program, held["id"], answer=answer, key=key)

    assert (refused.status_code, refused.json()["code"]) == (409, "already_submitted")
    assert Answer.objects.get().content == CAT


def test_the_key_may_come_as_a_header_and_the_next_be_left_out(
    program_of: Programs, open_job: Jobs, worker: User
) -> None:
    job, program = open_job(), program_of(worker)
    held = claim(program, job).json()

    done = program.post(
        f"/api/v1/assignments/{held['id']}/submit", {"answer": CAT, "next": False}, HTTP_IDEMPOTENCY_KEY="from outside"
    )

    assert done.json() == {"assignment": held["id"], "late": False, "repeat": False, "next": None}
    assert Answer.objects.get().client_key == "from outside"
    assert states(job) == ["open", "open", "submitted"]


def test_an_answer_that_the_kind_refuses_is_named_and_not_kept(
    program_of: Programs, open_job: Jobs, worker: User
) -> None:
    program = program_of(worker)
    held = claim(program, open_job()).json()

    refused = submit(program, held["id"], answer={"label": "horse"})

    assert (refused.status_code, refused.json()["code"]) == (400, "answer_refused")
    assert list(refused.json()["fields"]) == ["answer"]
    assert not Answer.objects.exists()


def test_each_fault_of_a_submission_is_named(program_of: Programs, open_job: Jobs, worker: User) -> None:
    program = program_of(worker)
    held = claim(program, open_job()).json()

    refused = submit(program, held["id"], answer="cat", key="", next="yes")

    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
    assert sorted(refused.json()["fields"]) == ["answer", "key", "next"]


def test_returning_opens_the_place_again_and_may_be_repeated(
    program_of: Programs, open_job: Jobs, worker: User
) -> None:
    job, program = open_job(), program_of(worker)
    held = claim(program, job).json()

    answers = [program.post(f"/api/v1/assignments/{held['id']}/return").json() for _ in range(2)]

    assert answers == [{"assignment": held["id"], "repeat": again} for again in (False, True)]
    assert states(job) == ["open", "open", "open", "returned"]


def test_what_was_submitted_cannot_be_returned(program_of: Programs, open_job: Jobs, worker: User) -> None:
    job, program = open_job(micro_tasks=1), program_of(worker)
    held = claim(program, job).json()
    submit(program, held["id"])

    refused = program.post(f"/api/v1/assignments/{held['id']}/return")

    assert (refused.status_code, refused.json()["code"]) == (409, "already_submitted")
    assert states(job) == ["submitted"]


def test_an_answer_to_what_was_given_back_is_refused(program_of: Programs, open_job: Jobs, worker: User) -> None:
    program = program_of(worker)
    held = claim(program, open_job()).json()
    program.post(f"/api/v1/assignments/{held['id']}/return")

    refused = submit(program, held["id"])

    assert (refused.status_code, refused.json()["code"]) == (409, "lease_lost")
    assert not Answer.objects.exists()


def test_the_next_one_is_held_ahead_and_given_by_the_submission(
    program_of: Programs, open_job: Jobs, worker: User
) -> None:
    job, program = open_job(micro_tasks=2), program_of(worker)
    first = program.post(f"/api/v1/jobs/{job.public_id}/claim").json()

    held = program.post(f"/api/v1/jobs/{job.public_id}/ahead").json()
    following = submit(program, first["id"]).json()["next"]
    after_the_last = program.post(f"/api/v1/jobs/{job.public_id}/ahead")

    assert (held["id"], held["payload"]) == (following["id"], {"text": "line 1"})
    assert held["due_at"] < following["due_at"]
    assert after_the_last.status_code == 204


def test_a_submission_is_taken_back_within_seconds_and_not_later(
    program_of: Programs, open_job: Jobs, worker: User
) -> None:
    job, program = open_job(micro_tasks=1), program_of(worker)
    mine = program.post(f"/api/v1/jobs/{job.public_id}/claim").json()["id"]
    submit(program, mine)

    back = program.post(f"/api/v1/assignments/{mine}/undo").json()
    submit(program, mine)
    Assignment.objects.update(submitted_at=NOON)
    refused = program.post(f"/api/v1/assignments/{mine}/undo")

    assert (back["state"], back["draft"]) == ("claimed", {"answer": CAT, "revision": 1})
    assert (refused.status_code, refused.json()["code"]) == (409, "too_late")
    assert states(job) == ["submitted"]


def test_nobody_reaches_the_assignment_of_somebody_else(
    program_of: Programs, open_job: Jobs, worker: User, other_worker: User
) -> None:
    job = open_job()
    theirs = claiming.claim_next(job=job, worker=other_worker, at=NOON)
    program, address = program_of(worker), f"/api/v1/assignments/{theirs.public_id}"

    asked = [
        program.get(address),
        submit(program, theirs.public_id),
        program.post(f"{address}/return"),
        program.post(f"{address}/undo"),
        program.post(f"{address}/heartbeat", {"visible_ms": 1, "active_ms": 1}),
        program.put(f"{address}/draft", {"answer": CAT, "revision": 0}),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in asked] == [(404, "not_found")] * 6
    assert states(job) == ["claimed", "open", "open"]
