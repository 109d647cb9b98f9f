"""Review: the answers of a job, approved one by one or many at once, or rejected with words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timesince import timeuntil
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, requester_required
from tasks.domain import review_list, reviewing
from tasks.domain.desk_view import answer_context
from tasks.domain.progress import answering_of
from tasks.domain.pseudonyms import worker_code
from tasks.models import Assignment, Job
from tasks.review_forms import (
    APPROVED,
    LATE,
    NEWEST,
    ORDERS,
    REJECTED,
    STATES,
    WAITING,
    AnswerFilterForm,
    RejectForm,
)
from tasks.views.published import allow_media_of, head_context, published_job
from web.domain.formatting import format_micros, format_number

ANSWERS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One answer as its requester sees it. `form` is what they entered to reject it; `said` is what just happened."""

    assignment: Assignment
    shown: dict[str, Any]
    worker: str
    approves_in: str
    form: RejectForm
    said: str = ""

    @property
    def is_waiting(self) -> bool:
        return self.assignment.state == Assignment.State.SUBMITTED


@require_safe
@requester_required
def answers(request: PersonRequest, public_id: str) -> HttpResponse:
    """The answers in one state, those that wait if the address says nothing."""
    return _page(request, published_job(request, public_id))


def _page(request: PersonRequest, job: Job, *, refused: RejectForm | None = None, refused_id: str = "") -> HttpResponse:
    """The whole page; `refused` is a rejection that lacks something, shown in the place of its answer."""
    at, form = now(), AnswerFilterForm(request.GET)
    found = review_list.answers_of(job=job, state=form.chosen("state"), newest_first=form.chosen("order") == NEWEST)
    page = Paginator(found, ANSWERS_A_PAGE).get_page(request.GET.get("page"))
    forms = {refused_id: refused} if refused else {}
    lines = [_line(job, each, at, form=forms.get(each.public_id)) for each in page.object_list]
    response = render(request, "tasks/answers.html", _context(job, form) | {"page": page, "lines": lines})
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
        "state": form.chosen("state"),
        "order": form.chosen("order"),
        "missing_count": missing_count,
        "missing_micros": missing_count * reviewing.replacement_cost_micros(job=job),
    }


def _line(job: Job, assignment: Assignment, at: datetime, *, form: RejectForm | None = None, said: str = "") -> Line:
    approves_at = (assignment.submitted_at or at) + job.auto_approval_delay
    return Line(
        assignment=assignment,
        shown=answer_context(micro_task=assignment.micro_task, answer=assignment.answer.content, at=at),
        worker=worker_code(requester_id=job.requester_id, worker_id=assignment.worker_id or 0),
        approves_in=timeuntil(approves_at, at) if approves_at > at else "",
        form=form or RejectForm(auto_id=f"{assignment.public_id}_%s"),
        said=said,
    )


@require_POST
@requester_required
def approve(request: PersonRequest, public_id: str) -> HttpResponse:
    """Approve and pay the answer whose button was pressed, or else those that were ticked."""
    job = published_job(request, public_id)
    chosen = [request.POST["one"]] if "one" in request.POST else request.POST.getlist("assignment")
    numbers = review_list.numbers_of(job=job, public_ids=chosen[:ANSWERS_A_PAGE])
    at = now()
    approved = reviewing.approve(job=job, assignment_ids=numbers, decided_by_id=request.user.pk, at=at)
    if request.htmx and "one" in request.POST:
        said = "" if approved else _("This answer had been decided on already; nothing was changed.")
        return _line_part(request, job, chosen[0], said=said)
    if not chosen:
        messages.warning(request, _("No answer was ticked. Tick those to approve first."))
        return _back(request, job)
    if approved:
        amount = format_micros(review_list.paid_micros(job=job, assignment_ids=numbers, decided_at=at))
        paid = {"count": format_number(approved), "amount": amount}
        words = ngettext(
            "%(count)s answer is approved; its worker was paid %(amount)s.",
            "%(count)s answers are approved; their workers were paid %(amount)s in all.",
            approved,
        )
        messages.success(request, words % paid)
    if late := len(chosen) - approved:
        words = ngettext(
            "%(count)s of them had been decided on already; nothing was changed there.",
            "%(count)s of them had been decided on already; nothing was changed there.",
            late,
        )
        messages.info(request, words % {"count": format_number(late)})
    return _back(request, job)


def _line_part(
    request: PersonRequest, job: Job, assignment_id: str, *, form: RejectForm | None = None, said: str = ""
) -> HttpResponse:
    """One answer as it stands now, and with it the counts above the list."""
    assignment = _answer(job, assignment_id)
    line = _line(job, assignment, now(), form=form, said=said)
    context = _context(job, AnswerFilterForm(request.GET)) | {"line": line, "is_part": True}
    return render(request, "tasks/_answer_decided.html", context)


def _answer(job: Job, assignment_id: str) -> Assignment:
    return get_object_or_404(review_list.all_answers(job=job), public_id=assignment_id.lower())


def _back(request: PersonRequest, job: Job) -> HttpResponseRedirect:
    """To the list as it was filtered: the forms' addresses carry what the list's address said."""
    address = reverse("jobs:answers", args=[job.public_id])
    filters = QueryDict(mutable=True)
    filters.update({name: request.GET[name] for name in ("state", "order", "page") if name in request.GET})
    return redirect(f"{address}?{filters.urlencode()}" if filters else address)


@require_POST
@requester_required
def reject(request: PersonRequest, public_id: str, assignment_id: str) -> HttpResponse:
    """Reject one answer with a reason and words; a replacement is opened when there is money for it."""
    job = published_job(request, public_id)
    assignment = _answer(job, assignment_id)
    form = RejectForm(request.POST, auto_id=f"{assignment.public_id}_%s")
    if not form.is_valid():
        if request.htmx:
            return _line_part(request, job, assignment_id, form=form)
        return _page(request, job, refused=form, refused_id=assignment.public_id)
    try:
        is_replaced = reviewing.reject(
            assignment=assignment,
            code=form.cleaned_data["code"],
            words=form.cleaned_data["words"],
            decided_by_id=request.user.pk,
            at=now(),
        )
    except reviewing.NotDecidable:
        said = _("This answer had been decided on already; nothing was changed.")
    else:
        said = _what_follows(job, is_replaced=is_replaced)
    if request.htmx:
        return _line_part(request, job, assignment_id, said=said)
    messages.info(request, said)
    return _back(request, job)


def _what_follows(job: Job, *, is_replaced: bool) -> str:
    cost = {"amount": format_micros(reviewing.replacement_cost_micros(job=job))}
    if is_replaced:
        return _("The answer is rejected. A replacement is open; %(amount)s were set aside for it.") % cost
    if job.is_running:
        return _("The answer is rejected. Your money lacks the %(amount)s that a replacement takes.") % cost
    return _("The answer is rejected. The job is closed, so no replacement was opened.")


@require_POST
@requester_required
def replacements(request: PersonRequest, public_id: str) -> HttpResponse:
    """Open the replacements that lacked money when their answers were rejected."""
    job = published_job(request, public_id)
    opened = reviewing.open_missing_replacements(job=job, at=now())
    left = reviewing.missing_replacements(job=job).count() if job.is_running else 0
    if opened:
        words = ngettext("%(count)s replacement is open.", "%(count)s replacements are open.", opened)
        messages.success(request, words % {"count": format_number(opened)})
    if left:
        lacking = format_micros(left * reviewing.replacement_cost_micros(job=job))
        messages.warning(
            request, _("Your money does not reach for all of them: they take %(amount)s more.") % {"amount": lacking}
        )
    return _back(request, job)
