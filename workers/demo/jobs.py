"""A job of the demonstration, from its draft to what has become of it."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from accounts.models import User
from tasks.domain import drafts, exports, jobs, releasing, splitting, training_tasks, uploading
from tasks.domain.terms import Terms
from tasks.kinds.base import Json
from tasks.models import Assignment, Export, Job, MicroTask, SplitChunk, Upload
from transparency.domain.statement import writing
from workers.demo import guidance
from workers.demo.answers import Answerer
from workers.demo.life import Pace, Sitting, Slip, leave_in_hand, review
from workers.demo.materials import File


@dataclass(frozen=True, slots=True)
class Work:
    """From `hours_ago` on, these people give so many answers. No names: everybody."""

    hours_ago: float
    answers: int
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """The requester decides on a share of what waits."""

    hours_ago: float
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class InHand:
    """Somebody has just begun one more, with this draft."""

    who: str
    draft: Json


@dataclass(frozen=True)
class DemoJob:
    """What a requester asked for, and what has happened since. Without a price it is still a draft."""

    key: str
    requester: str
    kind: str
    title: str
    purpose: str
    instructions: str
    settings: Json
    files: Sequence[File]
    days_ago: float
    wanted_answers: int = 1
    price_micros: int = 0
    expected_seconds: int = 5
    examples: Sequence[guidance.Case] = ()
    warnings: tuple[str, ...] = ()
    training: Mapping[str, tuple[Json, str]] = field(default_factory=dict)
    training_places: int = 0
    warning_words: str = ""
    answer: Answerer | None = None
    pace: Pace = field(default_factory=lambda: Pace(5))
    slip: Slip | None = None
    history: Sequence[Work | Review | InHand] = ()
    is_talked_about: bool = False
    is_taken_away: bool = False


class NotCut(Exception):
    """A demo upload could not be cut."""


def make_job(*, wanted: DemoJob, people: dict[str, User], at: datetime) -> Job:
    """Make, upload, cut and publish one demo job, as its requester would; what was published before stays."""
    made_at = at - timedelta(days=wanted.days_ago)
    job = jobs.create_draft(
        requester=people[wanted.requester],
        kind=wanted.kind,
        settings_of_kind=wanted.settings,
        at=made_at,
        client_key=wanted.key,
    )
    if not job.is_draft:
        return job
    jobs.describe(job=job, title=wanted.title, purpose=wanted.purpose, instructions=wanted.instructions)
    drafts.warn(job=job, warnings=wanted.warnings, words=wanted.warning_words)
    _upload(job, wanted.files, made_at)
    _prepare_training(job, wanted)
    for case in wanted.examples:
        guidance.show(job=job, case=case)
    if wanted.price_micros:
        _set_terms(job, wanted)
        jobs.publish(job=job, at=made_at + timedelta(minutes=12))
    return job


def _prepare_training(job: Job, wanted: DemoJob) -> None:
    """Make training tasks of the lines that are named, each with its right answer and words."""
    for text, (answer, words) in wanted.training.items():
        micro_task = MicroTask.objects.get(job=job, payload__text=text)
        training_tasks.mark(job=job, micro_task=micro_task, answer=answer, words=words)
    training_tasks.set_places(job=job, places=wanted.training_places)


def _upload(job: Job, files: Sequence[File], at: datetime) -> None:
    """Send and cut the files. Raises NotCut."""
    for number, (name, content) in enumerate(files):
        uploading.receive(
            job=job, stream=io.BytesIO(content), name=name, size=len(content), at=at, client_key=f"demo-{number}"
        )
    while splitting.split_next(job=job, at=at):
        pass
    if (
        Upload.objects.filter(job=job, state=Upload.State.REFUSED).exists()
        or SplitChunk.objects.filter(job=job, state=SplitChunk.State.PARKED).exists()
    ):
        raise NotCut(job.title)


def _set_terms(job: Job, wanted: DemoJob) -> None:
    jobs.set_terms(
        job=job,
        terms=Terms(
            wanted_answers=wanted.wanted_answers,
            price_micros=wanted.price_micros,
            expected_seconds=wanted.expected_seconds,
            auto_approval_seconds=3 * 86_400,
        ),
    )


def live(*, job: Job, wanted: DemoJob, people: dict[str, User], at: datetime) -> None:
    """Play what has happened to a demo job. One that saw any work is left alone."""
    if wanted.answer is None or Assignment.objects.filter(job=job).exclude(state=Assignment.State.OPEN).exists():
        return
    chance = random.Random(wanted.key)  # noqa: S311 (a demonstration, the same each time)
    for step in wanted.history:
        match step:
            case Work():
                sitting = Sitting(
                    job=job,
                    workers={worker.pk: worker for worker in workers_named(step.who, people)},
                    answer=wanted.answer,
                    pace=wanted.pace,
                    slip=wanted.slip,
                    chance=chance,
                )
                sitting.play(answers=step.answers, start=at - timedelta(hours=step.hours_ago), end=at)
            case Review():
                moment = at - timedelta(hours=step.hours_ago)
                review(job=job, share=step.share, slip=wanted.slip, at=moment)
                jobs.close_finished(at=moment)
                job.refresh_from_db()
            case InHand():
                leave_in_hand(job=job, worker=people[step.who], draft=step.draft, at=at - timedelta(minutes=1))
    if wanted.is_talked_about:
        guidance.talk(job=job, people=people, at=at)
    if wanted.is_taken_away:
        take_away(job=job, at=at - timedelta(hours=1))


def workers_named(names: Sequence[str], people: dict[str, User]) -> list[User]:
    """Those of `names`; everybody who works when there are none."""
    return [people[name] for name in names] or [person for person in people.values() if person.is_worker]


def take_away(*, job: Job, at: datetime) -> None:
    """The requester has an archive of the answers written, and shows everybody what work is in it."""
    export = exports.ask_for_export(job=job, asked_by=job.requester, file_format=Export.Format.CSV, at=at)
    exports.write_export(export_id=export.pk, statement=writing.statement_files, at=at)
    export.refresh_from_db()
    releasing.release_statement(export=export, at=at)
