"""What workers reported: the requester puts a micro-task back or drops it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, requester_required
from tasks.domain import reporting
from tasks.domain.desk_view import answer_context
from tasks.domain.progress import answering_of
from tasks.models import MicroTask, Report
from tasks.views.published import allow_media_of, head_context, published_job

REPORTED_A_PAGE = 20
UNSETTLING = {Report.Reason.HARMFUL, Report.Reason.PERSONAL}


@dataclass(frozen=True, slots=True)
class Line:
    """One reported micro-task with its reports, newest first."""

    micro_task: MicroTask
    shown: dict[str, Any]
    reports: list[Report]

    @property
    def is_unsettling(self) -> bool:
        """Whether it is shown only when asked for."""
        return any(report.reason in UNSETTLING for report in self.reports)


@require_safe
@requester_required
def reports(request: PersonRequest, public_id: str) -> HttpResponse:
    """Reported micro-tasks: those that wait for a decision, or those that are settled."""
    job, at = published_job(request, public_id), now()
    is_settled = request.GET.get("state") == "settled"
    found = reporting.reported_micro_tasks(job=job, settled=is_settled)
    page = Paginator(found, REPORTED_A_PAGE).get_page(request.GET.get("page"))
    tasks = list(page.object_list)
    said = reporting.reports_on(micro_tasks=tasks)
    lines = [Line(task, answer_context(micro_task=task, answer={}, at=at), said[task.pk]) for task in tasks]
    answering = answering_of(job=job)
    context = head_context(job=job, answering=answering, tab="reports") | {
        "page": page,
        "lines": lines,
        "is_settled": is_settled,
        "most_reports": reporting.MOST_REPORTS,
        "set_aside_micros": answering.withdrawn * job.price_micros,
    }
    response = render(request, "tasks/reports.html", context)
    allow_media_of(response, tasks)
    return response


@require_POST
@requester_required
def decide(request: PersonRequest, public_id: str, micro_task_id: str) -> HttpResponseRedirect:
    """Put a reported micro-task back, or drop it for good."""
    job = published_job(request, public_id)
    micro_task = get_object_or_404(MicroTask, job=job, public_id=micro_task_id.lower())
    try:
        if request.POST.get("do") == "drop":
            reporting.drop(micro_task=micro_task, at=now())
            messages.success(request, _("Dropped: nobody gets it any more. Its money comes back when the job closes."))
        else:
            reporting.put_back(micro_task=micro_task, at=now())
            messages.success(request, _("Put back: workers who haven’t reported it get it again."))
    except reporting.NotRunning:
        messages.info(request, _("The job is closed: nothing of it is handed out any more."))
    except reporting.Dropped:
        messages.info(request, _("You had dropped this one for good."))
    return redirect("jobs:reports", job.public_id)
