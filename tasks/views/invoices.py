"""A requester's invoices: who they are on them, those that were issued, and each on paper."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import PersonRequest, requester_required
from ledger.domain import invoices
from ledger.models import Invoice
from tasks.domain import invoice_papers, invoicing
from tasks.money_forms import BillingForm
from web.domain.papers import Paper, as_pdf

INVOICES_A_PAGE = 24


@require_http_methods(["GET", "HEAD", "POST"])
@requester_required
def listing(request: PersonRequest) -> HttpResponse:
    """All invoices; posting keeps who the requester is, and issues what waited for it."""
    requester_id = request.user.pk
    party = invoices.party_of(requester_id=requester_id)
    form = BillingForm(request.POST or None, instance=party)
    if request.method == "POST" and form.is_valid():
        invoices.state_party(requester_id=requester_id, at=now(), **form.cleaned_data)
        invoicing.issue_due(requester_id=requester_id, at=now())
        messages.success(request, _("Kept. Invoices from now on bear this name and address."))
        return redirect("jobs:invoices")
    found = invoices.of(requester_id=requester_id)
    return render(
        request,
        "tasks/invoices.html",
        {
            "form": form,
            "party": party,
            "due": [] if party else invoicing.due_months(requester_id=requester_id, at=now()),
            "page": Paginator(found, INVOICES_A_PAGE).get_page(request.GET.get("page")),
        },
    )


@require_safe
@requester_required
def paper(request: PersonRequest, number: str) -> HttpResponse:
    """One invoice or credit note as PDF."""
    found = _own(request, number)
    return as_file(invoice_papers.paper_of(invoice=found), f"{found}.pdf")


def as_file(made: Paper, name: str) -> HttpResponse:
    """A paper that nobody keeps on the way."""
    response = HttpResponse(as_pdf(made), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@requester_required
def correct(request: PersonRequest, number: str) -> HttpResponse:
    """Take an invoice back and issue it anew, with what the requester says of themselves now."""
    found = _own(request, number)
    try:
        anew = invoices.correct(invoice=found, at=now())
    except (invoices.NothingToCorrect, invoices.NobodyToBill):
        messages.info(request, _("Change your name or address first: the invoice says what a new one would say."))
    else:
        words = {"old": str(found), "new": str(anew)}
        messages.success(request, _("A credit note takes %(old)s back; %(new)s stands in its place.") % words)
    return redirect("jobs:invoices")


def _own(request: PersonRequest, number: str) -> Invoice:
    """The requester's own, by what stands on it: “VH-2026-00001”."""
    sign, _dash, rest = number.upper().partition("-")
    year, _dash, count = rest.partition("-")
    if sign != "VH" or not (year.isdecimal() and count.isdecimal()) or len(rest) > 12:
        raise Http404
    return get_object_or_404(invoices.of(requester_id=request.user.pk), year=int(year), number=int(count))
