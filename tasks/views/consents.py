"""What an auditor sees of rejections that go beyond what a requester decides alone: granted or refused with reasons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, auditor_required
from tasks.domain import comparing, consents, quota
from tasks.models import RejectionRequest
from tasks.review_forms import ConsentForm
from tasks.views.published import allow_media_of
from transparency.domain.auditing import looks

ROWS_A_PAGE = 20


@require_safe
@auditor_required
def rejections(request: PersonRequest) -> HttpResponse:
    """Requests that wait, the one whose answer approves itself first on top; or those that are decided or lapsed."""
    return _page(request)


def _page(request: PersonRequest, *, refused: ConsentForm | None = None, refused_id: str = "") -> HttpResponse:
    at, is_past = now(), request.GET.get("state") == "past"
    found = consents.past_requests() if is_past else consents.open_requests_in_order()
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    lines = [_line(each, at, refused if each.public_id == refused_id else None) for each in page.object_list]
    _note(request, [line["asked"] for line in lines if line["is_open"]], at)
    context = {"page": page, "lines": lines, "is_past": is_past, "waiting_count": consents.open_requests().count()}
    response = render(request, "tasks/oversight_rejections.html", context)
    allow_media_of(response, [each.assignment.micro_task for each in page.object_list])
    return response


def _note(request: PersonRequest, shown: list[RejectionRequest], at: datetime) -> None:
    """Their workers see that their answers were looked at."""
    workers = {asked.assignment.worker_id for asked in shown if asked.assignment.worker_id}
    looks.note(auditor=request.user, workers=workers, what=looks.What.REJECTION, at=at)


def _line(asked: RejectionRequest, at: datetime, form: ConsentForm | None) -> dict[str, Any]:
    assignment = asked.assignment
    job, is_open = assignment.job, asked.decided_at is None and assignment.state == "submitted"
    return {
        "asked": asked,
        "job": job,
        "is_open": is_open,
        "approves_at": (assignment.submitted_at or at) + job.auto_approval_delay,
        "comparison": comparing.compare(assignment=assignment, at=at) if is_open else None,
        "quota": quota.quota_of(job=job) if is_open else None,
        "form": form or ConsentForm(auto_id=f"{asked.public_id}_%s"),
    }


@require_POST
@auditor_required
def decide(request: PersonRequest, request_id: str) -> HttpResponse:
    """Grant or refuse one rejection, with reasons that its requester reads."""
    asked = get_object_or_404(RejectionRequest.objects.select_related("assignment"), public_id=request_id.lower())
    form = ConsentForm(request.POST, auto_id=f"{asked.public_id}_%s")
    if not form.is_valid():
        return _page(request, refused=form, refused_id=asked.public_id)
    is_granted = request.POST.get("decision") == "grant"
    try:
        (consents.grant if is_granted else consents.refuse)(
            request=asked, auditor=request.user, words=form.cleaned_data["words"], at=now()
        )
    except consents.DecidedBefore:
        messages.info(request, _("This one was decided on already, or the answer has approved itself meanwhile."))
    except consents.OwnRequest:
        messages.error(request, _("You asked for this one yourself: another auditor has to decide on it."))
    else:
        granted = _("Granted: the answer is rejected. Its worker may do it again or appeal.")
        messages.success(
            request, granted if is_granted else _("Refused: the answer stays, and is paid at its time at the latest.")
        )
    return redirect("audit-work:rejections")
