"""Find work: the open jobs, what they pay and who gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from accounts.doors import PersonRequest, worker_required
from accounts.models import User
from tasks.domain import claiming, progress
from tasks.domain.jobs import floor_hourly_micros
from tasks.domain.media import storage
from tasks.kinds import kind_named
from tasks.kinds.base import Kind
from tasks.models import Job
from transparency.domain import reports
from transparency.domain.anonymity import publishable
from transparency.domain.metrics import HourlyPay
from workers.domain import finding
from workers.forms import FindForm

JOBS_A_PAGE = 12


@dataclass(frozen=True, slots=True)
class Card:
    """One open job as a worker sees it. `measured` is None while fewer than eleven workers are behind it."""

    job: Job
    kind: Kind
    thumb_url: str
    measured: HourlyPay | None
    record: reports.RequesterRecord | None
    left: progress.Left
    is_held: bool
    is_own: bool


@require_GET
@worker_required
def find(request: PersonRequest) -> HttpResponse:
    """The open jobs as cards, filtered and ordered as the address says."""
    at = now()
    form = FindForm(request.GET)
    page = Paginator(finding.open_jobs(wanted=form.wanted()), JOBS_A_PAGE).get_page(request.GET.get("page"))
    cards = cards_of(jobs=list(page.object_list), worker=request.user, at=at)
    return render(
        request,
        "workers/find.html",
        {"form": form, "page": page, "cards": cards, "floor_micros": floor_hourly_micros(at=at)},
    )


def cards_of(*, jobs: Sequence[Job], worker: User, at: datetime) -> list[Card]:
    """Everything a card says; the number of queries grows by one a job (what is left for the worker)."""
    numbers = [job.pk for job in jobs]
    measured = reports.measured_pay(job_numbers=numbers)
    records = reports.requester_records(requester_numbers={job.requester_id for job in jobs})
    left = progress.left_for(jobs=list(jobs), worker=worker)
    held = finding.held_jobs(worker=worker, jobs=jobs)
    thumbs = finding.first_thumbs(jobs=jobs)
    return [
        Card(
            job=job,
            kind=kind_named(job.kind),
            thumb_url=storage.signed_path(thumbs[job.pk], at) if job.pk in thumbs else "",
            measured=publishable(measured.get(job.pk)),
            record=records.get(job.requester_id),
            left=left[job.pk],
            is_held=job.pk in held,
            is_own=claiming.is_own(job=job, worker=worker),
        )
        for job in jobs
    ]
