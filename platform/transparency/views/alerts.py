"""Alerts of the audit: what stands, what stood, and from when on a rule is broken. For auditors only."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, auditor_required
from transparency.books_forms import LookForm
from transparency.domain.auditing import alerts as alerting
from transparency.domain.auditing.rules import RULES
from transparency.pay_forms import ThresholdForm

ALERTS_A_PAGE = 30


@require_safe
@auditor_required
def alerts(request: PersonRequest) -> HttpResponse:
    """What stands, what stood, and the rules with their thresholds."""
    return _page(request)


def _page(request: PersonRequest, refused: ThresholdForm | None = None, code: str = "") -> HttpResponse:
    page = Paginator(alerting.open_alerts(), ALERTS_A_PAGE).get_page(request.GET.get("page"))
    past = Paginator(alerting.past_alerts(), ALERTS_A_PAGE).get_page(request.GET.get("past"))
    rules = alerting.rules_now()
    forms = [
        refused
        if refused is not None and one.rule.code == code
        else ThresholdForm(initial={"value": f"{one.threshold:g}", "is_on": one.is_on}, auto_id=f"{one.rule.code}_%s")
        for one in rules
    ]
    return render(
        request,
        "transparency/audit/alerts.html",
        {
            "page": page,
            "lines": alerting.told(alerts=list(page)),
            "past": past,
            "past_lines": alerting.told(alerts=list(past)),
            "rules": list(zip(rules, forms, strict=True)),
            "look": LookForm(auto_id=False),
        },
    )


@require_POST
@auditor_required
def look_at(request: PersonRequest, number: int) -> HttpResponse:
    """An auditor has seen an alert."""
    form = LookForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what you found, in 300 characters at most. The alert still waits for a look."))
    elif alerting.look_at(number=number, looked_by=request.user, note=form.cleaned_data["note"], at=now()):
        messages.success(request, _("Kept. The alert closes by itself when the rule is kept again."))
    else:
        messages.info(request, _("Somebody has looked at this one already."))
    return redirect("audit:alerts")


@require_POST
@auditor_required
def threshold(request: PersonRequest, code: str) -> HttpResponse:
    """Change from when on a rule is broken, or switch it off."""
    if code not in RULES:
        raise Http404
    form = ThresholdForm(request.POST, auto_id=f"{code}_%s")
    if not form.is_valid():
        return _page(request, form, code)
    wanted = form.cleaned_data
    if alerting.set_threshold(
        code=code, value=wanted["value"], is_on=wanted["is_on"], changed_by=request.user, at=now()
    ):
        messages.success(request, _("Changed. The clock looks by it within five minutes."))
    else:
        messages.info(request, _("Nothing was changed: the rule stands as it was."))
    return redirect("audit:alerts")
