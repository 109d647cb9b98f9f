"""What is reported about a worker to a tax office, what they say of themselves for it, and the yearly limit."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import PersonRequest, worker_required
from ledger.domain import earned, tax_details
from workers.forms import TaxForm

YEARS_SHOWN = 5


@require_http_methods(["GET", "HEAD", "POST"])
@worker_required
def tax(request: PersonRequest) -> HttpResponse:
    """The years and what is reported of each; posting keeps what the worker says of themselves."""
    at, worker_id = now(), request.user.pk
    kept = tax_details.of(worker_id=worker_id)
    initial = tax_form_values(worker_id) if kept and tax_details.is_open() else {}
    form = TaxForm(request.POST or None, initial=initial)
    if request.method == "POST":
        if not tax_details.is_open():
            raise Http404
        if form.is_valid():
            tax_details.state(
                worker_id=worker_id, details=form.details(), business_number=form.cleaned_data["siret"], at=at
            )
            earned.forget_standing(worker_id=worker_id, at=at)
            messages.success(request, _("Kept, encrypted. It is used for the yearly report and for nothing else."))
            return redirect("work:tax")
    return render(
        request,
        "workers/tax.html",
        {
            "form": form,
            "kept": kept,
            "is_open": tax_details.is_open(),
            "years": _years(worker_id, at),
            "standing": earned.standing(worker_id=worker_id, at=at),
            "least_micros": settings.REPORT_LEAST_MICROS,
            "least_activities": settings.REPORT_LEAST_ACTIVITIES,
            "keep_years": settings.REPORT_KEEP_YEARS,
        },
    )


def tax_form_values(worker_id: int) -> dict[str, str]:
    """What the form holds before the worker changes it."""
    kept = tax_details.of(worker_id=worker_id)
    if kept is None:
        return {}
    said = tax_details.read(kept)
    names = ("name", "address", "country", "tax_number", "born_on")
    return {name: getattr(said, name) for name in names} | {"siret": kept.siret}


def _years(worker_id: int, at: datetime) -> list[tuple[str, tuple[earned.Quarter, ...], bool]]:
    this_year = earned.year_of(at).year
    found = [
        (str(year), earned.quarters_of(worker_id=worker_id, year=year))
        for year in range(this_year, this_year - YEARS_SHOWN, -1)
    ]
    return [
        (year, quarters, earned.is_reported(quarters=quarters))
        for year, quarters in found
        if any(q.micros for q in quarters)
    ]


@require_POST
@worker_required
def erase(request: PersonRequest) -> HttpResponse:
    """Forget what the worker said, unless a report needs it still."""
    at = now()
    try:
        tax_details.erase(worker_id=request.user.pk, at=at)
    except tax_details.MustBeKept as kept:
        words = {"year": kept.until_year}
        messages.error(
            request, _("The law asks us to keep it until the end of %(year)s, for what you were paid.") % words
        )
    else:
        earned.forget_standing(worker_id=request.user.pk, at=at)
        messages.success(request, _("Erased."))
    return redirect("work:tax")
