"""A requester's jobs: the list, and one job's standing from publication to close."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts.doors import PersonRequest, requester_required
from ledger.domain import accounts as books
from tasks.domain import examples, jobs, live, rests, standing
from tasks.domain.desk_view import answer_context, media_origin_of, media_origins_of
from tasks.domain.floor_policy import floor_hourly_micros
from tasks.domain.progress import answering_of
from tasks.kinds import kind_named
from tasks.models import Job, MicroTask
from tasks.review_forms import JobFilterForm
from tasks.views.own import own_job
from tasks.views.published import allow_media_from, head_context, published_job
from tasks.views.wizard import next_address
from transparency.domain import reports
from transparency.domain.anonymity import publishable
from web.domain.formatting import format_micros

JOBS_A_PAGE = 20


@require_safe
@requester_required
def listing(request: PersonRequest) -> HttpResponse:
    """All jobs of the requester, with how far each has come and what an hour of it pays."""
    form = JobFilterForm(request.GET)
    found = standing.jobs_of(requester=request.user, state=form.chosen("state"), words=form.chosen("words"))
    page = Paginator(found, JOBS_A_PAGE).get_page(request.GET.get("page"))
    rows = standing.rows_of(jobs=list(page.object_list))
    measured = reports.measured_pay(job_numbers=[row.job.pk for row in rows])
    return render(
        request,
        "tasks/list.html",
        {
            "form": form,
            "is_filtered": bool(form.chosen("state") or form.chosen("words")),
            "page": page,
            "lines": [(row, publishable(measured.get(row.job.pk))) for row in rows],
            "funds_micros": books.funds(owner_id=request.user.pk).balance_micros,
            "floor_micros": floor_hourly_micros(at=now()),
        },
    )


@require_safe
@requester_required
def job(request: PersonRequest, public_id: str) -> HttpResponse:
    """One published job: its standing, and what was published. A draft leads to its form."""
    found = own_job(request, public_id)
    if found.is_draft:
        return redirect(next_address(found))
    at = now()
    cases = examples.shown(job=found, at=at)
    context = _standing(found, at) | {"examples": cases}
    response = render(request, "tasks/job.html", context)
    allow_media_from(response, [*media_origins_of(cases), *_origins_of_newest(found, context["newest"])])
    return response


@require_GET
@requester_required
def progress(request: PersonRequest, public_id: str) -> HttpResponse:
    """The standing alone, for the page that looks again; the whole page without htmx."""
    found = published_job(request, public_id)
    if not request.htmx:
        return redirect("jobs:job", found.public_id)
    return render(request, "tasks/_job_standing.html", _standing(found, now()))


def _origins_of_newest(found: Job, newest: list[dict[str, Any]]) -> list[str]:
    """Where the shown pictures lie, and as long as there are none, the first to be worked on."""
    shown = [line["assignment"].micro_task for line in newest] or list(MicroTask.objects.filter(job=found)[:1])
    return sorted({media_origin_of(micro_task=micro_task) for micro_task in shown} - {""})


def _standing(found: Job, at: datetime) -> dict[str, Any]:
    answering = answering_of(job=found)
    return {
        **head_context(job=found, answering=answering, tab="overview"),
        "money": standing.money_of(job=found),
        "measured": publishable(reports.measured_pay(job_numbers=[found.pk]).get(found.pk)),
        "floor_micros": floor_hourly_micros(at=at),
        "pace": (pace := live.pace(job=found, answering=answering, at=at)),
        "finishes_at": at + timedelta(seconds=pace.seconds_left) if pace.seconds_left is not None else None,
        "newest": _newest(found, at),
        "look_again_seconds": standing.seconds_until_next_look(job=found, answering=answering),
    }


def _newest(found: Job, at: datetime) -> list[dict[str, Any]]:
    kind = kind_named(found.kind)
    return [
        {
            "assignment": assignment,
            "shown": answer_context(micro_task=assignment.micro_task, answer=assignment.answer.content, at=at),
            "summary": kind.summary(assignment.answer.content),
        }
        for assignment in live.newest(job=found)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@requester_required
def close(request: PersonRequest, public_id: str) -> HttpResponse:
    """Ask first, saying what comes back; then close the job."""
    found, at = published_job(request, public_id), now()
    if request.method != "POST":
        if not found.is_running:
            return redirect("jobs:job", found.public_id)
        answering = answering_of(job=found)
        rest_micros = rests.rest_if_closed_micros(job=found, at=at)
        context = head_context(job=found, answering=answering, tab="close") | {"rest_micros": rest_micros}
        return render(request, "tasks/job_close.html", context)
    if not found.is_running:
        messages.info(request, _("This job was closed already."))
        return redirect("jobs:job", found.public_id)
    words = {"amount": format_micros(jobs.close(job=found, at=at))}
    messages.success(request, _("The job is closed. %(amount)s came back to your money.") % words)
    return redirect("jobs:job", found.public_id)
