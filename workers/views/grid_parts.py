"""What the scripts of a desk with many micro-tasks on one screen ask for between two pages.

A screen goes by the names of all that is on it, joined by a dot. Each answer says how things stand, as for the desk
that shows one at a time: what is on screen, what is held ahead, and the parts of the page that it has not got yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, worker_required
from tasks.domain import claiming, grid, grid_answers, undoing
from tasks.models import Assignment, Job
from workers.views import desk
from workers.views.grid import SEPARATOR, SentScreen, name_of, origins_of, screen_context, sent_screen, sentences_of
from workers.views.own import published_job
from workers.views.parts import timing_of


@require_POST
@worker_required
def send(request: PersonRequest, public_id: str) -> HttpResponse:
    """Keep the answers of a screen, show the next one and hold one more ahead. Sent twice with one key, kept once."""
    job, at, worker = published_job(public_id), now(), request.user
    sent, timing = sent_screen(request, job), timing_of(request)
    if sent.answers and not grid.own(job=job, worker=worker, public_ids=sent.answers):
        # So that the browser can tell a screen that is gone from one of another person.
        return JsonResponse({"worker": worker.pk}, status=404)
    try:
        kept = grid_answers.submit(
            job=job,
            worker=worker,
            answers=sent.answers,
            key=sent.key,
            at=at,
            give_back_rest=sent.gives_back_rest,
            timing=timing,
        )
    except grid_answers.SomeRefused as refusal:
        grid.bring_back(job=job, worker=worker, public_ids=sent.answers, timing=timing, at=at)
        return _refused(request, job, sent, refusal.sentences)
    if kept.count and claiming.may_claim(job=job, worker=worker, at=at):
        following = _cells(request.POST.get("next", ""))
        if not grid.show(job=job, worker=worker, public_ids=following, at=at, shown_at=timing.done(at)):
            grid.fill(job=job, worker=worker, at=at)
    standing = _standing(request, job)
    sentences = sentences_of(kept)
    if not standing["shown"]:
        for sentence in sentences:
            messages.info(request, sentence)
    return JsonResponse({"code": "kept", "sentence": " ".join(sentences)} | standing)


def _refused(request: PersonRequest, job: Job, sent: SentScreen, sentences: Mapping[str, str]) -> HttpResponse:
    """Some answers can't be taken as they are: the screen comes back with why, and what is there now waits."""
    standing = _standing(request, job, sent=sent, sentences=sentences)
    # Where none of it is in hand any more, there is no screen to come back to.
    return JsonResponse({"code": "refused" if standing["shown"] else "kept", "sentence": ""} | standing)


@require_POST
@worker_required
def hold(request: PersonRequest, public_id: str) -> HttpResponse:
    """Hold the next screen of a job ahead of the one that is shown. Asked again, it is the same."""
    return JsonResponse({"code": "held"} | _standing(request, published_job(public_id)))


@require_POST
@worker_required
def undo(request: PersonRequest, public_id: str, screen: str) -> HttpResponse:
    """Take the last screen's submission back; what is on screen now is held ahead."""
    job = published_job(public_id)
    try:
        grid.undo(job=job, worker=request.user, public_ids=_cells(screen), at=now())
    except undoing.TooLateToUndo:
        return JsonResponse({"code": "too_late", "sentence": undoing.too_late_sentence()})
    return JsonResponse({"code": "undone"} | _standing(request, job))


def _cells(name: str) -> list[str]:
    return name.replace("\x00", "").split(SEPARATOR)


def _standing(
    request: PersonRequest, job: Job, *, sent: SentScreen | None = None, sentences: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What is on screen and what is held ahead now, with the parts of the page for what the desk hasn't got."""
    at, worker = now(), request.user
    # A job that shows one at a time has no screens: its desk asks elsewhere.
    screen = list(grid.on_screen(job=job, worker=worker)) if grid.at_once(job) > 1 else []
    is_held = bool(screen) and claiming.may_claim(job=job, worker=worker, at=at)
    following = list(grid.hold(job=job, worker=worker, at=at)) if is_held else []
    shown = [one for one in (screen, following) if one and _may_show(request, one)]
    line = desk.line_context(request, job)
    parts = {name_of(one): one for one in shown if sent or name_of(one) not in request.POST.get("has", "").split()}
    return {
        "shown": name_of(screen),
        "ahead": [name_of(following)] if following in shown else [],
        "parts": {
            name: _part(request, job, one, sent=sent if one is screen else None, sentences=sentences)
            for name, one in parts.items()
        },
        # The page's content policy names the first pictures' places alone: others need a page of its own.
        "page": resolve_url("work:desk", job.public_id) if screen and screen not in shown else "",
        "today": render_to_string("workers/_day.html", line, request=request),
        "done": "" if screen else render_to_string("workers/_done.html", line, request=request),
    }


def _may_show(request: PersonRequest, screen: Sequence[Assignment]) -> bool:
    return set(origins_of(screen)) <= set(request.POST.get("origin", "").split())


def _part(request: PersonRequest, job: Job, screen: Sequence[Assignment], **more: Any) -> str:
    context = screen_context(request, job, screen, **more)
    return render_to_string("workers/_grid_form.html", context, request=request)
