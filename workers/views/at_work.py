"""Between claim and submit: signs of life and drafts. The desk's scripts call these and get JSON."""

from __future__ import annotations

import json

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, worker_required
from tasks.domain import desk
from tasks.domain.desk_view import desk_context
from tasks.domain.submitting import AlreadySubmitted, LeaseLost
from tasks.kinds import kind_named
from tasks.kinds.base import Json
from tasks.models import Assignment, Draft
from web.domain.formatting import format_micros
from workers.domain import earnings
from workers.views.own import own_assignment

DAY_MS = 86_400_000
REVISION_DIGITS = 9


@require_POST
@worker_required
def heartbeat(request: PersonRequest, public_id: str) -> JsonResponse:
    """The page is still looked at: extend the lease, keep the greatest counters."""
    assignment = own_assignment(request, public_id)
    counters = _counters(request)
    if counters is None:
        return _refused("invalid", _("The counters must be whole numbers of milliseconds."), status=400)
    visible_ms, active_ms = counters
    at, worker = now(), request.user
    try:
        due_at = desk.renew(assignment=assignment, worker=worker, visible_ms=visible_ms, active_ms=active_ms, at=at)
    except AlreadySubmitted:
        return _submitted()
    except LeaseLost:
        return _lease_lost()
    today = earnings.today(worker=worker, at=at)
    return JsonResponse(
        {
            "due_at": due_at.isoformat(),
            "seconds_left": int((due_at - at).total_seconds()),
            "today_micros": today.total_micros,
            "today": format_micros(today.total_micros),
        }
    )


def _counters(request: PersonRequest) -> tuple[int, int] | None:
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(sent, dict):
        return None
    counters = sent.get("visible_ms"), sent.get("active_ms")
    if not all(type(counter) is int and counter >= 0 for counter in counters):
        return None
    visible_ms, active_ms = (min(int(counter), DAY_MS) for counter in counters if counter is not None)
    return visible_ms, active_ms


@require_POST
@worker_required
def draft(request: PersonRequest, public_id: str) -> JsonResponse:
    """Keep the fields of the desk's form as they stand; the new revision, or 409 with the newer draft."""
    assignment = own_assignment(request, public_id)
    revision = request.POST.get("revision", "0")
    content = kind_named(assignment.job.kind).answer_from_form(request.POST)
    if not isinstance(content, dict) or not revision.isdecimal() or len(revision) > REVISION_DIGITS:
        return _refused("invalid", _("This is not the form of the desk."), status=400)
    try:
        saved = desk.save_draft(
            assignment=assignment,
            worker=request.user,
            content=content,
            revision=int(revision),
            at=now(),
        )
    except AlreadySubmitted:
        return _submitted()
    except LeaseLost:
        return _lease_lost()
    except desk.DraftConflict as conflict:
        return _conflict(request, assignment, theirs=conflict.draft, mine=content)
    return JsonResponse({"revision": saved})


def _conflict(request: PersonRequest, assignment: Assignment, *, theirs: Draft, mine: Json) -> JsonResponse:
    """Both versions, as data and as a part of a page that a person can choose from."""
    context = desk_context(job=assignment.job, micro_task=assignment.micro_task, at=now())
    versions = render_to_string(
        "workers/_draft_versions.html",
        {**context, "theirs": theirs.content, "mine": mine, "saved_at": theirs.saved_at},
        request=request,
    )
    return JsonResponse(
        {"code": "conflict", "draft": theirs.content, "revision": theirs.revision, "html": versions},
        status=409,
    )


def _submitted() -> JsonResponse:
    """What came slower than its own answer is no trouble: there is nothing left to keep."""
    return JsonResponse({"code": "submitted"})


def _lease_lost() -> JsonResponse:
    return _refused(
        "lease_lost",
        _(
            "The time for this one ran out while nobody looked at it. "
            "You can still submit: the answer is kept and paid."
        ),
        status=409,
    )


def _refused(code: str, sentence: str, *, status: int) -> JsonResponse:
    return JsonResponse({"code": code, "sentence": sentence}, status=status)
