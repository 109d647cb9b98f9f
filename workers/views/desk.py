"""The desk: what is worked on, the answer, and the next one at once."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.doors import PersonRequest, worker_required
from tasks.domain import claiming, examples, grid, questions, submitting
from tasks.domain.desk_view import desk_context, media_origin_of, media_origins_of
from tasks.domain.floor_policy import floor_hourly_micros
from tasks.kinds import kind_named
from tasks.kinds.base import AnswerRefused, Json
from tasks.kinds.text import clean_line
from tasks.models import Assignment, Job
from transparency.domain import attention, job_pay, presence
from web.domain.formatting import format_micros
from workers.domain import content_warnings, earnings, finding, footsteps, starting
from workers.views import grid as grid_view
from workers.views import training
from workers.views.finding import cards_of
from workers.views.own import own_assignment, published_job, see_other

KEY_LENGTH = 64


@never_cache
@require_GET
@worker_required
def desk(request: PersonRequest, public_id: str) -> HttpResponse:
    """What the worker holds of a job; with nothing in hand, the job and a button to start. Claims nothing."""
    job = published_job(public_id)
    if grid.at_once(job) > 1 and (screen := list(grid.on_screen(job=job, worker=request.user))):
        return grid_view.page(request, job, screen)
    held = finding.held_assignment(worker=request.user, job=job)
    if held is not None:
        is_stopped = presence.is_stopped(worker_number=request.user.pk)
        return _desk_page(request, held, is_stopped=is_stopped)
    footsteps.looked_at_job(worker=request.user, job=job, at=now())
    context = _start_context(request, job)
    return _allowing(render(request, "workers/start.html", context), media_origins_of(context["examples"]))


@require_POST
@worker_required
def start(request: PersonRequest, public_id: str) -> HttpResponse:
    """Claim the next assignment of a job and show it."""
    job, at = published_job(public_id), now()
    if "read" in request.POST:
        content_warnings.say_read(job=job, worker=request.user, at=at)
    try:
        claim = starting.begin(job=job, worker=request.user, at=at)
    except claiming.OwnJob:
        messages.error(request, finding.own_job_sentence())
    except claiming.Suspended:
        messages.error(request, starting.suspended_sentence())
    except claiming.AtYearlyLimit:
        messages.error(request, starting.limit_sentence())
    except starting.WarningNotRead:
        messages.error(request, starting.warning_sentence())
    except starting.TrainingFirst:
        return training.go_on(request, job)
    else:
        if claim is None:
            return see_other("work:done", job.public_id)
        grid.fill(job=job, worker=request.user, at=at)
        presence.be_present(worker_number=request.user.pk, at=at)
    return see_other("work:desk", job.public_id)


@require_POST
@worker_required
def veil(request: PersonRequest, public_id: str) -> HttpResponse:
    """Keep whether this worker wants what the job warns of to be shown without asking."""
    job = published_job(public_id)
    content_warnings.show_always(job=job, worker=request.user, always="always" in request.POST)
    return see_other("work:desk", job.public_id)


@require_GET
@worker_required
def done(request: PersonRequest, public_id: str) -> HttpResponse:
    """Nothing is left for the worker in this job."""
    job = published_job(public_id)
    return render(request, "workers/done.html", line_context(request, job))


@require_POST
@worker_required
def submit(request: PersonRequest, public_id: str) -> HttpResponse:
    """Keep the answer of a page without scripts and lead on to the next. Sent twice with one key, it is kept once."""
    assignment = own_assignment(request, public_id)
    sent = sent_answer(request, assignment)
    try:
        submission = submitting.submit(
            assignment=assignment,
            worker=request.user,
            answer=sent.entered,
            key=sent.key,
            at=now(),
            with_next=True,
        )
    except AnswerRefused as refusal:
        draft = sent.entered if isinstance(sent.entered, dict) else {}
        return _desk_page(request, assignment, entered=draft, key=sent.key, refusal=refusal.sentence)
    except submitting.LeaseLost:
        messages.info(request, given_back_sentence())
        return see_other("work:desk", assignment.job.public_id)
    except submitting.AlreadySubmitted:
        messages.info(request, answered_sentence())
        return see_other("work:desk", assignment.job.public_id)
    if submission.is_late and not submission.is_repeat:
        messages.info(request, late_sentence(submission.assignment_id))
    name = "work:desk" if submission.next_claim else "work:done"
    return see_other(name, assignment.job.public_id)


@dataclass(frozen=True, slots=True)
class SentAnswer:
    """An answer as a form sends it, and the key that names this submission."""

    entered: object
    key: str


def sent_answer(request: PersonRequest, assignment: Assignment) -> SentAnswer:
    """What the desk's form holds."""
    key = clean_line(request.POST.get("key", ""))[:KEY_LENGTH] or uuid.uuid4().hex
    return SentAnswer(kind_named(assignment.job.kind).answer_from_form(request.POST), key)


