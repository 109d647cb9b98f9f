"""Looking at a random part of what waits, and approving the rest."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import PersonRequest, requester_required
from tasks.domain import mass_approving, review_list, sampling
from tasks.domain.progress import answering_of
from tasks.models import Job, MassApproval
from tasks.review_forms import SampleForm
from tasks.views.published import head_context, published_job
from web.domain import processes


@require_http_methods(["GET", "HEAD", "POST"])
@requester_required
def sample(request: PersonRequest, public_id: str) -> HttpResponse:
    """Draw a random sample of what waits; then how far it was looked at, what that says, and the rest to approve."""
    job, at = published_job(request, public_id), now()
    form = SampleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            drawn = sampling.draw(job=job, size=form.cleaned_data["size"], drawn_by=request.user, at=at)
        except sampling.NothingWaits:
            messages.info(request, _("No answer waits for a decision."))
            return redirect("jobs:sample", job.public_id)
        return redirect(f"{reverse('jobs:answers', args=[job.public_id])}?sample={drawn.public_id}")
    newest = sampling.newest(job=job)
    context = head_context(job=job, answering=answering_of(job=job), tab="answers") | {
        "form": form,
        "sample": newest,
        "looked": sampling.looked_at(sample=newest) if newest else None,
        "waiting_count": review_list.waiting_until(job=job, until=at).count(),
    }
    return render(request, "tasks/sample.html", context)


@require_safe
@requester_required
def approving(request: PersonRequest, public_id: str) -> HttpResponse:
    """How far the newest approval of many has come; looks again by itself while it is under way."""
    job = published_job(request, public_id)
    context = {"job": job, "is_part_alone": True} | approving_context(job, now())
    return render(request, "tasks/_approving.html", context)


def approving_context(job: Job, at: datetime) -> dict[str, Any]:
    """What the part reads that tells of it."""
    approval = mass_approving.of_job(job=job)
    is_under_way = approval is not None and approval.is_under_way
    is_nobody_there = is_under_way and not processes.is_alive(name=processes.BACKGROUND, at=at)
    return {"approval": approval, "is_nobody_there": is_nobody_there}


@require_POST
@requester_required
def cancel_approving(request: PersonRequest, public_id: str, approval_id: str) -> HttpResponse:
    """Approve no more; what is approved stays."""
    job = published_job(request, public_id)
    approval = get_object_or_404(MassApproval, job=job, public_id=approval_id.lower())
    if mass_approving.cancel(approval=approval, at=now()):
        messages.info(request, _("No more answers are approved. Those that were stay approved and paid."))
    return redirect("jobs:answers", job.public_id)
