"""Trial balances of any days, fee income by month, and the closing of months. For auditors only."""

from __future__ import annotations

import csv
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import PersonRequest, auditor_required
from ledger.domain import closing, trial_balance
from transparency.books_forms import CloseForm, SpanForm

MONTHS_A_PAGE = 24


@require_safe
@auditor_required
def balance(request: PersonRequest) -> HttpResponse:
    """Where the money stood on one day and on another, and what moved between."""
    asked = SpanForm(request.GET)
    since, until = asked.days()
    lines = _lines(asked)
    form = SpanForm({"since": since, "until": until}) if asked.is_valid() else asked
    return render(
        request,
        "transparency/balance.html",
        {"form": form, "since": since, "until": until, "lines": lines, "sum": trial_balance.sum_of(lines)},
    )


@require_safe
@auditor_required
def balance_csv(request: PersonRequest) -> HttpResponse:
    """The same for a spreadsheet or another program: amounts with a point, in the platform's currency."""
    form = SpanForm(request.GET)
    since, until = form.days()
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="trial-balance-{since}-{until}.csv"'
    response["Cache-Control"] = "no-store"
    rows = csv.writer(response)
    rows.writerow(["account", "opening", "in", "out", "closing"])
    for line in _lines(form):
        micros = (line.opening_micros, line.came_micros, line.went_micros, line.closing_micros)
        rows.writerow([line.kind.value, *(Decimal(each).scaleb(-6) for each in micros)])
    return response


def _lines(form: SpanForm) -> list[trial_balance.Line]:
    since, until = form.days()
    return trial_balance.of(begins_at=closing.midnight(since), ends_at=closing.midnight(until + timedelta(days=1)))


@require_http_methods(["GET", "HEAD", "POST"])
@auditor_required
def months(request: PersonRequest) -> HttpResponse:
    """Every closed month, the fee income of each month, and the month that can be closed next."""
    upcoming = closing.next_to_close()
    form = CloseForm(request.POST or None, initial={"month": upcoming})
    if request.method == "POST" and form.is_valid():
        return _close(request, form)
    return render(
        request,
        "transparency/months.html",
        {
            "form": form,
            "upcoming": upcoming,
            "closable_from": closing.closable_from(upcoming) if upcoming else None,
            "can_close": upcoming is not None and now() >= closing.closable_from(upcoming),
            "page": Paginator(closing.months(), MONTHS_A_PAGE).get_page(request.GET.get("page")),
            "fees": trial_balance.fee_months(),
            "has_vat": settings.VAT_PERMILLE > 0,
        },
    )


def _close(request: PersonRequest, form: CloseForm) -> HttpResponse:
    month = form.cleaned_data["month"]
    named = {"month": date_format(month, "YEAR_MONTH_FORMAT")}
    try:
        closing.close(month=month, closed_by_id=request.user.pk, at=now())
    except closing.NotTheNext:
        messages.error(request, _("Months are closed one after another, and %(month)s is not the next.") % named)
    except closing.NotOver:
        messages.error(request, _("%(month)s isn’t over yet.") % named)
    except closing.BooksDisagree:
        messages.error(request, _("The books don’t agree. Mend them first: nothing was closed."))
    else:
        messages.success(request, _("%(month)s is closed. Nothing is booked in it any more.") % named)
    return redirect("audit:months")
