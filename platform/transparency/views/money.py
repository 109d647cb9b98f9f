"""The books, recomputed; and demo money for a requester. For auditors only."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import PersonRequest, auditor_required
from ledger.domain import books as ledger_books
from ledger.domain import funding
from ledger.domain.transfers import KeyTaken
from transparency.domain import money_reports
from transparency.forms import AddMoneyForm
from web.domain.formatting import format_micros

REQUESTERS_A_PAGE = 50


@require_safe
@auditor_required
def books(request: PersonRequest) -> HttpResponse:
    """Every balance held against the sum of its transfers."""
    return render(
        request,
        "transparency/books.html",
        {"report": ledger_books.recompute(), "kinds": money_reports.balances_by_kind(), "checked_at": now()},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@auditor_required
def money(request: PersonRequest) -> HttpResponse:
    """What requesters have. In development demo money can be added; the form carries a key against a second click."""
    if request.method == "POST" and not settings.DEVELOPMENT:
        raise Http404
    form = AddMoneyForm(request.POST or None, initial={"key": uuid.uuid4().hex})
    if request.method == "POST" and form.is_valid():
        requester, amount_micros = form.cleaned_data["email"], form.cleaned_data["amount"]
        try:
            funding.add_money(
                owner_id=requester.pk,
                amount_micros=amount_micros,
                key=f"audit:{form.cleaned_data['key']}",
                at=now(),
            )
        except KeyTaken:
            messages.error(request, _("This form was sent before with another amount or person. Nothing was added."))
        else:
            words = {"amount": format_micros(amount_micros), "person": str(requester)}
            messages.success(request, _("%(amount)s were added to the money of %(person)s.") % words)
        return redirect("audit:money")
    page = Paginator(money_reports.requesters(), REQUESTERS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "transparency/money.html",
        {
            "form": form,
            "may_add": settings.DEVELOPMENT,
            "page": page,
            "requesters": money_reports.funds_of(people=list(page)),
            "added": money_reports.latest_top_ups(),
        },
    )
