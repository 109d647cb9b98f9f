"""Publishing, or taking back, what was added to a running job."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, requester_required
from ledger.domain import accounts as books
from ledger.domain.transfers import InsufficientFunds
from tasks import background
from tasks.domain import additions, jobs, splitting
from tasks.domain.pausing import NotRunning
from tasks.models import Addition, Job, Upload
from tasks.views.own import closed_sentence, see_other
from tasks.views.published import published_job
from tasks.views.running import short_of_money_sentence
from web.domain.formatting import format_micros, format_number


def added_context(job: Job, addition: Addition | None) -> dict[str, Any]:
    """What `tasks/_add_summary.html` reads."""
    cost = additions.cost_of(addition=addition) if addition else None
    funds = books.funds(owner_id=job.requester_id).balance_micros
    return {
        "summary_template": "tasks/_add_summary.html",
        "addition": addition,
        "cost": cost,
        "funds_micros": funds,
        "lacking_micros": max(0, cost.total_micros - funds) if cost else 0,
    }


@require_POST
@requester_required
def publish(request: PersonRequest, public_id: str) -> HttpResponse:
    """Set the money for the added items aside and open their places. Sent twice, it moves nothing the second time."""
    job = published_job(request, public_id)
    number, agreed = request.POST.get("number", "")[:9], request.POST.get("total_micros", "")[:19]
    found = Addition.objects.filter(job=job, number=int(number) if _is_number(number) else 0).first()
    if found is None:
        messages.info(request, _("Nothing is added yet. Bring files first."))
        return see_other(request, "jobs:upload", job.public_id)
    try:
        is_new = additions.publish(addition=found, at=now(), agreed_micros=int(agreed) if _is_number(agreed) else None)
    except additions.RestFirst:
        messages.info(request, _("The job is in its pilot. Publish the rest of it first, then what you added."))
        return see_other(request, "jobs:pilot", job.public_id)
    except (jobs.StillCutting, jobs.NothingToPublish, jobs.CostChanged, InsufficientFunds, NotRunning) as trouble:
        messages.error(request, _refusal(trouble))
        return see_other(request, "jobs:upload", job.public_id)
    additions.open_some(job=job, at=now())
    background.ask_to_split(job_id=job.pk)
    if is_new:
        found.refresh_from_db()
        words = ngettext(
            "%(count)s micro-task is part of the job now. Workers get it from here on.",
            "%(count)s micro-tasks are part of the job now. Workers get them from here on.",
            found.micro_task_count,
        )
        messages.success(request, words % {"count": format_number(found.micro_task_count)})
    return see_other(request, "jobs:job", job.public_id)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _refusal(trouble: Exception) -> str:
    match trouble:
        case jobs.StillCutting():
            return _("Your files are still being cut, so the cost isn’t known yet. Wait until it is.")
        case jobs.CostChanged():
            return _("They cost %(total)s now, which isn’t what you agreed to. Nothing moved: look again.") % {
                "total": format_micros(trouble.total_micros)
            }
        case InsufficientFunds():
            return short_of_money_sentence(trouble)
        case NotRunning():
            return closed_sentence()
    return _("Nothing of what you brought could be used so far, so there is nothing to publish.")


@require_POST
@requester_required
def cancel(request: PersonRequest, public_id: str) -> HttpResponse:
    """Take back everything that was added and not published."""
    job = published_job(request, public_id)
    addition = additions.waiting(job=job)
    try:
        for upload in Upload.objects.filter(job=job, addition=addition, addition__isnull=False).order_by("pk"):
            splitting.cancel_upload(upload=upload)
    except jobs.NotADraft:
        messages.info(request, _("It was published at the same moment, so nothing was taken back."))
        return see_other(request, "jobs:job", job.public_id)
    messages.success(request, _("What you had added is taken back. It had cost nothing."))
    return see_other(request, "jobs:upload", job.public_id)
