"""A worker's own time: at work or not, and what an assignment took with the time away from the screen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, worker_required
from tasks.models import Assignment
from web.domain.formatting import format_duration
from workers.domain import own_time
from workers.forms import TimeForm
from workers.views.own import own_assignment


@require_POST
@worker_required
def report(request: PersonRequest, public_id: str) -> HttpResponse:
    """Keep what the worker says that an assignment took, in all."""
    assignment = own_assignment(request, public_id)
    form = TimeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Enter the time in whole minutes and seconds, a day at most. Nothing was changed."))
    else:
        _keep(request, assignment, seconds=form.seconds())
    response = HttpResponseRedirect(f"{resolve_url('work:mine')}#a-{assignment.public_id}")
    response.status_code = 303
    return response


def _keep(request: PersonRequest, assignment: Assignment, *, seconds: int) -> None:
    try:
        time = own_time.report(assignment=assignment, worker=request.user, seconds=seconds, at=now())
    except own_time.NotToReport:
        messages.info(request, _("The time of this one is settled: it is approved, or still in your hands."))
        return
    credited = format_duration(time.credited_seconds)
    if time.reported and time.reported.waits_for_look:
        messages.success(
            request,
            _(
                "Kept. It is far more than others needed, so a person looks at it; "
                "meanwhile %(credited)s count. Nothing is refused by itself."
            )
            % {"credited": credited},
        )
    else:
        messages.success(request, _("Kept: %(credited)s count for this one.") % {"credited": credited})
