"""A worker's payouts: where their money goes, asking for it, and what became of it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, worker_required
from ledger.domain import payees
from ledger.domain import payouts as paying
from transparency.domain import paying_out
from web.domain.formatting import format_micros
from workers.domain import earnings, footsteps
from workers.forms import PayeeForm

PAYOUTS_A_PAGE = 20


@require_safe
@worker_required
def payouts(request: PersonRequest) -> HttpResponse:
    """The balance, where it is sent, and every payout."""
    footsteps.looked_at_payouts(worker=request.user, at=now())
    return _page(request, PayeeForm())


def _page(request: PersonRequest, form: PayeeForm, status: int = 200) -> HttpResponse:
    found = paying.of(worker_id=request.user.pk)
    balance = earnings.balance_micros(worker=request.user)
    return render(
        request,
        "workers/payouts.html",
        {
            "form": form,
            "is_open": payees.is_open(),
            "payee": payees.of(worker_id=request.user.pk),
            "balance_micros": balance,
            "leaves_micros": balance // paying.CENT_MICROS * paying.CENT_MICROS,
            "threshold_micros": settings.PAYOUT_THRESHOLD_MICROS,
            "page": Paginator(found, PAYOUTS_A_PAGE).get_page(request.GET.get("page")),
        },
        status=status,
    )


@require_POST
@worker_required
def state_account(request: PersonRequest) -> HttpResponse:
    """Keep where the worker wants their money."""
    if not payees.is_open():
        raise Http404
    form = PayeeForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    payees.state(
        worker_id=request.user.pk, holder=form.cleaned_data["holder"], iban=form.cleaned_data["iban"], at=now()
    )
    messages.success(request, _("Kept. What you are paid out from now on goes there."))
    return redirect("work:payouts")


@require_POST
@worker_required
def ask(request: PersonRequest) -> HttpResponse:
    """Put the balance's whole cents into the next batch."""
    if not payees.is_open():
        raise Http404
    try:
        payout = paying_out.ask(worker_id=request.user.pk, at=now())
    except paying.NoPayee:
        messages.error(request, _("Say first which bank account your money should go to."))
    except paying.NothingToPayOut:
        messages.error(request, _("There is less than a cent on your balance: a bank can’t move it. It stays yours."))
    except paying.AskedToday as early:
        messages.error(request, _("You can ask once a day: again at %(when)s.") % {"when": _read(early.again_at)})
    else:
        words = {"amount": format_micros(payout.amount_micros)}
        messages.success(request, _("%(amount)s wait for the next transfer to the bank.") % words)
    return redirect("work:payouts")


def _read(at: datetime) -> str:
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT")


@require_POST
@worker_required
def cancel(request: PersonRequest, reference: str) -> HttpResponse:
    """Take back a payout that hasn't left."""
    found = get_object_or_404(paying.of(worker_id=request.user.pk), reference=reference.upper())
    try:
        paying.cancel(payout=found, at=now())
    except paying.NotOnItsWay:
        messages.error(request, _("This payout is on its way to the bank and can’t be taken back."))
    else:
        messages.success(request, _("Cancelled. The money is on your balance again."))
    return redirect("work:payouts")
