"""What the approved answers come to: a majority where there is one, else the answers side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from accounts.doors import PersonRequest, requester_required
from tasks.domain import results as domain
from tasks.domain.desk_view import answer_context, media_url_of, thumb_url_of
from tasks.domain.progress import answering_of
from tasks.domain.pseudonyms import worker_code
from tasks.kinds import kind_named
from tasks.kinds.base import Tally
from tasks.models import Assignment, Item, Job, MicroTask
from tasks.views.published import allow_media_of, head_context, published_job

MICRO_TASKS_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class MajorityLine:
    """One micro-task of a kind with labels, and what most answers say."""

    micro_task: MicroTask
    result: domain.TaskResult
    media_url: str
    thumb_url: str
    value: str  # in words
    leaders: list[str]  # in words
    tallies: list[tuple[str, Tally]]  # each with its value in words


@dataclass(frozen=True, slots=True)
class Side:
    """One approved answer beside the others of its micro-task."""

    worker: str
    shown: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """One item with those of its micro-tasks that are on this page, and its whole transcript if it is a recording."""

    item: Item
    transcript: domain.Transcript | None
    parts: list[tuple[MicroTask, list[Side]]] = field(default_factory=list)


@require_safe
@requester_required
def results(request: PersonRequest, public_id: str) -> HttpResponse:
    """The results, paged; `?differing=1` keeps those whose answers aren't all the same."""
    job, at = published_job(request, public_id), now()
    is_differing = request.GET.get("differing") == "1"
    found = domain.answered_micro_tasks(job=job, differing=is_differing)
    page = Paginator(found, MICRO_TASKS_A_PAGE).get_page(request.GET.get("page"))
    micro_tasks = list(page.object_list)
    context = head_context(job=job, answering=answering_of(job=job), tab="results")
    if kind_named(job.kind).has_majority:
        context["lines"] = _majority_lines(job, micro_tasks, at)
    else:
        context["groups"] = _groups(job, micro_tasks, at)
    response = render(request, "tasks/results.html", context | {"page": page, "is_differing": is_differing})
    allow_media_of(response, micro_tasks)
    return response


def _majority_lines(job: Job, micro_tasks: list[MicroTask], at: datetime) -> list[MajorityLine]:
    words = kind_named(job.kind).result_words

    def said(value: str | None) -> str:
        return str(words.get(value or "", value or ""))

    return [
        MajorityLine(
            micro_task=found.micro_task,
            result=found,
            media_url=media_url_of(micro_task=found.micro_task, at=at),
            thumb_url=thumb_url_of(micro_task=found.micro_task, at=at),
            value=said(found.result.value),
            leaders=[said(tally.value) for tally in found.leaders],
            tallies=[(said(tally.value), tally) for tally in found.result.tallies],
        )
        for found in domain.results_of(job=job, micro_tasks=micro_tasks)
    ]


def _groups(job: Job, micro_tasks: list[MicroTask], at: datetime) -> list[Group]:
    items = {task.item_id: task.item for task in micro_tasks}
    has_transcript = kind_named(job.kind).joins_parts(job.settings)
    transcripts = domain.transcripts_of(job=job, items=list(items.values())) if has_transcript else {}
    groups = {pk: Group(item, transcripts.get(pk)) for pk, item in items.items()}
    for found in domain.answers_to(micro_tasks=micro_tasks):
        sides = _sides(job, found.micro_task, found.assignments, at)
        groups[found.micro_task.item_id].parts.append((found.micro_task, sides))
    return list(groups.values())


def _sides(job: Job, micro_task: MicroTask, assignments: Sequence[Assignment], at: datetime) -> list[Side]:
    return [
        Side(
            worker=worker_code(requester_id=job.requester_id, worker_id=assignment.worker_id or 0),
            shown=answer_context(micro_task=micro_task, answer=assignment.answer.content, at=at),
        )
        for assignment in assignments
    ]
