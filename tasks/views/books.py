"""The check of the books that an auditor asks for: it reads the work as well as the money."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, auditor_required
from tasks.domain import books_check


@require_POST
@auditor_required
def check(request: PersonRequest) -> HttpResponse:
    """Check everything now."""
    made = books_check.check(asked_by_id=request.user.pk, at=now())
    if not made.finding_count:
        messages.success(request, _("The books agree."))
    return redirect("audit:check", made.pk)
