"""A rejected answer that its worker does again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, worker_required
from tasks.domain import claiming, redoing
from transparency.domain import presence
from workers.domain import starting
from workers.views.own import own_assignment, see_other


@require_POST
@worker_required
def redo(request: PersonRequest, public_id: str) -> HttpResponse:
    """Put a rejected answer into its worker's hands again, with what the requester wrote about it."""
    assignment, at = own_assignment(request, public_id), now()
    try:
        redoing.redo(assignment=assignment, worker=request.user, at=at)
    except redoing.NotToBeRedone:
        messages.info(request, redoing.not_redone_sentence())
    except redoing.PlaceTaken:
        messages.info(request, redoing.taken_sentence())
    except claiming.Suspended:
        messages.error(request, starting.suspended_sentence())
    else:
        presence.be_present(worker_number=request.user.pk, at=at)
        words = _("You do this one again. It was rejected: %(reason)s. “%(words)s”")
        reason = assignment.get_reject_code_display()
        messages.info(request, words % {"reason": reason, "words": assignment.reject_words})
        return see_other("work:desk", assignment.job.public_id)
    return redirect("work:mine")
