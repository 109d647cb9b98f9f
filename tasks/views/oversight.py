"""What an auditor sees of the words between workers and requesters: reports of harmful content and personal data."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from accounts.doors import PersonRequest, auditor_required
from tasks.domain.desk_view import answer_context
from tasks.kinds import kind_named
from tasks.kinds.base import Kind
from tasks.models import Report
from tasks.views.published import allow_media_of

ROWS_A_PAGE = 20
# Those that a requester should not settle alone stand first; the rest are for whoever asks.
GRAVE = (Report.Reason.HARMFUL, Report.Reason.PERSONAL)


@require_safe
@auditor_required
def reports(request: PersonRequest) -> HttpResponse:
    """Reports of harmful content and personal data in all jobs, newest first; of another reason when asked."""
    reason = request.GET.get("reason", "")
    reasons = [reason] if reason in Report.Reason.values else GRAVE
    found = Report.objects.filter(reason__in=reasons).select_related("job__requester", "micro_task__item")
    page = Paginator(found.order_by("-reported_at", "-pk"), ROWS_A_PAGE).get_page(request.GET.get("page"))
    lines = [_line(report) for report in page.object_list]
    context = {
        "page": page,
        "lines": lines,
        "reasons": Report.Reason.choices,
        "reason": reason if reason in Report.Reason.values else "",
    }
    response = render(request, "tasks/oversight_reports.html", context)
    allow_media_of(response, [report.micro_task for report, _kind, _shown in lines])
    return response


def _line(report: Report) -> tuple[Report, Kind, dict[str, Any]]:
    return report, kind_named(report.job.kind), answer_context(micro_task=report.micro_task, answer={}, at=now())
