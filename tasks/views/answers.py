"""Review: the answers of a job as a list to decide on, narrowed by filters, and one beside the others."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from accounts.doors import PersonRequest, requester_required
from tasks.domain import comparing, consents, quota, review_filters, review_list, reviewing, sampling
from tasks.domain.progress import answering_of
from tasks.models import Assignment, Job
from tasks.review_forms import APPROVED, LATE, NEWEST, ORDERS, REJECTED, STATES, WAITING, AnswerFilterForm, RejectForm
from tasks.views import samples
from tasks.views.published import allow_media_of, head_context, published_job
from tasks.views.review_lines import lines_of

ANSWERS_A_PAGE = 20
# What of the list's address its forms lead back to.
KEPT = ("state", "order", "page", "worker", "says", "agreement", "since", "until", "hours", "sample")


@require_safe
@requester_required
def answers(request: PersonRequest, public_id: str) -> HttpResponse:
    """The answers in one state, those that wait if the address says nothing."""
    return answers_page(request, published_job(request, public_id))


def answers_page(
    request: PersonRequest,
    job: Job,
    *,
    refused: RejectForm | None = None,
    refused_id: str = "",
    ticked: tuple[str, ...] = (),
) -> HttpResponse:
    """The whole page; `refused` is a rejection that lacks something, shown in the place of its answer.

    Without `refused_id` it was to be for all that were `ticked`.
    """
    at, form = now(), AnswerFilterForm(request.GET, job=job)
    found = review_list.answers_of(job=job, state=form.chosen("state"), newest_first=form.chosen("order") == NEWEST)
    found = review_filters.narrowed(found, job=job, sought=form.sought(), at=at)
    page = Paginator(found, ANSWERS_A_PAGE).get_page(request.GET.get("page"))
    forms = {refused_id: refused} if refused and refused_id else {}
    lines = lines_of(job, list(page.object_list), at, forms=forms, ticked=ticked)
    context = _context(job, form) | {"page": page, "lines": lines, "quota": quota.quota_of(job=job)}
    context["waiting"] = review_filters.waiting_of(job=job, at=at)
    context["sample"] = sampling.newest(job=job) if form.sought().sample else None
    context |= samples.approving_context(job, at)
    context["many_form"] = refused if refused and not refused_id else RejectForm(auto_id="many_%s")
    response = render(request, "tasks/answers.html", context)
    allow_media_of(response, [line.assignment.micro_task for line in lines])
    return response


def _context(job: Job, form: AnswerFilterForm) -> dict[str, Any]:
    answering = answering_of(job=job)
    counts = {
        WAITING: answering.submitted,
        APPROVED: answering.approved,
        REJECTED: answering.rejected,
        LATE: review_list.late_count(job=job),
    }
    missing_count = reviewing.missing_replacements(job=job).count() if job.is_running else 0
    return {
        **head_context(job=job, answering=answering, tab="answers"),
        "states": [(value, words, counts[value]) for value, words in STATES],
        "orders": ORDERS,
        "filter_form": form,
        "is_filtered": form.sought().is_anything,
        "state": form.chosen("state"),
        "order": form.chosen("order"),
        "missing_count": missing_count,
        "missing_micros": missing_count * reviewing.replacement_cost_micros(job=job),
        "asked_count": consents.waiting_in(job=job),
    }


def line_part(
    request: PersonRequest, job: Job, assignment_id: str, *, form: RejectForm | None = None, said: str = ""
) -> HttpResponse:
    """One answer as it stands now, and with it the counts above the list."""
    assignment = answer_of(job, assignment_id)
    forms = {assignment.public_id: form} if form else {}
    (line,) = lines_of(job, [assignment], now(), forms=forms, said=said)
    context = _context(job, AnswerFilterForm(request.GET, job=job)) | {"line": line, "is_part": True}
    return render(request, "tasks/_answer_decided.html", context)


def answer_of(job: Job, assignment_id: str) -> Assignment:
    """One answer of a job; 404 for any other."""
    return get_object_or_404(review_list.all_answers(job=job), public_id=assignment_id.lower())


def back(request: PersonRequest, job: Job) -> HttpResponseRedirect:
    """To the list as it was filtered: the forms' addresses carry what the list's address said."""
    address = reverse("jobs:answers", args=[job.public_id])
    filters = QueryDict(mutable=True)
    filters.update({name: request.GET[name] for name in KEPT if request.GET.get(name)})
    return redirect(f"{address}?{filters.urlencode()}" if filters else address)


@require_safe
@requester_required
def compare(request: PersonRequest, public_id: str, assignment_id: str) -> HttpResponse:
    """One answer beside the others to the same micro-task: drawn over each other, or with what differs marked."""
    job, at = published_job(request, public_id), now()
    assignment = answer_of(job, assignment_id)
    comparison = comparing.compare(assignment=assignment, at=at)
    context = {"comparison": comparison, "is_part": bool(request.htmx)}
    if request.htmx:
        context |= {"job": job, "kind": comparison.kind, "job_settings": job.settings}
        return render(request, "tasks/_compared.html", context)
    context |= head_context(job=job, answering=answering_of(job=job), tab="answers")
    response = render(request, "tasks/compared.html", context)
    allow_media_of(response, [assignment.micro_task])
    return response
