"""Payouts: batches for the bank, four eyes on the large ones, and the bank's word on each. For auditors only."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import PersonRequest, auditor_required
from ledger.domain import payees
from ledger.domain import payouts as paying
from ledger.domain.camt import NotAStatement
from ledger.domain.providers import provider
from ledger.models import PayoutBatch
from transparency.bank_forms import ReportForm
from transparency.domain import paying_out
from transparency.domain.auditing import looks
from web.domain.formatting import format_number

BATCHES_A_PAGE = 20
PAYOUTS_A_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@auditor_required
def payouts(request: PersonRequest) -> HttpResponse:
    """What waits and all batches; posting makes one of everything that waits."""
    if request.method == "POST" and payees.is_open():
        try:
            made = paying.make_batch(made_by_id=request.user.pk, at=now())
        except paying.NothingToPayOut:
            messages.info(request, _("Nobody waits to be paid out."))
            return redirect("audit:payouts")
        return redirect("audit:payout-batch", made.pk)
    return _page(request, ReportForm())


def _page(request: PersonRequest, form: ReportForm, status: int = 200) -> HttpResponse:
    count, micros = paying.waiting()
    return render(
        request,
        "transparency/payouts.html",
        {
            "form": form,
            "is_open": payees.is_open(),
            "waiting_count": count,
            "waiting_micros": micros,
            "threshold_micros": settings.PAYOUT_THRESHOLD_MICROS,
            "limit_micros": settings.FOUR_EYES_MICROS,
            "page": Paginator(paying.batches(), BATCHES_A_PAGE).get_page(request.GET.get("page")),
        },
        status=status,
    )


@require_safe
@auditor_required
def batch(request: PersonRequest, number: int) -> HttpResponse:
    """One batch with its payouts."""
    found = _batch(number)
    listed = found.payouts.select_related("worker", "payee").order_by("pk")
    page = Paginator(listed, PAYOUTS_A_PAGE).get_page(request.GET.get("page"))
    _note(request, found, {payout.worker_id for payout in page})
    return render(
        request,
        "transparency/payout_batch.html",
        {
            "batch": found,
            "page": page,
            "counts": paying.counts_of(batch=found),
            "may_confirm": found.made_by_id != request.user.pk,
            "limit_micros": settings.FOUR_EYES_MICROS,
        },
    )


@require_POST
@auditor_required
def confirm(request: PersonRequest, number: int) -> HttpResponse:
    """The second pair of eyes."""
    found = _batch(number)
    try:
        paying.confirm(batch=found, confirmed_by_id=request.user.pk, at=now())
    except paying.NeedsAnotherAuditor:
        messages.error(request, _("You made this batch yourself: another auditor confirms it."))
    else:
        messages.success(request, _("Confirmed. The file can go to the bank."))
    return redirect("audit:payout-batch", found.pk)


@require_POST
@auditor_required
def file(request: PersonRequest, number: int) -> HttpResponse:
    """The file for the bank; with the first download its payouts count as sent."""
    found = _batch(number)
    try:
        content = paying.send(batch=found, at=now())
    except paying.NeedsAnotherAuditor:
        messages.error(request, _("This batch is over the limit: another auditor confirms it first."))
        return redirect("audit:payout-batch", found.pk)
    _note(request, found, set(found.payouts.values_list("worker_id", flat=True)))
    response = HttpResponse(content, content_type=provider().media_type)
    response["Content-Disposition"] = f'attachment; filename="{found}.{provider().suffix}"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@auditor_required
def settle(request: PersonRequest, number: int) -> HttpResponse:
    """The bank has carried the batch out: what is on its way has arrived."""
    found = _batch(number)
    count = paying_out.settle(batch=found, at=now())
    messages.success(
        request,
        ngettext("%(count)s payout has arrived.", "%(count)s payouts have arrived.", count)
        % {"count": format_number(count)},
    )
    return redirect("audit:payout-batch", found.pk)


@require_POST
@auditor_required
def import_report(request: PersonRequest) -> HttpResponse:
    """Take a pain.002 file in: what the bank refused goes back to its workers."""
    form = ReportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=400)
    try:
        refused = provider().refused(content=form.cleaned_data["file"].read())
    except NotAStatement as refusal:
        form.add_error("file", refusal.sentence)
        return _page(request, form, status=400)
    back = paying.give_back(references={each.reference: each.code for each in refused}, at=now())
    messages.success(
        request,
        ngettext(
            "%(count)s payout came back to its worker.", "%(count)s payouts came back to their workers.", len(back)
        )
        % {"count": format_number(len(back))},
    )
    return redirect("audit:payouts")


def _note(request: PersonRequest, batch: PayoutBatch, workers: set[int]) -> None:
    """They see that somebody read their names and accounts."""
    looks.note(auditor=request.user, workers=workers, what=looks.What.PAYOUT, about=str(batch), at=now())


def _batch(number: int) -> PayoutBatch:
    return get_object_or_404(paying.batches(), pk=number)
