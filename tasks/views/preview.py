"""Exactly what a worker sees, on the job's own micro-tasks; answers are checked there, and none is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.doors import PersonRequest, requester_required
from tasks.domain import grid, grid_answers
from tasks.domain.desk_view import cell_context, desk_context, media_origin_of
from tasks.kinds import kind_named
from tasks.kinds.base import AnswerRefused
from tasks.models import Job, MicroTask
from tasks.views.own import own_job

PREVIEWED = 20


@dataclass(frozen=True, slots=True)
class Checked:
    """What would become of an answer: kept, with what it says in a line, or refused with a sentence."""

    is_kept: bool
    words: str


@dataclass(frozen=True, slots=True)
class ScreenChecked:
    """The same for a screen, by the number of the picture. While one would be refused, the others aren't sent."""

    kept: dict[int, str] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requester_required
def preview(request: PersonRequest, public_id: str) -> HttpResponse:
    """One of the first micro-tasks, or a screen of them, as on a worker's desk. A posted answer is only looked at."""
    job, at = own_job(request, public_id), now()
    count = MicroTask.objects.filter(job=job).order_by("position")[:PREVIEWED].count()
    if not count:
        return render(request, "tasks/new_preview_empty.html", {"job": job, "kind": kind_named(job.kind)})
    at_once = grid.at_once(job)
    screens = -(-count // at_once)
    number = _number(request.GET.get("number", ""), screens)
    micro_tasks = _shown(job, number, at_once, count)
    entered: Any = {}
    checked: Checked | ScreenChecked | None = None
    if request.method == "POST":
        entered = _entered(request, job, micro_tasks)
        checked = (_screen_checked if at_once > 1 else _one_checked)(job, micro_tasks, entered)
        if request.htmx:
            template = "tasks/_preview_screen_checked.html" if at_once > 1 else "tasks/_preview_checked.html"
            return render(request, template, {"checked": checked})
    context = {
        **desk_context(job=job, micro_task=micro_tasks[0], at=at),
        "cells": _cells(micro_tasks, entered, at) if at_once > 1 else [],
        "is_preview": True,
        "is_veiled": bool(job.content_warnings),
        "draft": entered,
        "checked": checked,
        "preview_address": f"{reverse('jobs:preview', args=[job.public_id])}?number={number}",
        "number": number,
        "count": screens,
        "is_all": count < PREVIEWED,
        "before": number - 1,
        "after": number + 1 if number < screens else 0,
    }
    response = render(request, "tasks/new_preview.html", context)
    origins = sorted({media_origin_of(micro_task=micro_task) for micro_task in micro_tasks} - {""})
    if origins:
        response.csp_extra = {"img-src": origins, "media-src": origins}  # type: ignore[attr-defined]
    return response


def _entered(request: PersonRequest, job: Job, micro_tasks: list[MicroTask]) -> Any:
    """What was entered: an answer, or for a screen one for each micro-task by its public id."""
    if grid.at_once(job) == 1:
        return kind_named(job.kind).answer_from_form(request.POST)
    return grid_answers.answers_of(job=job, fields=request.POST, cells=[one.public_id for one in micro_tasks])


def _one_checked(job: Job, micro_tasks: list[MicroTask], entered: object) -> Checked:
    return _checked(job, micro_tasks[0], entered)


def _screen_checked(job: Job, micro_tasks: list[MicroTask], entered: Mapping[str, object]) -> ScreenChecked:
    screen = ScreenChecked()
    for number, micro_task in enumerate(micro_tasks, start=1):
        checked = _checked(job, micro_task, entered[micro_task.public_id])
        (screen.kept if checked.is_kept else screen.refused)[number] = checked.words
    return screen


def _checked(job: Job, micro_task: MicroTask, entered: object) -> Checked:
    kind = kind_named(job.kind)
    try:
        content = kind.check(answer=entered, settings=job.settings, payload=micro_task.payload)
    except AnswerRefused as refused:
        return Checked(is_kept=False, words=refused.sentence)
    return Checked(is_kept=True, words=kind.summary(content))


def _shown(job: Job, number: int, at_once: int, count: int) -> list[MicroTask]:
    first = (number - 1) * at_once
    ordered = MicroTask.objects.filter(job=job).select_related("item").order_by("position")
    return list(ordered[first : min(first + at_once, count)])


def _cells(micro_tasks: list[MicroTask], entered: Mapping[str, Any], at: datetime) -> list[dict[str, Any]]:
    return [
        {
            **cell_context(micro_task=one, draft=entered.get(one.public_id) or {}, at=at, number=number),
            "field": f"{one.public_id}-",
        }
        for number, one in enumerate(micro_tasks, start=1)
    ]


def _number(text: str, count: int) -> int:
    """Which one is asked for, from 1; the nearest that exists for anything else."""
    return min(max(1, int(text)), count) if text.isascii() and text.isdigit() and len(text) < 6 else 1
