"""Appeals over HTTP: the same as the pages'."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.timezone import now
from rest_framework.test import APIClient

from accounts.models import User
from tasks.domain import suspending
from tasks.models import Job
from tests.fixtures import CAT, earnings_micros
from tests.tasks.answering import answer, reject

Programs = Callable[[User], APIClient]


def test_programs_appeal_reply_and_give_in(
    program_of: Programs, requester: User, worker: User, other_worker: User, open_job: Callable[..., Job]
) -> None:
    job = open_job()
    (given,) = answer(job, worker, [CAT], at=now())
    address, mine, theirs = f"/api/v1/assignments/{given.public_id}/appeal", program_of(worker), program_of(requester)

    early = mine.post(address, {"words": "A cat."})
    reject(given, at=now())
    filed, stranger = mine.post(address, {"words": "A cat."}), program_of(other_worker).post(address, {"words": "Me."})
    other = mine.post(address, {"words": "A lion."})
    (listed,) = theirs.get(f"/api/v1/jobs/{job.public_id}/appeals").json()["results"]
    replied = theirs.post(f"/api/v1/appeals/{listed['id']}/reply", {"words": "A dog."})
    given_in = theirs.post(f"/api/v1/appeals/{listed['id']}/give-in", {})
    (own,) = mine.get("/api/v1/me/appeals").json()["results"]

    assert (early.json()["code"], other.json()["code"]) == ("not_rejected", "already_appealed")
    assert (filed.status_code, stranger.status_code, replied.status_code, given_in.status_code) == (201, 404, 200, 200)
    assert [(said["became"], said["by"], said["words"]) for said in own["said"]] == [
        ("filed", "worker", "A cat."),
        ("replied", "other_side", "A dog."),
        ("given_in", "other_side", ""),
    ]
    assert (own["state"], own["assignment"], own["is_new"]) == ("given_in", given.public_id, True)
    assert earnings_micros(worker) == job.price_micros


def test_a_suspended_worker_s_program_is_told_and_appeals(
    program_of: Programs, worker: User, auditor: User, open_job: Callable[..., Job]
) -> None:
    job, mine = open_job(), program_of(worker)
    nothing = mine.post("/api/v1/me/suspension/appeal", {"words": "Only me."})
    suspending.suspend(worker=worker, decided_by=auditor, reason="Two names.", at=now())

    # A new token is looked up at once; a known one within some seconds.
    mine = program_of(worker)
    refused = [mine.post(f"/api/v1/jobs/{job.public_id}/{what}", {}) for what in ("claim", "ahead")]
    appealed = mine.post("/api/v1/me/suspension/appeal", {"words": "Only me."})

    assert [(found.status_code, found.json()["code"]) for found in refused] == [(409, "suspended")] * 2
    assert (nothing.json()["code"], appealed.status_code, appealed.json()["assignment"]) == ("not_rejected", 201, None)
    assert mine.get("/api/v1/me").json()["is_suspended"] is True
