"""What the desk's scripts ask for between two pages: keep an answer, hold the next one ahead, take the last one back.

Each answer says how things stand: what is on screen, what is held ahead, and the parts of the page that the desk has
not got yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, worker_required
from tasks.domain import ahead, claiming, submitting, undoing
from tasks.domain.desk_view import media_origin_of
from tasks.kinds.base import AnswerRefused
from tasks.models import Assignment, Job
from workers.domain import finding
from workers.views import desk
from workers.views.own import own_assignment, published_job

DAY_MS = 86_400_000


@require_POST
@worker_required
def send(request: PersonRequest, public_id: str) -> HttpResponse:
    """Keep an answer, show the next one and hold one more ahead. Sent twice with one key, it is kept once."""
    try:
        assignment, at = own_assignment(request, public_id), now()
    except Http404:
        # So that the browser can tell an assignment that is gone from one of another person.
        return JsonResponse({"worker": request.user.pk}, status=404)
    sent, sentence = desk.sent_answer(request, assignment), ""
    try:
        submission = submitting.submit(
            assignment=assignment,
            worker=request.user,
            answer=sent.entered,
            key=sent.key,
            at=at,
            with_next=True,
            timing=timing_of(request),
        )
    except AnswerRefused as refusal:
        return _refused(request, assignment, sent, refusal.sentence)
    except submitting.LeaseLost:
        following, sentence = _claim(request, assignment.job), desk.given_back_sentence()
    except submitting.AlreadySubmitted:
        following, sentence = _claim(request, assignment.job), desk.answered_sentence()
    else:
        following = submission.next_claim
        if submission.is_late and not submission.is_repeat:
            sentence = desk.late_sentence(submission.assignment_id)
    shown = following.in_hand.public_id if following else ""
    if sentence and not shown:
        messages.info(request, sentence)
    return JsonResponse({"code": "kept", "sentence": sentence} | _standing(request, assignment.job, shown))


def _claim(request: PersonRequest, job: Job) -> claiming.Claim | None:
    at, worker = now(), request.user
    may_claim = claiming.may_claim(job=job, worker=worker, at=at)
    return claiming.claim_row(job=job, worker=worker, at=at) if may_claim else None


def timing_of(request: PersonRequest) -> submitting.Timing:
    """What the browser tells of the time that an answer took, and waited to be sent."""
    worked_ms = _milliseconds(request, "worked_ms")
    return submitting.Timing(
        waited_ms=_milliseconds(request, "waited_ms") or 0,
        worked_ms=worked_ms,
        next_was_shown=bool(request.POST.get("next")),
    )


def _milliseconds(request: PersonRequest, name: str) -> int | None:
    text = request.POST.get(name, "")
    return min(int(text), DAY_MS) if text.isascii() and text.isdecimal() and len(text) <= len(str(DAY_MS)) else None


def _refused(request: PersonRequest, assignment: Assignment, sent: desk.SentAnswer, sentence: str) -> HttpResponse:
    """The answer can't be taken as it is: it comes back on screen with why, and what is there now waits."""
    ahead.set_aside(job=assignment.job, worker=request.user, at=now(), but=[assignment.pk])
    entered = sent.entered if isinstance(sent.entered, dict) else {}
    context = desk.work_context(request, assignment, entered=entered, key=sent.key, refusal=sentence)
    part = render_to_string("workers/_desk_form.html", context, request=request)
    standing = _standing(request, assignment.job, assignment.public_id)
    standing["parts"][assignment.public_id] = part
    return JsonResponse({"code": "refused", "sentence": sentence} | standing)


@require_POST
@worker_required
def hold(request: PersonRequest, public_id: str) -> HttpResponse:
    """Hold the next assignment of a job ahead of what is on screen. Asked again, it is the same."""
    job = published_job(public_id)
    held = finding.held_assignment(worker=request.user, job=job)
    return JsonResponse({"code": "held"} | _standing(request, job, held.public_id if held else ""))


@require_POST
@worker_required
def undo(request: PersonRequest, public_id: str) -> HttpResponse:
    """Take the last submission back on screen; what is there now is held ahead."""
    assignment = own_assignment(request, public_id)
    try:
        undoing.undo(assignment=assignment, worker=request.user, at=now())
    except undoing.TooLateToUndo:
        return JsonResponse({"code": "too_late", "sentence": undoing.too_late_sentence()})
    return JsonResponse({"code": "undone"} | _standing(request, assignment.job, assignment.public_id))


def _standing(request: PersonRequest, job: Job, shown: str) -> dict[str, Any]:
    """What is on screen and what is held ahead now, with the parts of the page for what the desk hasn't got."""
    at, worker = now(), request.user
    may_claim = claiming.may_claim(job=job, worker=worker, at=at)
    claims = ahead.claim_ahead(job=job, worker=worker, at=at) if shown and may_claim else []
    held = [shown, *(claim.in_hand.public_id for claim in claims)] if shown else []
    mine = Assignment.objects.select_related("job__requester", "micro_task__item", "draft").filter(worker=worker)
    rows = {row.public_id: row for row in mine.filter(public_id__in=held)}
    far = [number for number, row in rows.items() if not _may_show(request, row)]
    line = desk.line_context(request, job)
    return {
        "shown": shown,
        "ahead": [number for number in held[1:] if number not in far],
        "parts": _parts(request, [row for number, row in rows.items() if number not in far]),
        # The page's content policy names the first item's place alone: another one needs a page of its own.
        "page": resolve_url("work:desk", job.public_id) if shown in far else "",
        "today": render_to_string("workers/_day.html", line, request=request),
        "done": "" if shown else render_to_string("workers/_done.html", line, request=request),
    }


def _may_show(request: PersonRequest, assignment: Assignment) -> bool:
    return media_origin_of(micro_task=assignment.micro_task) in ("", request.POST.get("origin", ""))


def _parts(request: PersonRequest, rows: Sequence[Assignment]) -> dict[str, str]:
    has = set(request.POST.get("has", "").split())
    return {
        row.public_id: render_to_string("workers/_desk_form.html", desk.work_context(request, row), request=request)
        for row in rows
        if row.public_id not in has
    }
