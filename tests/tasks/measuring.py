"""Answers that took a known time, for what is measured by them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.models import User
from tasks.domain import claiming, reviewing, submitting
from tasks.models import Assignment, Job
from tests.fixtures import CAT, NOON, make_worker

THREE = range(11, 14)


def answer_all(
    job: Job, seconds: Sequence[float], *, numbers: Sequence[int] = THREE, at: datetime = NOON, approve: bool = True
) -> list[User]:
    """Let each of these workers answer all that they get of `job`, in `seconds` by turns, and approve it."""
    workers = [User.objects.filter(email=f"worker{n}@example.org").first() or make_worker(n) for n in numbers]
    turn = 0
    for worker in workers:
        moment = at
        while (claim := claiming.claim_row(job=job, worker=worker, at=moment)) is not None:
            moment += timedelta(seconds=seconds[turn % len(seconds)])
            held = submitting.find_for(public_id=claim.in_hand.public_id, worker=worker)
            submitting.submit(assignment=held, worker=worker, answer=CAT, key="k", at=moment)
            turn += 1
    if approve:
        waiting = list(Assignment.objects.filter(job=job, state="submitted").values_list("pk", flat=True))
        reviewing.approve(job=job, assignment_ids=waiting, decided_by_id=job.requester_id, at=at + timedelta(hours=1))
    return workers
