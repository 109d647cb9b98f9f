"""What an auditor sees of the words between workers and requesters: reports, and questions, which they may hide."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, auditor_required
from tasks.domain import questions as asking
from tasks.domain.desk_view import answer_context
from tasks.kinds import kind_named
from tasks.kinds.base import Kind
from tasks.models import Question, Report
from tasks.review_forms import HideForm
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


@require_safe
@auditor_required
def questions(request: PersonRequest) -> HttpResponse:
    """Questions and answers of all jobs, newest first, with what was hidden, by whom and why."""
    found = Question.objects.select_related("job__requester", "hidden_by").order_by("-asked_at", "-pk")
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    lines = [(question, HideForm(auto_id=f"{question.public_id}_%s")) for question in page.object_list]
    return render(request, "tasks/oversight_questions.html", {"page": page, "lines": lines})


@require_POST
@auditor_required
def hide(request: PersonRequest, question_id: str) -> HttpResponse:
    """Hide one question with a reason that its asker reads."""
    question = get_object_or_404(Question, public_id=question_id.lower())
    form = HideForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why it is hidden: its asker reads that."))
    elif asking.hide(question=question, hidden_by=request.user, because=form.cleaned_data["because"], at=now()):
        messages.success(request, _("Hidden: only its asker still sees it, with your reason."))
    else:
        messages.info(request, _("This one was hidden already."))
    return redirect("audit-work:questions")
