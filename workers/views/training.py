"""Training before a job: one task, what was right about the answer, the next one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.doors import PersonRequest, worker_required
from tasks.domain import claiming, training
from tasks.domain.desk_view import answer_context, desk_context, media_origin_of
from tasks.kinds import kind_named
from tasks.kinds.base import AnswerRefused, Json
from tasks.models import Job, TrainingAnswer
from workers.domain import content_warnings, finding, starting
from workers.views.own import published_job, see_other


@never_cache
@require_GET
@worker_required
def train(request: PersonRequest, public_id: str) -> HttpResponse:
    """The training task in hand; else what became of the last answer. Gives out nothing."""
    job = published_job(public_id)
    standing = training.standing(job=job, worker=request.user)
    if standing.current is not None:
        return _task(request, standing.current, standing)
    if standing.last is None:
        return see_other("work:desk", job.public_id)
    return _told(request, standing.last, standing)


@require_POST
@worker_required
def following(request: PersonRequest, public_id: str) -> HttpResponse:
    """Give out the next training task."""
    return go_on(request, published_job(public_id))


def go_on(request: PersonRequest, job: Job) -> HttpResponse:
    """To the next training task, or to the desk when none is left or none can be had."""
    try:
        shown = starting.train(job=job, worker=request.user, at=now())
    except claiming.OwnJob:
        messages.error(request, finding.own_job_sentence())
    except claiming.Suspended:
        messages.error(request, starting.suspended_sentence())
    except claiming.AtYearlyLimit:
        messages.error(request, starting.limit_sentence())
    except starting.WarningNotRead:
        messages.error(request, starting.warning_sentence())
    except training.NoPlaceLeft:
        messages.info(request, starting.no_place_sentence())
    else:
        if shown is not None:
            return see_other("work:train", job.public_id)
    return see_other("work:desk", job.public_id)


@require_POST
@worker_required
def submit(request: PersonRequest, public_id: str) -> HttpResponse:
    """Keep the answer to a training task; the page that follows tells what was right."""
    shown = _own(request, public_id)
    job = shown.training.job
    entered = kind_named(job.kind).answer_from_form(request.POST)
    try:
        training.submit(shown=shown, worker=request.user, answer=entered, at=now())
    except AnswerRefused as refusal:
        standing = training.standing(job=job, worker=request.user)
        draft = entered if isinstance(entered, dict) else {}
        return _task(request, shown, standing, draft=draft, refusal=refusal.sentence)
    except training.NotInHand:
        messages.info(request, _("You have given this one back or answered it before; this answer was not kept."))
    return see_other("work:train", job.public_id)


@require_POST
@worker_required
def give_back(request: PersonRequest, public_id: str) -> HttpResponse:
    """Leave the training for now: the task comes again when the worker does."""
    shown = _own(request, public_id)
    try:
        training.give_back(shown=shown, worker=request.user, at=now())
    except training.NotInHand:
        messages.info(request, _("This one is already submitted, so it can’t be given back."))
    else:
        messages.success(request, _("Given back. Your place for training is kept: go on whenever you like."))
    return see_other("work:desk", shown.training.job.public_id)


def _own(request: PersonRequest, public_id: str) -> TrainingAnswer:
    try:
        return training.find_for(public_id=public_id, worker=request.user)
    except TrainingAnswer.DoesNotExist:
        raise Http404 from None


def _task(
    request: PersonRequest,
    shown: TrainingAnswer,
    standing: training.Standing,
    *,
    draft: Json | None = None,
    refusal: str = "",
) -> HttpResponse:
    job, micro_task = shown.task.job, shown.task.micro_task
    context = {
        **desk_context(job=job, micro_task=micro_task, at=now()),
        **_common(request, job, standing),
        "shown": shown,
        "draft": draft or {},
        "refusal": refusal,
        "number": standing.answered_count + 1,
        # An answer in training stands, and whoever wrote the task has said what is right.
        "keys_left_out": ("undo_answer", "ask", "report"),
    }
    return _allowing(render(request, "workers/training_task.html", context), shown)


def _told(request: PersonRequest, last: TrainingAnswer, standing: training.Standing) -> HttpResponse:
    job, micro_task, at = last.task.job, last.task.micro_task, now()
    kind = kind_named(job.kind)
    context = {
        **_common(request, job, standing),
        "kind": kind,
        "your_words": kind.summary(last.content or {}),
        "right_words": kind.summary(last.task.answer),
        "job_settings": job.settings,
        "last": last,
        "item": answer_context(micro_task=micro_task, answer={}, at=at),
        "yours": answer_context(micro_task=micro_task, answer=last.content or {}, at=at),
        "right": answer_context(micro_task=micro_task, answer=last.task.answer, at=at),
        "paid_micros": standing.answered_count * job.training_price_micros,
    }
    return _allowing(render(request, "workers/training_told.html", context), last)


def _common(request: PersonRequest, job: Job, standing: training.Standing) -> dict[str, Any]:
    veiled = content_warnings.is_veiled(job=job, worker=request.user)
    return {"job": job, "standing": standing, "is_veiled": veiled}


def _allowing(response: HttpResponse, shown: TrainingAnswer) -> HttpResponse:
    """Let the page show media whose address the requester named."""
    origin = media_origin_of(micro_task=shown.task.micro_task)
    if origin:
        response.csp_extra = {"img-src": [origin], "media-src": [origin]}  # type: ignore[attr-defined]
    return response
