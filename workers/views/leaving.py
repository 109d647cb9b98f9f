"""Leaving for good, asked for by the worker alone."""

from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doors import PersonRequest, worker_required
from accounts.models import User
from transparency.domain.demographics import erasing
from transparency.domain.demographics.subjects import Closed
from workers.domain import leaving
from workers.forms import LeaveForm


@require_http_methods(["GET", "HEAD", "POST"])
@worker_required
def leave(request: PersonRequest) -> HttpResponse:
    """What goes, what stays and until when; and, once the worker says their address, it is done."""
    form = LeaveForm(request.POST or None, worker=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            _leave(request.user)
        except leaving.WorkUnderWay:
            form.add_error(
                None, _("You hold work or wait for a decision. Give it back or wait: no pay should be lost.")
            )
        except leaving.MoneyUnderWay:
            form.add_error(None, _("Some of your money is still here or on its way. Have it paid out first."))
        except leaving.HasOtherRoles:
            form.add_error(None, _("This account also gives work or audits. Ask this site’s operator to close it."))
        else:
            logout(request)
            messages.success(request, _("Your account is closed, and what told how you worked is erased."))
            return redirect("home")
    return render(request, "workers/leave.html", {"form": form, "keep_years": settings.PAY_KEEP_YEARS})


@transaction.atomic
def _leave(worker: User) -> None:
    """Close the account, and erase with it what the worker said of themselves: both, or neither."""
    at = now()
    leaving.leave(worker=worker, at=at)
    with suppress(Closed):
        erasing.erase(worker_number=worker.pk, at=at)
