"""The jobs of the demonstration: open, half done and finished, of every kind."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from accounts.models import User
from tasks.domain import jobs, splitting, uploading
from tasks.kinds.base import Json
from tasks.models import Assignment, Job, SplitChunk, Upload
from workers.demo.life import Answerer, Pace, play, review


@dataclass(frozen=True)
class DemoJob:
    """A job to make, and how far it has come. `answered` is the share of its wanted answers."""

    key: str
    kind: str
    title: str
    purpose: str
    instructions: str
    settings: Json
    files: list[tuple[str, bytes]]
    wanted_answers: int
    price_micros: int
    expected_seconds: int
    days_ago: float
    answered: float = 0.0
    reviewed: float = 0.0
    rejected: int = 0
    example: str = ""
    pace: Pace = field(default_factory=lambda: Pace(5))


class NotCut(Exception):
    """A demo upload could not be cut."""


def make_job(*, wanted: DemoJob, requester: User, at: datetime) -> Job:
    """Make, upload, cut and publish one demo job, as a requester would. Safe to repeat."""
    made_at = at - timedelta(days=wanted.days_ago)
    job = jobs.create_draft(
        requester=requester, kind=wanted.kind, settings_of_kind=wanted.settings, at=made_at, client_key=wanted.key
    )
    if not job.is_draft:
        return job
    jobs.describe(
        job=job, title=wanted.title, purpose=wanted.purpose, instructions=wanted.instructions, example=wanted.example
    )
    jobs.set_terms(
        job=job,
        terms=jobs.Terms(
            wanted_answers=wanted.wanted_answers,
            price_micros=wanted.price_micros,
            expected_seconds=wanted.expected_seconds,
            auto_approval_seconds=3 * 86_400,
        ),
    )
    for number, (name, content) in enumerate(wanted.files):
        uploading.receive(
            job=job, stream=io.BytesIO(content), name=name, size=len(content), at=made_at, client_key=f"demo-{number}"
        )
    while splitting.split_next(job=job, at=made_at):
        pass
    if (
        Upload.objects.filter(job=job, state=Upload.State.REFUSED).exists()
        or SplitChunk.objects.filter(job=job, state=SplitChunk.State.PARKED).exists()
    ):
        raise NotCut(wanted.title)
    jobs.publish(job=job, at=made_at)
    return job


def live(*, job: Job, wanted: DemoJob, workers: list[User], answer: Answerer, at: datetime) -> None:
    """Play the work and the review that the demo job has seen. A job that saw any is left alone."""
    if Assignment.objects.filter(job=job).exclude(state=Assignment.State.OPEN).exists():
        return
    chance = random.Random(wanted.key)  # noqa: S311 (a demonstration, the same each time)
    answers = round(job.micro_task_count * job.wanted_answers * wanted.answered)
    start = at - timedelta(days=wanted.days_ago) + timedelta(minutes=20)
    last = play(job=job, workers=workers, answers=answers, pace=wanted.pace, answer=answer, start=start, chance=chance)
    if wanted.reviewed:
        review(
            job=job,
            share=wanted.reviewed,
            rejected=wanted.rejected,
            at=min(at, last + timedelta(hours=4)),
            chance=chance,
        )
