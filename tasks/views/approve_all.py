"""Approving everything that waits: the question first, then the work, in the background when it is much."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.doors import PersonRequest, requester_required
from tasks import background
from tasks.domain import mass_approving, review_list, reviewing
from tasks.domain.pricing import fee_on
from tasks.domain.progress import answering_of
from tasks.views.published import head_context, published_job
from web.domain import processes
from web.domain.formatting import format_number

# So many are approved while the requester waits; more are left to the background.
MOST_AT_ONCE = reviewing.BATCH


@require_http_methods(["GET", "HEAD", "POST"])
@requester_required
def approve_all(request: PersonRequest, public_id: str) -> HttpResponse:
    """Ask first, saying what it pays; then approve every answer that was submitted when the question was shown."""
    job, at = published_job(request, public_id), now()
    until = _moment(request.POST.get("until", ""), at) if request.method == "POST" else at
    count = review_list.waiting_until(job=job, until=until).count()
    if not count:
        messages.info(request, _("No answer waits for a decision."))
        return redirect("jobs:answers", job.public_id)
    if request.method != "POST":
        pay = review_list.pay_waiting_micros(job=job, until=until)
        context = head_context(job=job, answering=answering_of(job=job), tab="answers")
        context |= {"count": count, "until": until.isoformat(), "until_at": until, "pay_micros": pay}
        context |= {"fee_micros": fee_on(pay_micros=pay, fee_permille=job.fee_permille)}
        return render(request, "tasks/answers_approve_all.html", context | {"is_quick": count <= MOST_AT_ONCE})
    if count <= MOST_AT_ONCE:
        approved = reviewing.approve_until(job=job, until=until, decided_by_id=request.user.pk, at=at)
        words = ngettext("%(count)s answer is approved and paid.", "%(count)s answers are approved and paid.", approved)
        messages.success(request, words % {"count": format_number(approved)})
        return redirect("jobs:answers", job.public_id)
    approval = mass_approving.ask(job=job, asked_by=request.user, until=until, at=at)
    background.ask_to_approve(approval_id=approval.pk)
    messages.info(request, _approving_sentence(count, at))
    return redirect("jobs:answers", job.public_id)


def _approving_sentence(count: int, at: datetime) -> str:
    if processes.is_alive(name=processes.BACKGROUND, at=at):
        words = _("%(count)s answers are being approved. The bar below grows as they are paid.")
    else:
        words = _(
            "%(count)s answers are to be approved, but no background process is running at the moment. It does so as "
            "soon as it runs again; the operator of this site can start it."
        )
    return words % {"count": format_number(count)}


def _moment(text: str, at: datetime) -> datetime:
    """The moment up to which the requester agreed; never one in the future, and now when it can't be read."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    return min(moment, at) if moment is not None and moment.tzinfo is not None else at
