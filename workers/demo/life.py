"""Days of work on a job, played through the domain with moments in the past."""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from accounts.models import User
from tasks.domain import claiming, desk, reviewing, submitting, training
from tasks.kinds.base import Json
from tasks.models import Assignment, Job
from workers.demo.answers import Answerer
from workers.domain import content_warnings, footsteps

# Who gives an answer that will be rejected sends it with this key, so that the reviewer knows it.
SLIPPED = "demo-slip"
CLOCK = 0


@dataclass(frozen=True, slots=True)
class Pace:
    """How people work on a job: `seconds` an answer takes at the median, and shares of what goes otherwise."""

    seconds: float
    returned_share: float = 0.04
    forgotten_share: float = 0.015
    pause_seconds: float = 1.5


@dataclass(frozen=True, slots=True)
class Slip:
    """An answer that somebody would take back, and what the requester wrote about it."""

    who: str
    answer: Answerer
    code: str
    words: str


@dataclass
class Sitting:
    """Some people at work on one job. The one who slips does so in their first answer."""

    job: Job
    workers: dict[int, User]
    answer: Answerer
    pace: Pace
    slip: Slip | None
    chance: random.Random
    speeds: dict[int, float] = field(init=False)
    turns: list[tuple[datetime, int]] = field(default_factory=list)
    seated: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.speeds = {number: self.chance.lognormvariate(0, 0.25) for number in self.workers}

    def play(self, *, answers: int, start: datetime, end: datetime) -> None:
        """Until `answers` are given or nothing is left, each takes turns at their own speed; none after `end`."""
        arriving_seconds = answers * self.pace.seconds / len(self.workers) / 2
        for number in self.workers:
            heapq.heappush(self.turns, (start + timedelta(seconds=self.chance.uniform(0, arriving_seconds)), number))
        given = 0
        while self.turns:
            at, number = heapq.heappop(self.turns)
            if at > end:
                break
            if number == CLOCK:
                submitting.return_expired(at=at)
            elif given < answers:
                given += self._turn(self.workers[number], at)

    def _turn(self, worker: User, at: datetime) -> bool:
        """One assignment of one worker, and the moment of their next; True when it was answered."""
        if worker.pk not in self.seated:
            self._sit_down(worker, at)
        if self.job.content_warnings:
            content_warnings.say_read(job=self.job, worker=worker, at=at)
        if training.is_needed(job=self.job, worker=worker):
            return self._train(worker, at)
        try:
            assignment = claiming.claim_next(job=self.job, worker=worker, at=at)
        except claiming.NothingToClaim:
            return False
        seconds = max(1.0, self.pace.seconds * self.speeds[worker.pk] * self.chance.lognormvariate(0, 0.35))
        ended = at + timedelta(seconds=seconds)
        fate = self.chance.random()
        is_answered = fate >= self.pace.forgotten_share + self.pace.returned_share
        if is_answered:
            self._submit(assignment, worker, ended)
        elif fate < self.pace.forgotten_share:
            ended = self._forget(assignment, at + timedelta(seconds=seconds / 2))
        else:
            submitting.give_back(assignment=assignment, worker=worker, at=ended)
        rests = self.chance.random() < 0.04
        if rests:
            self.seated.discard(worker.pk)
        rest = timedelta(
            seconds=self.chance.expovariate(1 / self.pace.pause_seconds),
            minutes=self.chance.uniform(5, 25) if rests else 0,
        )
        heapq.heappush(self.turns, (ended + rest, worker.pk))
        return is_answered

    def _sit_down(self, worker: User, at: datetime) -> None:
        """Looking for work and reading what it is, before the first task and after each rest."""
        self.seated.add(worker.pk)
        reading = timedelta(seconds=25 * self.speeds[worker.pk])
        count = Job.objects.filter(state=Job.State.OPEN).count()
        footsteps.looked_for_work(worker=worker, claimable_count=count, at=at - 2 * reading)
        footsteps.looked_at_job(worker=worker, job=self.job, at=at - reading)

    def _train(self, worker: User, at: datetime) -> bool:
        """One training task, answered as its requester did; nobody trains when every place is taken."""
        try:
            shown = training.show_next(job=self.job, worker=worker, at=at)
        except training.NoPlaceLeft:
            return False
        if shown is not None:
            ended = at + timedelta(seconds=self.pace.seconds * self.speeds[worker.pk])
            mine = training.find_for(public_id=shown.public_id, worker=worker)
            training.submit(shown=mine, worker=worker, answer=mine.task.answer, at=ended)
            heapq.heappush(self.turns, (ended + timedelta(seconds=4), worker.pk))
        return False

    def _submit(self, assignment: Assignment, worker: User, at: datetime) -> None:
        slips = self.slip is not None and worker.email.startswith(f"{self.slip.who}@")
        answer, key = self.answer, f"demo-{assignment.pk}"
        if self.slip and slips:
            answer, key = self.slip.answer, f"{SLIPPED}-{assignment.pk}"
            self.slip = None
        submitting.submit(assignment=assignment, worker=worker, answer=answer(assignment, self.chance), key=key, at=at)

    def _forget(self, assignment: Assignment, seen_at: datetime) -> datetime:
        """The worker went away, last seen at `seen_at`; the moment after the clock has ended the lease."""
        Assignment.objects.filter(pk=assignment.pk).update(last_seen_at=seen_at)
        due_at = assignment.due_at or seen_at
        expiry = max(due_at, seen_at) + timedelta(seconds=20)
        heapq.heappush(self.turns, (expiry, CLOCK))
        return expiry + timedelta(minutes=1)


def review(*, job: Job, share: float, slip: Slip | None, at: datetime) -> None:
    """Reject the slip, if it was made, and approve `share` of what waits, the oldest first."""
    waiting = Assignment.objects.filter(job=job, state=Assignment.State.SUBMITTED, submitted_at__lte=at)
    if slip:
        for assignment in waiting.filter(answer__client_key__startswith=SLIPPED):
            reviewing.reject(
                assignment=assignment, code=slip.code, words=slip.words, decided_by_id=job.requester_id, at=at
            )
    oldest = list(waiting.order_by("submitted_at", "pk").values_list("pk", flat=True))
    kept = oldest[: round(len(oldest) * share)]
    reviewing.approve(job=job, assignment_ids=kept, decided_by_id=job.requester_id, at=at)


def leave_in_hand(*, job: Job, worker: User, draft: Json, at: datetime) -> None:
    """`worker` has just begun one more, and a part of the answer is saved."""
    try:
        assignment = claiming.claim_next(job=job, worker=worker, at=at)
    except claiming.NothingToClaim:
        return
    desk.save_draft(assignment=assignment, worker=worker, content=draft, revision=0, at=at)
