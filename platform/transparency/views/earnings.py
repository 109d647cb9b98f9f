"""The auditor's yearly report for a tax office."""

from __future__ import annotations

import csv

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, auditor_required
from ledger.domain import earned, tax_details
from transparency.domain import earnings_report

YEARS_SHOWN = 5
LOOKS_A_PAGE = 30


@require_safe
@auditor_required
def earnings(request: PersonRequest) -> HttpResponse:
    """The years with how many workers their reports hold, and who took one out when."""
    this_year = earned.year_of(now()).year
    years = range(this_year, this_year - YEARS_SHOWN, -1)
    return render(
        request,
        "transparency/earnings.html",
        {
            "years": [(str(year), *earnings_report.counts(year=year)) for year in years],
            "taken": Paginator(earnings_report.taken(), LOOKS_A_PAGE).get_page(request.GET.get("page")),
            "is_open": tax_details.is_open(),
        },
    )


@require_POST
@auditor_required
def take(request: PersonRequest, year: int) -> HttpResponse:
    """The report of a year, as CSV. That it was taken out is kept."""
    if not 2000 <= year <= earned.year_of(now()).year:
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="earnings-{year}.csv"'
    response["Cache-Control"] = "private, no-store"
    csv.writer(response).writerows(earnings_report.take(year=year, taken_by=request.user, at=now()))
    return response
