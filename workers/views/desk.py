"""The desk: what is worked on, the answer, and the next one at once."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.doors import PersonRequest, worker_required
from tasks.domain import claiming, examples, questions, submitting
from tasks.domain.desk_view import desk_context, media_origin_of, media_origins_of
from tasks.domain.jobs import floor_hourly_micros
from tasks.kinds import kind_named
from tasks.kinds.base import AnswerRefused, Json
from tasks.kinds.text import clean_line
from tasks.models import Assignment, Job
from transparency.domain import attention, presence
from web.domain.formatting import format_micros
from workers.domain import content_warnings, earnings, finding, starting
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
    held = finding.held_assignment(worker=request.user, job=job)
    if held is not None:
        is_stopped = presence.is_stopped(worker_number=request.user.pk)
        return _desk_page(request, held, "workers/desk.html", is_stopped=is_stopped)
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
    except starting.WarningNotRead:
        messages.error(request, starting.warning_sentence())
    except starting.TrainingFirst:
        return training.go_on(request, job)
    else:
        if claim is None:
            return see_other("work:done", job.public_id)
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
    return render(request, "workers/done.html", _done_context(request, job))


@require_POST
@worker_required
def submit(request: PersonRequest, public_id: str) -> HttpResponse:
    """Keep an answer and show the next assignment. Sent twice with one key, it is kept once."""
    assignment = own_assignment(request, public_id)
    key = clean_line(request.POST.get("key", ""))[:KEY_LENGTH] or uuid.uuid4().hex
    entered = kind_named(assignment.job.kind).answer_from_form(request.POST)
    try:
        submission = submitting.submit(
            assignment=assignment,
            worker=request.user,
            answer=entered,
            key=key,
            at=now(),
            with_next=True,
        )
    except AnswerRefused as refusal:
        return _refused(request, assignment, entered=entered, key=key, sentence=refusal.sentence)
    except submitting.LeaseLost:
        messages.info(request, _("You had given this one back; the answer was not kept."))
        return _whole_page(request, "work:desk", assignment.job.public_id)
    except submitting.AlreadySubmitted:
        messages.info(request, _("You have answered this one before. Your first answer stands."))
        return _whole_page(request, "work:desk", assignment.job.public_id)
    if submission.is_late and not submission.is_repeat:
        messages.info(request, _late_sentence(submission.assignment_id))
    return _next(request, assignment, submission.next_claim)


def _late_sentence(assignment_id: int) -> str:
    paid = Assignment.objects.values_list("price_micros", flat=True).get(pk=assignment_id)
    return _(
        "Somebody had taken this place meanwhile. Your answer is kept and you are paid %(price)s "
        "from the platform’s reserve."
    ) % {"price": format_micros(paid or 0)}


def _next(request: PersonRequest, before: Assignment, claim: claiming.Claim | None) -> HttpResponse:
    """The next assignment: in place of the desk's part with htmx, by its own address without."""
    job = before.job
    if claim is None:
        if request.htmx:
            return render(request, "workers/_desk_done.html", _done_context(request, job))
        return see_other("work:done", job.public_id)
    if not request.htmx:
        return see_other("work:desk", job.public_id)
    following = Assignment.objects.select_related("job__requester", "micro_task__item", "draft").get(
        pk=claim.assignment_id
    )
    origin = media_origin_of(micro_task=following.micro_task)
    if origin not in ("", media_origin_of(micro_task=before.micro_task)):
        # The page's content policy names the first item's place alone: another one needs a page of its own.
        return _whole_page(request, "work:desk", job.public_id)
    return _desk_page(request, following, "workers/_desk.html")


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


def _refused(
    request: PersonRequest, assignment: Assignment, *, entered: object, key: str, sentence: str
) -> HttpResponse:
    """The same desk with what was entered, and why it can't be taken as it is."""
    template = "workers/_desk.html" if request.htmx else "workers/desk.html"
    draft = entered if isinstance(entered, dict) else {}
    return _desk_page(request, assignment, template, entered=draft, key=key, refusal=sentence)


def _desk_page(
    request: PersonRequest,
    assignment: Assignment,
    template: str,
    *,
    entered: Json | None = None,
    key: str = "",
    refusal: str = "",
    is_stopped: bool = False,
) -> HttpResponse:
    at = now()
    kept = getattr(assignment, "draft", None)
    draft = entered if entered is not None else (kept.content if kept else {})
    context: dict[str, Any] = {
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
        "is_stopped": is_stopped,
        "now_ms": attention.milliseconds(at),
        "seconds_left": max(0, int((assignment.due_at - at).total_seconds())) if assignment.due_at else 0,
        "today": earnings.today(worker=request.user, at=at),
        "floor_micros": floor_hourly_micros(at=at),
    }
    origin = media_origin_of(micro_task=assignment.micro_task)
    return _allowing(render(request, template, context), [origin] if origin else [])


def _allowing(response: HttpResponse, origins: list[str]) -> HttpResponse:
    """Let a page show media whose address the requester named: its content policy knows our own origin alone."""
    if origins:
        response.csp_extra = {"img-src": origins, "media-src": origins}  # type: ignore[attr-defined]
    return response


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
    }


def _done_context(request: PersonRequest, job: Job) -> dict[str, Any]:
    at = now()
    return {
        "job": job,
        "today": earnings.today(worker=request.user, at=at),
        "floor_micros": floor_hourly_micros(at=at),
    }


def _whole_page(request: PersonRequest, name: str, public_id: str) -> HttpResponse:
    """Leave the part and load a whole page."""
    if request.htmx:
        return HttpResponse(status=200, headers={"HX-Redirect": resolve_url(name, public_id)})
    return see_other(name, public_id)
