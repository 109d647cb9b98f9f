"""A requester's money: what there is, where it came from and went to, and how more is sent."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import PersonRequest, requester_required
from ledger.domain import accounts as books
from ledger.domain import top_ups
from ledger.domain.movements import movements_of
from ledger.domain.references import printed
from ledger.models import Account, TopUp, Transfer
from tasks.domain import invoice_papers
from tasks.models import Job
from tasks.money_forms import TopUpForm
from tasks.views.invoices import as_file

TOP_UPS_A_PAGE = 10
MOVEMENTS_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that came (`micros` above zero) or went, and the job that it was for."""

    transfer: Transfer
    micros: int
    job: Job | None


@require_http_methods(["GET", "HEAD", "POST"])
@requester_required
def money(request: PersonRequest) -> HttpResponse:
    """What the requester has and what moved; posting announces a bank transfer."""
    form = TopUpForm(request.POST or None, initial={"key": uuid.uuid4().hex})
    if request.method == "POST" and settings.BANK_IBAN and form.is_valid():
        asked = top_ups.ask(
            requester_id=request.user.pk,
            amount_micros=form.cleaned_data["amount"],
            client_key=form.cleaned_data["key"],
            at=now(),
        )
        return redirect("jobs:top-up", asked.reference)
    funds = books.funds(owner_id=request.user.pk)
    announced = top_ups.of(requester_id=request.user.pk)
    moved = Paginator(movements_of(account=funds), MOVEMENTS_A_PAGE).get_page(request.GET.get("moved"))
    return render(
        request,
        "tasks/money.html",
        {
            "form": form,
            "funds_micros": funds.balance_micros,
            "has_bank": bool(settings.BANK_IBAN),
            "top_ups": Paginator(announced, TOP_UPS_A_PAGE).get_page(request.GET.get("page")),
            "moved": moved,
            "movements": _with_jobs(list(moved.object_list), funds),
        },
    )


def _with_jobs(transfers: Sequence[Transfer], funds: Account) -> list[Movement]:
    others = [each.debit if each.credit_id == funds.pk else each.credit for each in transfers]
    jobs = Job.objects.in_bulk({other.job_number for other in others if other.job_number is not None})
    return [
        Movement(
            transfer=each,
            micros=each.amount_micros if each.credit_id == funds.pk else -each.amount_micros,
            job=jobs.get(other.job_number) if other.job_number is not None else None,
        )
        for each, other in zip(transfers, others, strict=True)
    ]


@require_safe
@requester_required
def top_up(request: PersonRequest, reference: str) -> HttpResponse:
    """What to write on the transfer, to read, copy or print."""
    found = _own(request, reference)
    return render(
        request,
        "tasks/top_up.html",
        {
            "top_up": found,
            "reference": printed(found.reference),
            "iban": " ".join(settings.BANK_IBAN[place : place + 4] for place in range(0, len(settings.BANK_IBAN), 4)),
            "bic": settings.BANK_BIC,
            "holder": settings.BANK_HOLDER,
            "entries": found.entries.order_by("booked_on", "pk"),
        },
    )


@require_safe
@requester_required
def transfer_paper(request: PersonRequest, reference: str) -> HttpResponse:
    """The same on paper."""
    found = _own(request, reference)
    return as_file(invoice_papers.transfer_paper(top_up=found), f"{found.reference}.pdf")


@require_POST
@requester_required
def cancel(request: PersonRequest, reference: str) -> HttpResponse:
    """Take the announcement back."""
    found = _own(request, reference)
    try:
        top_ups.cancel(top_up=found, at=now())
    except top_ups.AlreadyArrived:
        messages.info(request, _("This transfer has arrived, so there is nothing to cancel."))
        return redirect("jobs:top-up", found.reference)
    messages.success(request, _("Cancelled. If you send the money all the same, it is yours and is booked to you."))
    return redirect("jobs:money")


def _own(request: PersonRequest, reference: str) -> TopUp:
    return get_object_or_404(top_ups.of(requester_id=request.user.pk), reference=reference.upper())
