"""Appeals against a requester's rejections: they answer, or give in."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import PersonRequest, requester_required
from tasks.appeal_forms import ReplyForm
from tasks.domain import appeal_lists, appeals
from tasks.domain.appeal_view import appeal_context
from tasks.domain.progress import answering_of
from tasks.models import Appeal, Job
from tasks.views.published import allow_media_of, head_context, published_job
from transparency.domain import appealing
from web.domain.formatting import format_micros

APPEALS_A_PAGE = 20


@require_safe
@requester_required
def listing(request: PersonRequest, public_id: str) -> HttpResponse:
    """All appeals about the answers to a job, and what its rejections came to."""
    job = published_job(request, public_id)
    page = Paginator(appeal_lists.of_job(job=job), APPEALS_A_PAGE).get_page(request.GET.get("page"))
    context = head_context(job=job, answering=answering_of(job=job), tab="appeals")
    figures = {"page": page, "appealing": appealing.of_jobs(job_numbers=[job.pk])}
    return render(request, "tasks/appeals.html", context | figures)


@require_http_methods(["GET", "HEAD", "POST"])
@requester_required
def appeal(request: PersonRequest, public_id: str, appeal_id: str) -> HttpResponse:
    """One appeal with the answer, shown again; answering it, or giving in at once."""
    job = published_job(request, public_id)
    found = appeal_lists.one(public_id=appeal_id)
    if found is None or found.assignment is None or found.assignment.job_id != job.pk:
        raise Http404
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = _say(request, found, form)
        if said is not None:
            return said
    context = head_context(job=job, answering=answering_of(job=job), tab="appeals")
    context |= appeal_context(appeal=found, at=now()) | {"form": form}
    response = render(request, "tasks/appeal.html", context)
    allow_media_of(response, [found.assignment.micro_task])
    return response


def _say(request: PersonRequest, found: Appeal, form: ReplyForm) -> HttpResponseRedirect | None:
    """What was sent, done; None when the form lacks something."""
    words, person, at = form.cleaned_data["words"], request.user, now()
    try:
        if request.POST.get("do") == "give-in":
            appeals.give_in(appeal=found, person=person, words=words, at=at)
            messages.success(request, _given_in(found))
        else:
            appeals.reply(appeal=found, person=person, words=words, at=at)
            messages.success(request, _("Kept. The worker reads it, and an auditor decides."))
    except appeals.Wordless:
        form.add_error("words", _("Write your answer, or give in."))
        return None
    except appeals.AlreadyDecided:
        messages.info(request, already_decided())
    job: Job = found.assignment.job  # type: ignore[union-attr]  # the caller looked that it is about an answer
    return redirect("jobs:appeal", job.public_id, found.public_id)


def _given_in(found: Appeal) -> str:
    price = found.assignment.price_micros if found.assignment else 0
    amount = {"amount": format_micros(price or 0)}
    return _("The answer is approved; its worker was paid %(amount)s, and it is in your data set again.") % amount


def already_decided() -> str:
    """Why nothing is changed in an appeal."""
    return _("You have answered this, or it is decided already; nothing was changed.")
