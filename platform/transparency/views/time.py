"""What workers say of their own time, far beyond others: a person looks, and nothing is refused by itself."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doors import PersonRequest, auditor_required
from transparency.domain import reported_time, reports
from transparency.domain.auditing import looks

LONGEST_NUMBER = 18
REPORTS_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@auditor_required
def time(request: PersonRequest) -> HttpResponse:
    """The reports that wait for a look, each with what is usual for its job; POST accepts one."""
    if request.method == "POST":
        return _accept(request)
    page = Paginator(reported_time.waiting_for_look(), REPORTS_A_PAGE).get_page(request.GET.get("page"))
    waiting = list(page.object_list)
    workers = {reported.worker_number for reported in waiting}
    looks.note(auditor=request.user, workers=workers, what=looks.What.REPORTED_TIME, at=now())
    facts = reported_time.facts_of(reported=waiting)
    lines = [
        {
            "reported": reported,
            "fact": facts.get(reported.job_number),
            "worker": reports.worker_mark(job_number=reported.job_number, worker_number=reported.worker_number),
        }
        for reported in waiting
    ]
    return render(request, "transparency/time.html", {"lines": lines, "page": page})


def _accept(request: PersonRequest) -> HttpResponse:
    number, seconds = request.POST.get("assignment", ""), request.POST.get("seconds", "")
    is_number = number.isdecimal() and seconds.isdecimal() and max(len(number), len(seconds)) <= LONGEST_NUMBER
    if is_number and reported_time.accept(assignment_number=int(number), seconds=int(seconds), at=now()):
        messages.success(request, _("Kept. The worker sees it, and it stands in the labour log."))
    else:
        messages.info(request, _("Nothing was changed: somebody looked already, or it is more than the worker said."))
    return redirect("audit:time")
