"""Days of work on a job, played through the domain with moments in the past."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from tasks.domain import claiming, reviewing, submitting
from tasks.kinds.base import Json
from tasks.models import Assignment, Job

Answerer = Callable[[Assignment, random.Random], Json]


@dataclass(frozen=True, slots=True)
class Pace:
    """How people work on a job: `seconds` an answer takes at the median, and shares of what goes otherwise."""

    seconds: float
    returned_share: float = 0.04
    forgotten_share: float = 0.02
    pause_seconds: float = 1.5


def play(
    *, job: Job, workers: list[User], answers: int, pace: Pace, answer: Answerer, start: datetime, chance: random.Random
) -> datetime:
    """Let `workers` give `answers` answers from `start` on, each at their own speed; the moment of the last one."""
    speeds = {worker.pk: chance.lognormvariate(0, 0.25) for worker in workers}
    turns = [(start + timedelta(minutes=chance.uniform(0, 90)), worker.pk) for worker in workers]
    by_number = {worker.pk: worker for worker in workers}
    heapq.heapify(turns)
    given, last = 0, start
    while turns and given < answers:
        at, number = heapq.heappop(turns)
        worker = by_number[number]
        try:
            assignment = claiming.claim_next(job=job, worker=worker, at=at)
        except claiming.NothingToClaim:
            continue
        seconds = max(1.0, pace.seconds * speeds[number] * chance.lognormvariate(0, 0.35))
        ended = at + timedelta(seconds=seconds)
        fate = chance.random()
        if fate < pace.forgotten_share:
            _forget(assignment, at + timedelta(seconds=seconds / 2))
            ended = at + timedelta(hours=3)
        elif fate < pace.forgotten_share + pace.returned_share:
            submitting.give_back(assignment=assignment, worker=worker, at=ended)
        else:
            submitting.submit(
                assignment=assignment,
                worker=worker,
                answer=answer(assignment, chance),
                key=f"demo-{assignment.pk}",
                at=ended,
            )
            given, last = given + 1, max(last, ended)
        break_minutes = chance.uniform(8, 55) if chance.random() < 0.04 else 0
        rest = timedelta(seconds=chance.expovariate(1 / pace.pause_seconds), minutes=break_minutes)
        heapq.heappush(turns, (ended + rest, number))
    submitting.return_expired(at=last + timedelta(days=1))
    return last


def _forget(assignment: Assignment, at: datetime) -> None:
    """The worker went away: the last sign of life was at `at`, and the lease will run out."""
    Assignment.objects.filter(pk=assignment.pk).update(last_seen_at=at)


def review(*, job: Job, share: float, rejected: int, at: datetime, chance: random.Random) -> None:
    """Decide on `share` of a job's submitted answers, `rejected` of them against the worker."""
    waiting = list(Assignment.objects.filter(job=job, state=Assignment.State.SUBMITTED).order_by("submitted_at", "pk"))
    decided = waiting[: round(len(waiting) * share)]
    against = chance.sample(decided, min(rejected, len(decided)))
    for assignment in against:
        reviewing.reject(
            assignment=assignment,
            code=Assignment.RejectCode.INCOMPLETE,
            words="Part of what is visible or audible is missing. Please look at the example again.",
            decided_by_id=job.requester_id,
            at=at,
        )
    kept = [assignment.pk for assignment in decided if assignment not in against]
    reviewing.approve(job=job, assignment_ids=kept, decided_by_id=job.requester_id, at=at)
