"""A job while it runs: its newest answers, and how quickly they come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tasks.domain.progress import Answering
from tasks.domain.review_list import all_answers
from tasks.models import Assignment, Job

SHOWN = 12
# Answers a minute are counted over so long, or since the publication where that was later.
WINDOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Pace:
    """How many answers came to a job lately, from everybody together, and how many it still wants."""

    answers: int
    seconds: float
    left: int

    @property
    def a_minute(self) -> float:
        return self.answers * 60 / self.seconds

    @property
    def seconds_left(self) -> float | None:
        """How long the rest takes at this pace; None when nothing came lately, or nothing is left."""
        return self.left * self.seconds / self.answers if self.answers and self.left else None


def newest(*, job: Job) -> list[Assignment]:
    """The newest answers that wait or are approved, with what they answer, the latest first."""
    kept = all_answers(job=job).filter(state__in=[Assignment.State.SUBMITTED, Assignment.State.APPROVED])
    return list(kept.order_by("-submitted_at", "-pk")[:SHOWN])


def pace(*, job: Job, answering: Answering, at: datetime) -> Pace:
    """How quickly answers come to a published job."""
    since = max(at - WINDOW, job.published_at or at)
    answers = Assignment.objects.filter(job=job, submitted_at__gt=since).count()
    left = answering.open + answering.claimed if job.is_running else answering.claimed
    return Pace(answers, max(1.0, (at - since).total_seconds()), left)
