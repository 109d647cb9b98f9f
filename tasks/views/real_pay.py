"""What a job of one's own really pays its workers: the figures that they see before they take it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from accounts.doors import PersonRequest, requester_required
from tasks.domain import floor_report
from tasks.domain.floor_policy import floor_hourly_micros
from tasks.domain.progress import answering_of
from tasks.views.published import head_context, published_job
from transparency.domain import job_pay


@require_safe
@requester_required
def pay(request: PersonRequest, public_id: str) -> HttpResponse:
    """Hourly pay, unpaid time, how long an answer takes, time to pay, rejections; below eleven people sums alone."""
    job, floor_micros = published_job(request, public_id), floor_hourly_micros(at=now())
    found = job_pay.of_job(job_number=job.pk, announced_seconds=job.expected_seconds, price_micros=job.price_micros)
    context = head_context(job=job, answering=answering_of(job=job), tab="pay") | {
        "pay": found,
        "floor_micros": floor_micros,
        "raised_price_micros": found.price_at(floor_micros),
        "owed_micros": floor_report.owed_for(job=job),
    }
    return render(request, "tasks/job_pay.html", context)
