"""What the answers come to. Approved answers only: no others leave the platform."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tasks.kinds import kind_named
from tasks.kinds.base import Json, Kind, Result, Tally
from tasks.models import Assignment, Item, Job, MicroTask, Upload


@dataclass(frozen=True, slots=True)
class TaskResult:
    """One micro-task, its approved answers and what they come to."""

    micro_task: MicroTask
    answers: list[Json]
    result: Result

    @property
    def leaders(self) -> tuple[Tally, ...]:
        """The values that were answered most often: one, or several that tie."""
        most = max((tally.count for tally in self.result.tallies), default=0)
        return tuple(tally for tally in self.result.tallies if tally.count == most)

    @property
    def agreement(self) -> float:
        """The share of the answers that hold the most frequent value, 0 to 1."""
        return self.leaders[0].count / self.result.answer_count if self.leaders else 0.0


@dataclass(frozen=True, slots=True)
class TaskAnswers:
    """One micro-task and its approved assignments, each with its answer."""

    micro_task: MicroTask
    assignments: list[Assignment]

    @property
    def contents(self) -> list[Json]:
        return [assignment.answer.content for assignment in self.assignments]


@dataclass(frozen=True, slots=True)
class Transcript:
    """The parts of one item put together again; “…” for those `missing` that have no approved answer yet."""

    text: str
    segments: int
    missing: int


def approved_assignments() -> QuerySet[Assignment]:
    """Approved assignments with their answers: the only ones that leave the platform."""
    approved = Assignment.objects.filter(state=Assignment.State.APPROVED).select_related("answer").order_by("ordinal")
    return approved.only("micro_task_id", "worker_id", "submitted_at", "price_micros", "answer__content")


def results_of(*, job: Job, micro_tasks: list[MicroTask]) -> list[TaskResult]:
    """What the approved answers to each of `micro_tasks` come to, in one query."""
    kind = kind_named(job.kind)
    return [
        TaskResult(found.micro_task, found.contents, kind.aggregate(found.contents))
        for found in answers_to(micro_tasks=micro_tasks)
    ]


def answers_to(*, micro_tasks: Sequence[MicroTask]) -> list[TaskAnswers]:
    """The approved assignments of each of `micro_tasks`, in one query."""
    found: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in approved_assignments().filter(micro_task__in=[task.pk for task in micro_tasks]):
        found[assignment.micro_task_id].append(assignment)
    return [TaskAnswers(task, found[task.pk]) for task in micro_tasks]


def micro_tasks_of(*, job: Job) -> QuerySet[MicroTask]:
    """A job's micro-tasks with their items, in their order.

    Without those for training, which want no answers, and those that are added and not published yet.
    """
    added = Upload.objects.filter(job=job, addition__isnull=False, addition__published_at__isnull=True)
    tasks = MicroTask.objects.filter(job=job, training_task__isnull=True).exclude(item__upload__in=added)
    return tasks.select_related("item").order_by("position")


def answered_micro_tasks(*, job: Job, differing: bool = False) -> QuerySet[MicroTask]:
    """Those with an approved answer; only those whose approved answers aren't all the same when `differing`."""
    approved = Assignment.objects.filter(micro_task=OuterRef("pk"), state=Assignment.State.APPROVED)
    if not differing:
        return micro_tasks_of(job=job).filter(Exists(approved))
    contents = approved.order_by().values("micro_task").annotate(contents=Count("answer__content", distinct=True))
    return (
        micro_tasks_of(job=job)
        .alias(contents=Coalesce(Subquery(contents.values("contents")), 0))
        .filter(contents__gt=1)
    )


def answers_in_order(*, job: Job, page_size: int) -> Iterator[list[TaskAnswers]]:
    """All approved answers of `job` in the order of its items, read by pages; micro-tasks without any are left out."""
    last = -1
    while page := list(micro_tasks_of(job=job).filter(position__gt=last)[:page_size]):
        last = page[-1].position
        yield [found for found in answers_to(micro_tasks=page) if found.assignments]


def transcripts_of(*, job: Job, items: Sequence[Item]) -> dict[int, Transcript]:
    """The parts of each item joined, by item, in two queries.

    Where people wrote different things, what most of them wrote stands; among equals, what was written first.
    """
    kind = kind_named(job.kind)
    segments = list(micro_tasks_of(job=job).filter(item__in=[item.pk for item in items]))
    parts: dict[int, list[Json | None]] = {item.pk: [] for item in items}
    for found in answers_to(micro_tasks=segments):
        parts[found.micro_task.item_id].append(leading(kind, found.contents))
    return {
        item_id: Transcript(
            text=kind.transcript(answers),
            segments=len(answers),
            missing=answers.count(None),
        )
        for item_id, answers in parts.items()
    }


def leading(kind: Kind, contents: list[Json]) -> Json | None:
    """The answer that most people gave to one part; None without an answer."""
    said = [kind.said(content) for content in contents]
    return max(contents, key=lambda content: said.count(kind.said(content)), default=None)
