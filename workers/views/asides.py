"""What a worker says beside the work: a problem that they report. The desk shows these pages in a dialog."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.doors import PersonRequest, worker_required
from tasks.domain import reporting
from tasks.domain.submitting import LeaseLost
from tasks.models import Assignment
from workers.views.own import own_assignment
from workers.words import ReportForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@worker_required
def report(request: PersonRequest, public_id: str) -> HttpResponse:
    """Say what is wrong with a micro-task; that ends the attempt at no cost."""
    assignment = own_assignment(request, public_id)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _aside(request, "report", assignment, form)
    try:
        reporting.report(assignment=assignment, worker=request.user, at=now(), **form.cleaned_data)
    except reporting.WordsMissing:
        form.add_error("words", _("Say in a few words what it is."))
    except reporting.TooManyReports:
        form.add_error(None, too_many_reports())
    except LeaseLost:
        messages.info(request, _("This one is not in your hands any more, so there is nothing to report."))
        return _to_desk(request, assignment)
    else:
        messages.success(request, _("Reported. It costs you nothing, and you won’t get this one again. Thank you."))
        return _to_desk(request, assignment)
    return _aside(request, "report", assignment, form)


def too_many_reports() -> str:
    """Why a report isn't taken."""
    return _(
        "You have reported %(most)d in an hour. Give this one back instead: that costs you nothing. "
        "If all of the job is like this, ask its requester."
    ) % {"most": reporting.MOST_AN_HOUR}


def _aside(request: PersonRequest, name: str, assignment: Assignment, form: object) -> HttpResponse:
    """The page, or for the desk's dialog the part of it alone."""
    template = f"workers/_{name}.html" if request.htmx else f"workers/{name}.html"
    return render(request, template, {"assignment": assignment, "job": assignment.job, "form": form})


def _to_desk(request: PersonRequest, assignment: Assignment) -> HttpResponse:
    address = resolve_url("work:desk", assignment.job.public_id)
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address, status=303)
