"""A worker's appeals: against a rejected answer, against a suspension; and what was said to them."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.doors import PersonRequest, worker_required
from accounts.models import User
from ledger.domain import payees
from tasks.domain import appeal_lists, appeals, redoing, suspending
from tasks.domain.appeal_view import answer_shown, appeal_context
from tasks.domain.desk_view import media_origin_of
from tasks.models import Appeal, Assignment
from workers.domain import appeal_words, earnings, looks
from workers.views.own import own_assignment
from workers.words import AppealForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@worker_required
def appeal(request: PersonRequest, public_id: str) -> HttpResponse:
    """Appeal the rejection of an answer, or read what was said about it."""
    assignment = own_assignment(request, public_id)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            appeals.file(assignment=assignment, worker=request.user, words=form.cleaned_data["words"], at=now())
        except appeal_words.REFUSALS as refusal:
            form.add_error(None, appeal_words.sentence_of(refusal))
        else:
            messages.success(request, _("Your appeal is written. Both sides see until when it is decided."))
            return redirect("work:appeal", assignment.public_id)
    return _page(request, assignment, form)


def _page(request: PersonRequest, assignment: Assignment, form: AppealForm) -> HttpResponse:
    at, filed = now(), appeals.of_answer(assignment=assignment)
    until = appeals.appeal_until(assignment=assignment)
    if filed is None and until is None:
        raise Http404
    is_redone = bool(redoing.begun_redos(assignment_ids=[assignment.pk]))
    context: dict[str, object] = {
        "form": form,
        "until": until,
        "is_open": bool(until and at < until) and not is_redone,
        "reply_days": settings.APPEAL_REPLY_TIME.days,
        "decision_days": settings.APPEAL_DECISION_TIME.days,
    }
    whole = appeal_lists.one(public_id=filed.public_id) if filed else None
    if whole is not None:
        context |= appeal_context(appeal=whole, at=at, for_worker=True)
        appeal_lists.mark_read(appeal=whole, at=at)
    else:
        context |= {"assignment": assignment, **answer_shown(assignment=assignment, at=at)}
    response = render(request, "workers/appeal.html", context)
    if origin := media_origin_of(micro_task=assignment.micro_task):
        response.csp_extra = {"img-src": [origin], "media-src": [origin]}  # type: ignore[attr-defined]
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@worker_required
def suspension(request: PersonRequest) -> HttpResponse:
    """Why the worker is suspended, where their money is, and the appeal against it; and who looked at them."""
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            appeals.file_against_suspension(worker=request.user, words=form.cleaned_data["words"], at=now())
        except appeal_words.REFUSALS as refusal:
            form.add_error(None, appeal_words.sentence_of(refusal))
        else:
            messages.success(request, _("Your appeal is written. Another auditor decides it."))
            return redirect("work:suspension")
    return render(request, "workers/suspension.html", _standing(request.user, form))


def _standing(worker: User, form: AppealForm) -> dict[str, object]:
    at, history = now(), list(suspending.of(worker=worker))
    current = next((one for one in history if one.lifted_at is None), None)
    filed = Appeal.objects.filter(suspension=current).first() if current else None
    whole = appeal_lists.one(public_id=filed.public_id) if filed else None
    if whole is not None:
        appeal_lists.mark_read(appeal=whole, at=at)
    return {
        "form": form,
        "current": current,
        "history": [one for one in history if one is not current],
        "decision_days": settings.APPEAL_DECISION_TIME.days,
        "payee": payees.of(worker_id=worker.pk),
        "balance_micros": earnings.balance_micros(worker=worker),
        "looks": looks.at(worker=worker),
        **(appeal_context(appeal=whole, at=at, for_worker=True) if whole else {}),
    }
