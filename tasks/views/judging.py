"""Appeals, as auditors decide them: with reasons, in time, never in a case of their own."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import PersonRequest, auditor_required
from tasks.appeal_forms import DecisionForm
from tasks.domain import appeal_lists, appeals
from tasks.domain.appeal_view import appeal_context
from tasks.models import Appeal
from tasks.views.published import allow_media_of
from transparency.domain import appealing
from transparency.domain.auditing import looks

APPEALS_A_PAGE = 50


@require_safe
@auditor_required
def listing(request: PersonRequest) -> HttpResponse:
    """Appeals that nobody has decided, the most urgent first; or those that are decided."""
    is_decided, at = request.GET.get("state") == "decided", now()
    found = appeal_lists.decided() if is_decided else appeal_lists.undecided()
    context = {
        "page": Paginator(found, APPEALS_A_PAGE).get_page(request.GET.get("page")),
        "is_decided": is_decided,
        "overdue_count": appeal_lists.overdue_count(at=at),
        "at": at,
        "appealing": appealing.of_platform(),
    }
    return render(request, "tasks/oversight_appeals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@auditor_required
def appeal(request: PersonRequest, appeal_id: str) -> HttpResponse:
    """One appeal: the answer, both sides, and the form of a decision."""
    found = appeal_lists.one(public_id=appeal_id)
    if found is None:
        raise Http404
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _decide(request, found, form.cleaned_data["words"])
        return redirect("audit-work:appeal", found.public_id)
    looks.note(auditor=request.user, workers=[found.worker_id], what=looks.What.APPEAL, about=found.public_id, at=now())
    is_own = request.user.pk in (found.worker_id, found.against_id)
    context = appeal_context(appeal=found, at=now()) | {
        "form": form,
        "is_own": is_own,
        "may_take_back": found.is_open and found.suspension_id is not None and request.user.pk == found.against_id,
    }
    response = render(request, "tasks/oversight_appeal.html", context)
    if found.assignment is not None:
        allow_media_of(response, [found.assignment.micro_task])
    return response


def _decide(request: PersonRequest, found: Appeal, words: str) -> None:
    person, at, verdict = request.user, now(), request.POST.get("do")
    try:
        if verdict == "take-back":
            appeals.give_in(appeal=found, person=person, words=words, at=at)
        else:
            appeals.decide(appeal=found, auditor=person, is_won=verdict == "won", words=words, at=at)
    except appeals.OwnCase:
        messages.error(request, _("This is your own case: another auditor decides it."))
    except appeals.NotYours:
        messages.error(request, _("Only who decided what is appealed can take it back."))
    except appeals.TimeToReply as early:
        when = date_format(localtime(early.until), "SHORT_DATETIME_FORMAT")
        messages.error(request, _("The requester may still answer, until %(when)s. Decide then.") % {"when": when})
    except appeals.AlreadyDecided:
        messages.info(request, _("This was decided already; nothing was changed."))
    else:
        messages.success(request, _("Decided. Both sides read your reasons."))
