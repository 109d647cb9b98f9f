"""What a worker says beside the work: a question, a problem. The desk shows these pages in a dialog."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import PersonRequest, worker_required
from tasks.domain import questions, reporting
from tasks.domain.submitting import LeaseLost
from tasks.models import Assignment, Job
from workers.domain import finding
from workers.views.own import own_assignment
from workers.words import QuestionForm, ReportForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@worker_required
def ask(request: PersonRequest, public_id: str) -> HttpResponse:
    """Ask the requester about a micro-task; the work goes on."""
    assignment = own_assignment(request, public_id)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _aside(request, "ask", assignment, form)
    try:
        questions.ask(assignment=assignment, worker=request.user, at=now(), **form.cleaned_data)
    except questions.PrivateWords:
        form.add_error("words", private_words())
    except questions.TooManyQuestions:
        form.add_error("words", too_many_questions())
    else:
        return _aside(request, "ask", assignment, None)
    return _aside(request, "ask", assignment, form)


def private_words() -> str:
    """Why words that everybody will read aren't taken."""
    return _(
        "This seems to hold an e-mail address or a telephone number, and everybody will read it. "
        "Take it out, then send."
    )


def too_many_questions() -> str:
    """Why a question isn't taken."""
    return _(
        "You have asked %(hour)d questions about this job in an hour, or %(day)d in a day. Ask the next one later."
    ) % {"hour": questions.MOST_AN_HOUR, "day": questions.MOST_A_DAY}


QUESTIONS_A_PAGE = 50


@never_cache
@require_safe
@worker_required
def read(request: PersonRequest, public_id: str) -> HttpResponse:
    """All questions and answers of a job. Whoever opens the page has read them."""
    job, worker = _published_job(public_id), request.user
    page = Paginator(questions.answered(job=job), QUESTIONS_A_PAGE).get_page(request.GET.get("page"))
    entries = questions.shown(questions=list(page.object_list), job=job, worker=worker)
    questions.mark_read(job=job, worker=worker, at=now())
    return render(request, "workers/questions.html", {"job": job, "entries": entries, "page": page})


@require_POST
@worker_required
def seen(request: PersonRequest, public_id: str) -> HttpResponse:
    """The worker has opened the questions and answers beside the work."""
    questions.mark_read(job=_published_job(public_id), worker=request.user, at=now())
    return HttpResponse(status=204)


def _published_job(public_id: str) -> Job:
    return get_object_or_404(finding.published_jobs(), public_id=public_id.lower())


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
