"""The desk of a job that shows many micro-tasks on one screen: one form, one submission, each an answer of its own."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, worker_required
from tasks.domain import claiming, grid, grid_answers, questions
from tasks.domain.desk_view import cell_context, desk_context, media_origin_of
from tasks.domain.floor_policy import floor_hourly_micros
from tasks.kinds.text import clean_line
from tasks.models import Assignment, Job
from transparency.domain import attention, presence
from web.domain.formatting import format_number
from workers.domain import content_warnings, earnings
from workers.views.own import published_job, see_other

KEY_LENGTH = 32
ALL = "all"
SEPARATOR = "."


@require_POST
@worker_required
def submit(request: PersonRequest, public_id: str) -> HttpResponse:
    """Keep the answers of a page without scripts and fill the next screen; or give one of it back, or all of it.

    Sent twice, each is kept once.
    """
    job, at, worker = published_job(public_id), now(), request.user
    sent = sent_screen(request, job)
    given_back = request.POST.get("return", "")
    if given_back == ALL:
        return _given_back(request, job, grid.give_back(job=job, worker=worker, public_ids=sent.answers, at=at))
    if given_back:
        others = {cell: answer for cell, answer in sent.answers.items() if cell != given_back}
        grid_answers.keep_drafts(job=job, worker=worker, answers=others, at=at)
        one = given_back.replace("\x00", "")
        return _given_back(request, job, grid.give_back(job=job, worker=worker, public_ids=[one], at=at))
    try:
        kept = grid_answers.submit(
            job=job, worker=worker, answers=sent.answers, key=sent.key, at=at, give_back_rest=sent.gives_back_rest
        )
    except grid_answers.SomeRefused as refusal:
        return _refused(request, job, sent, refusal.sentences)
    for sentence in sentences_of(kept):
        messages.info(request, sentence)
    if not kept.count:
        return see_other("work:desk", job.public_id)
    is_more = claiming.may_claim(job=job, worker=worker, at=at) and grid.fill(job=job, worker=worker, at=at)
    return see_other("work:desk" if is_more else "work:done", job.public_id)


@dataclass(frozen=True, slots=True)
class SentScreen:
    """The answers of a screen as its form sends them, by public id, and the key that names this submission."""

    answers: dict[str, object]
    key: str
    gives_back_rest: bool


def sent_screen(request: PersonRequest, job: Job) -> SentScreen:
    """What a form of the screen has sent."""
    return SentScreen(
        grid_answers.answers_of(job=job, fields=request.POST, cells=request.POST.getlist("cell")),
        key=clean_line(request.POST.get("key", ""))[:KEY_LENGTH] or uuid.uuid4().hex,
        gives_back_rest="rest" in request.POST,
    )


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
    return see_other("work:desk", job.public_id)


def sentences_of(sent: grid_answers.Sent) -> list[str]:
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
    return [sentence % {"count": format_number(len(numbers))} for numbers, sentence in told if numbers]


def _refused(request: PersonRequest, job: Job, sent: SentScreen, sentences: Mapping[str, str]) -> HttpResponse:
    """The same screen with what was chosen, and which pictures have no answer yet."""
    screen = [row for row in grid.on_screen(job=job, worker=request.user) if row.public_id in sent.answers]
    if not screen:
        return see_other("work:desk", job.public_id)
    return page(request, job, screen, sent=sent, sentences=sentences)


def page(
    request: PersonRequest,
    job: Job,
    screen: Sequence[Assignment],
    *,
    sent: SentScreen | None = None,
    sentences: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The desk with everything that the worker has on screen. Its content policy names where these pictures are."""
    at, worker = now(), request.user
    origins = origins_of(screen)
    context: dict[str, Any] = {
        **screen_context(request, job, screen, sent=sent, sentences=sentences),
        "media_origin": " ".join(origins),
        "is_stopped": presence.is_stopped(worker_number=worker.pk),
        "now_ms": attention.milliseconds(at),
        "today": earnings.today(worker=worker, at=at),
        "floor_micros": floor_hourly_micros(at=at),
    }
    response = render(request, "workers/grid.html", context)
    if origins:
        response.csp_extra = {"img-src": origins}  # type: ignore[attr-defined]
    return response


def origins_of(screen: Sequence[Assignment]) -> list[str]:
    """Where the pictures of a screen lie that the requester only named, each place once."""
    return sorted({media_origin_of(micro_task=row.micro_task) for row in screen} - {""})


def name_of(screen: Sequence[Assignment]) -> str:
    """A screen is named by all that is on it, so that one with a cell less is another."""
    return SEPARATOR.join(row.public_id for row in screen)


def screen_context(
    request: PersonRequest,
    job: Job,
    screen: Sequence[Assignment],
    *,
    sent: SentScreen | None = None,
    sentences: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What the part of the page reads that holds one screen: its pictures and the form of their answers."""
    at, worker, first = now(), request.user, screen[0]
    entered = sent.answers if sent else {}
    cells = [_cell(row, number, entered, sentences or {}, at) for number, row in enumerate(screen, start=1)]
    ends = [row.due_at for row in screen if row.due_at is not None and row.shown_at is not None]
    return {
        **desk_context(job=job, micro_task=first.micro_task, at=at),
        "assignment": first,
        "screen": name_of(screen),
        "cells": cells,
        "refused": [cell for cell in cells if cell["refusal"]],
        "key": sent.key if sent else uuid.uuid4().hex,
        "is_preview": False,
        # Read with the instructions alone, as the examples are.
        "questions": partial(questions.board, job=job, worker=worker),
        "is_veiled": content_warnings.is_veiled(job=job, worker=worker),
        # What is held ahead has a whole lease from the moment it is shown.
        "seconds_left": max(0, int((min(ends) - at).total_seconds())) if ends else job.lease_seconds,
    }


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
