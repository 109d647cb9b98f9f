"""Random samples of what waits: drawn so that anybody can draw them again, and what looking at one says of the rest."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count, Q, Subquery

from accounts.models import User
from tasks.domain import review_list
from tasks.models import Assignment, Job, Sample, SampledAnswer
from transparency.domain.appealing import Share


class NothingWaits(Exception):
    """No answer of the job waits for its requester's decision."""


@dataclass(frozen=True, slots=True)
class Looked:
    """How far a sample was looked at. `asked` wait for an auditor; `rest` is not in it and still waits."""

    size: int
    approved: int
    rejected_count: int
    asked: int
    rest: int

    @property
    def decided(self) -> int:
        return self.approved + self.rejected_count

    @property
    def is_done(self) -> bool:
        """Whether nothing of it waits for the requester any more."""
        return self.decided + self.asked >= self.size

    @property
    def rejected(self) -> Share:
        """The rejected share of what was decided, with its interval."""
        return Share(self.rejected_count, self.decided)


@transaction.atomic
def draw(*, job: Job, size: int, drawn_by: User, at: datetime, seed: str = "") -> Sample:
    """A sample of `size` answers, or of all if fewer wait; the one before no longer counts. Raises NothingWaits.

    The same `seed` draws the same answers from the same that wait; without one a new seed is made.
    """
    Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    waiting = review_list.waiting_until(job=job, until=at)
    numbers = list(waiting.order_by("pk").values_list("pk", flat=True))
    if not numbers:
        raise NothingWaits
    sample = Sample.objects.create(
        job=job,
        seed=seed or secrets.token_hex(8),
        size=min(size, len(numbers)),
        population=len(numbers),
        drawn_by=drawn_by,
        drawn_at=at,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO tasks_sampledanswer (sample_id, assignment_id)
            SELECT %(sample)s, a.id FROM tasks_assignment a WHERE a.id = ANY(%(numbers)s)
            ORDER BY sha256(convert_to(%(seed)s || ':' || a.public_id, 'UTF8')) LIMIT %(size)s
            """,
            {"sample": sample.pk, "numbers": numbers, "seed": sample.seed, "size": sample.size},
        )
    return sample


def newest(*, job: Job) -> Sample | None:
    """The sample of a job that counts: the one that was drawn last."""
    return Sample.objects.filter(job=job).order_by("-pk").first()


def answers_in(*, sample: Sample) -> Subquery:
    """The numbers of its assignments, for a filter."""
    return Subquery(SampledAnswer.objects.filter(sample=sample).values("assignment"))


def looked_at(*, sample: Sample) -> Looked:
    """How far a sample was looked at, and how much else that waited when it was drawn still waits."""
    waits = Q(state=Assignment.State.SUBMITTED)
    is_asked = Q(rejection_request__isnull=False, rejection_request__decided_at__isnull=True)
    counts = Assignment.objects.filter(pk__in=answers_in(sample=sample)).aggregate(
        approved=Count("pk", filter=Q(state=Assignment.State.APPROVED)),
        rejected_count=Count("pk", filter=Q(state=Assignment.State.REJECTED)),
        asked=Count("pk", filter=waits & is_asked),
    )
    rest = review_list.waiting_until(job=sample.job, until=sample.drawn_at)
    return Looked(size=sample.size, rest=rest.exclude(pk__in=answers_in(sample=sample)).count(), **counts)
