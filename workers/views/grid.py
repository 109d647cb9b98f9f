"""The desk of a job that shows many micro-tasks on one screen: one form, one submission, each an answer of its own."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.datastructures import MultiValueDict
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, worker_required
from tasks.domain import claiming, grid, questions
from tasks.domain.desk_view import cell_context, desk_context, media_origin_of
from tasks.domain.jobs import floor_hourly_micros
from tasks.kinds import kind_named
from tasks.kinds.text import clean_line
from tasks.models import Assignment, Job
from transparency.domain import attention, presence
from web.domain.formatting import format_number
from workers.domain import content_warnings, earnings
from workers.views.own import published_job, see_other

KEY_LENGTH = 32
ALL = "all"


@require_POST
@worker_required
def submit(request: PersonRequest, public_id: str) -> HttpResponse:
    """Keep the answers of a screen and fill the next one; or give one back, or all. Sent twice, each is kept once."""
    job, at, worker = published_job(public_id), now(), request.user
    answers = _answers(request, job)
    given_back = request.POST.get("return", "")
    if given_back == ALL:
        count = grid.give_back_all(job=job, worker=worker, at=at)
        return _given_back(request, job, count)
    if given_back:
        others = {cell: answer for cell, answer in answers.items() if cell != given_back}
        grid.keep_drafts(job=job, worker=worker, answers=others, at=at)
        return _given_back(request, job, grid.give_back(job=job, worker=worker, public_id=given_back, at=at))
    key = clean_line(request.POST.get("key", ""))[:KEY_LENGTH] or uuid.uuid4().hex
    try:
        sent = grid.submit(
            job=job, worker=worker, answers=answers, key=key, at=at, give_back_rest="rest" in request.POST
        )
    except grid.SomeRefused as refusal:
        return _refused(request, job, answers, key, refusal.sentences)
    _tell(request, sent)
    if not sent.count:
        return _lead_on(request, "work:desk", job)
    is_more = claiming.may_claim(job=job, worker=worker) and grid.fill(job=job, worker=worker, at=at)
    return _lead_on(request, "work:desk" if is_more else "work:done", job)


def _answers(request: PersonRequest, job: Job) -> dict[str, object]:
    """What was entered for each cell, by the public id that its fields begin with; in the order of the screen."""
    kind, answers = kind_named(job.kind), dict[str, object]()
    for public_id in request.POST.getlist("cell")[: grid.at_once(job)]:
        start = f"{public_id}-"
        names = [name for name in request.POST if name.startswith(start)]
        fields = {name.removeprefix(start): request.POST.getlist(name) for name in names}
        answers[public_id.replace("\x00", "")] = kind.answer_from_form(MultiValueDict(fields))
    return answers


def _given_back(request: PersonRequest, job: Job, count: int) -> HttpResponse:
    if count:
        messages.success(
            request,
            ngettext(
                "%(count)s given back. It costs you nothing, and somebody else can take it.",
                "%(count)s given back. They cost you nothing, and somebody else can take them.",
                count,
            )
            % {"count": format_number(count)},
        )
    return _lead_on(request, "work:desk", job)


def _tell(request: PersonRequest, sent: grid.Sent) -> None:
    """What became of answers that didn't go the usual way."""
    told = (
        (
            sent.late,
            _(
                "Somebody had taken the place of %(count)s meanwhile. Your answers are kept and paid from the "
                "platform’s reserve."
            ),
        ),
        (sent.lost, _("You had given %(count)s back before; these answers were not kept.")),
        (sent.standing, _("You have answered %(count)s before. Your first answers stand.")),
    )
    for numbers, sentence in told:
        if numbers:
            messages.info(request, sentence % {"count": format_number(len(numbers))})


def _lead_on(request: PersonRequest, name: str, job: Job) -> HttpResponse:
    """The next screen is a page of its own: its content policy names where its pictures are."""
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": resolve_url(name, job.public_id)})
    return see_other(name, job.public_id)


def _refused(
    request: PersonRequest, job: Job, answers: Mapping[str, object], key: str, sentences: Mapping[str, str]
) -> HttpResponse:
    """The same screen with what was chosen, and which pictures have no answer yet."""
    screen = [row for row in grid.on_screen(job=job, worker=request.user) if row.public_id in answers]
    if not screen:
        return _lead_on(request, "work:desk", job)
    template = "workers/_grid_form.html" if request.htmx else "workers/grid.html"
    return page(request, job, screen, template=template, entered=answers, key=key, sentences=sentences)


def page(
    request: PersonRequest,
    job: Job,
    screen: Sequence[Assignment],
    *,
    template: str = "workers/grid.html",
    entered: Mapping[str, object] | None = None,
    key: str = "",
    sentences: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The desk with everything that the worker has on screen."""
    at, worker, first = now(), request.user, screen[0]
    cells = [_cell(row, number, entered or {}, sentences or {}, at) for number, row in enumerate(screen, start=1)]
    ends = [row.due_at for row in screen if row.due_at is not None]
    context: dict[str, Any] = {
        **desk_context(job=job, micro_task=first.micro_task, at=at),
        "assignment": first,
        "cells": cells,
        "refused": [cell for cell in cells if cell["refusal"]],
        "key": key or uuid.uuid4().hex,
        "is_preview": False,
        # Read with the instructions alone, as the examples are.
        "questions": partial(questions.board, job=job, worker=worker),
        "is_veiled": content_warnings.is_veiled(job=job, worker=worker),
        "is_stopped": presence.is_stopped(worker_number=worker.pk),
        "now_ms": attention.milliseconds(at),
        "seconds_left": max(0, int((min(ends) - at).total_seconds())) if ends else 0,
        "today": earnings.today(worker=worker, at=at),
        "floor_micros": floor_hourly_micros(at=at),
    }
    response = render(request, template, context)
    origins = sorted({media_origin_of(micro_task=row.micro_task) for row in screen} - {""})
    if origins:
        response.csp_extra = {"img-src": origins}  # type: ignore[attr-defined]
    return response


def _cell(
    row: Assignment, number: int, entered: Mapping[str, object], sentences: Mapping[str, str], at: datetime
) -> dict[str, Any]:
    kept = getattr(row, "draft", None)
    draft = entered.get(row.public_id, kept.content if kept else {})
    return {
        **cell_context(micro_task=row.micro_task, draft=draft if isinstance(draft, dict) else {}, at=at, number=number),
        "assignment": row,
        "field": f"{row.public_id}-",
        "refusal": sentences.get(row.public_id, ""),
    }