def given_back_sentence() -> str:
    return _("You had given this one back; the answer was not kept.")


def answered_sentence() -> str:
    return _("You have answered this one before. Your first answer stands.")


def late_sentence(assignment_id: int) -> str:
    """That an answer came after somebody had taken its place, and what it is paid all the same."""
    paid = Assignment.objects.values_list("price_micros", flat=True).get(pk=assignment_id)
    return _(
        "Somebody had taken this place meanwhile. Your answer is kept and you are paid %(price)s "
        "from the platform’s reserve."
    ) % {"price": format_micros(paid or 0)}


@require_POST
@worker_required
def give_back(request: PersonRequest, public_id: str) -> HttpResponse:
    """Return an assignment without penalty; the job's page says so and offers the next one."""
    assignment = own_assignment(request, public_id)
    try:
        submitting.give_back(assignment=assignment, worker=request.user, at=now())
    except submitting.LeaseLost:
        messages.info(request, _("This one is already submitted, so it can’t be given back."))
    else:
        messages.success(request, _("Given back. It costs you nothing, and somebody else can take it."))
    return see_other("work:desk", assignment.job.public_id)


def _desk_page(
    request: PersonRequest, assignment: Assignment, *, is_stopped: bool = False, **more: Any
) -> HttpResponse:
    """The whole page of the desk. Its content policy names where the requester keeps the media, if it is elsewhere."""
    origin = media_origin_of(micro_task=assignment.micro_task)
    context = {
        **work_context(request, assignment, **more),
        "media_origin": origin,
        "is_stopped": is_stopped,
        "now_ms": attention.milliseconds(now()),
    }
    page = render(request, "workers/desk.html", context | line_context(request, assignment.job))
    return _allowing(page, [origin] if origin else [])


def _allowing(response: HttpResponse, origins: list[str]) -> HttpResponse:
    """Let a page show media whose address the requester named: its content policy knows our own origin alone."""
    if origins:
        response.csp_extra = {"img-src": origins, "media-src": origins}  # type: ignore[attr-defined]
    return response


def work_context(
    request: PersonRequest,
    assignment: Assignment,
    *,
    entered: Json | None = None,
    key: str = "",
    refusal: str = "",
) -> dict[str, Any]:
    """What the part of the page reads that holds one assignment: the work and the form of its answer."""
    at = now()
    kept = getattr(assignment, "draft", None)
    draft = entered if entered is not None else (kept.content if kept else {})
    return {
        **desk_context(job=assignment.job, micro_task=assignment.micro_task, at=at),
        "assignment": assignment,
        "draft": draft,
        "revision": kept.revision if kept else 0,
        "key": key or uuid.uuid4().hex,
        "refusal": refusal,
        "is_preview": False,
        # Read with the instructions alone, as the examples are.
        "questions": partial(questions.board, job=assignment.job, worker=request.user),
        "is_veiled": content_warnings.is_veiled(job=assignment.job, worker=request.user),
        "seconds_left": _seconds_left(assignment, at),
    }


def _seconds_left(assignment: Assignment, at: datetime) -> int:
    """What is held ahead has a whole lease from the moment it is shown."""
    if assignment.shown_at is None or assignment.due_at is None:
        return assignment.job.lease_seconds
    return max(0, int((assignment.due_at - at).total_seconds()))


def line_context(request: PersonRequest, job: Job) -> dict[str, Any]:
    """What the line above the work and the end of the job read."""
    at = now()
    return {
        "job": job,
        "today": earnings.today(worker=request.user, at=at),
        "floor_micros": floor_hourly_micros(at=at),
    }


def _start_context(request: PersonRequest, job: Job) -> dict[str, Any]:
    at, worker = now(), request.user
    (card,) = cards_of(jobs=[job], worker=worker, at=at)
    return {
        "card": card,
        "job": job,
        "kind": card.kind,
        "job_settings": job.settings,
        "examples": examples.shown(job=job, at=at),
        "board": questions.board(job=job, worker=worker),
        "must_read": content_warnings.must_be_read(job=job, worker=worker),
        "no_place_sentence": starting.no_place_sentence(),
        "own_job_sentence": finding.own_job_sentence(),
        "floor_micros": floor_hourly_micros(at=at),
        "today": earnings.today(worker=worker, at=at),
        "pay": job_pay.of_job(job_number=job.pk, announced_seconds=job.expected_seconds, price_micros=job.price_micros),
    }
