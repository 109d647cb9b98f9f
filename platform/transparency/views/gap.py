"""The gap between men and women, month by month: what is raw, what is adjusted, and what neither says."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doors import PersonRequest, auditor_required
from transparency import background
from transparency.domain.auditing import studies
from transparency.models import GapStudy
from transparency.pay_forms import StudyForm
from web.domain import processes

STUDIES_A_PAGE = 6
STEPS = 9


@require_http_methods(["GET", "HEAD", "POST"])
@auditor_required
def gap(request: PersonRequest) -> HttpResponse:
    """Every study with its figures; posting asks for the study of one more month."""
    offered = studies.months_to_ask(at=now())
    form = StudyForm(request.POST if request.method == "POST" else None, months=offered)
    if request.method == "POST" and form.is_valid():
        return _ask(request, form.cleaned_data["month"])
    page = Paginator(studies.all_studies(), STUDIES_A_PAGE).get_page(request.GET.get("page"))
    is_waiting = any(study.state == GapStudy.State.WAITING for study in page)
    context = {
        "form": form,
        "offered": offered,
        "currency": settings.CURRENCY,
        "page": page,
        "lines": [(study, study.steps_done * 100 // STEPS, _measures(study), _countries(study)) for study in page],
        "is_nobody_there": is_waiting and not processes.is_alive(name=processes.BACKGROUND, at=now()),
    }
    return render(request, "transparency/audit/gap.html", context)


def _measures(study: GapStudy) -> list[tuple[str, bool, dict[str, Any]]]:
    """The measures of a study that is done, in their order; whether they are money."""
    found = study.result.get("measures", {})
    return [(name, name != "M21", found[name]) for name in ("M13", "M13c", "M21") if name in found]


def _countries(study: GapStudy) -> list[tuple[str, dict[str, Any]]] | None:
    """The countries of a study with their names, the rest last; None of one that was made before they were told."""
    rows, rest = study.result.get("countries"), _("Another country or not said")
    return None if rows is None else [(row["name"].get(get_language(), rest), row) for row in rows]


def _ask(request: PersonRequest, month: date) -> HttpResponse:
    try:
        study = studies.ask(month=month, asked_by=request.user, at=now())
    except studies.NotOver:
        messages.error(request, _("That month’s figures are complete from the eighth of the next one on. Ask then."))
    else:
        background.ask_to_study(study_id=study.pk)
        messages.success(request, _("Asked. It takes a minute or two; load this page again to see how far it is."))
    return redirect("audit:gap")
