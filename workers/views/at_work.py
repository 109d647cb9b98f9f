"""Between claim and submit: drafts. The desk's scripts call these and get JSON."""

from __future__ import annotations

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
from workers.views.own import own_assignment

REVISION_DIGITS = 9


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
