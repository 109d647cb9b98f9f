"""The checks of the books, what they found, and the transfers behind it. For auditors only."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, auditor_required
from ledger.domain import checks as checking
from ledger.domain import movements
from ledger.models import Account, BooksCheck, Payout, Transfer
from transparency.books_forms import LookForm, TransfersForm
from transparency.domain.auditing import looks
from transparency.models import JobFact

ROWS_A_PAGE = 50


@require_safe
@auditor_required
def checks(request: PersonRequest) -> HttpResponse:
    """Every check that ran."""
    page = Paginator(checking.all_checks(), ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "transparency/checks.html", {"page": page})


@require_safe
@auditor_required
def check(request: PersonRequest, number: int) -> HttpResponse:
    """What one check found."""
    return _page(request, _check(number), LookForm())


@require_POST
@auditor_required
def look_at(request: PersonRequest, number: int) -> HttpResponse:
    """Put an alarm out."""
    found, form = _check(number), LookForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        checking.look_at(check=found, looked_by_id=request.user.pk, note=form.cleaned_data["note"], at=now())
    except checking.NothingFound:
        messages.info(request, _("This check found nothing, so there is no alarm."))
    else:
        messages.success(request, _("The alarm is out. Your words stay beside what was found."))
    return redirect("audit:check", found.pk)


@require_safe
@auditor_required
def transfers(request: PersonRequest) -> HttpResponse:
    """The transfers of one account, or what one answer caused; all of them when nothing is asked."""
    form = TransfersForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    account = _account(asked.get("account"), asked.get("job"))
    causes = [f"{name}:{asked[name]}:" for name in ("assignment", "training") if asked.get(name)]
    if asked.get("payout"):
        payout = Payout.objects.filter(pk=asked["payout"]).first()
        causes.append(f"payout:{payout.reference}" if payout else "payout:?")
    found = movements.chosen(account=account, causes=causes)
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    if causes or (account and account.kind == Account.Kind.EARNINGS):
        _note(request, list(page), account)
    return render(
        request,
        "transparency/transfers.html",
        {
            "form": form,
            "account": account,
            "summed_micros": movements.sum_of(account=account) if account else 0,
            "fact": _fact(account),
            "page": page,
        },
    )


def _note(request: PersonRequest, shown: list[Transfer], account: Account | None) -> None:
    """The workers whose money is listed see that it was looked at."""
    sides = [account] if account else [side for transfer in shown for side in (transfer.debit, transfer.credit)]
    workers = {side.owner_id for side in sides if side.kind == Account.Kind.EARNINGS and side.owner_id}
    looks.note(auditor=request.user, workers=workers, what=looks.What.TRANSFERS, at=now())


def _account(number: int | None, job_number: int | None) -> Account | None:
    accounts = Account.objects.select_related("owner")
    if number:
        return accounts.filter(pk=number).first()
    return accounts.filter(kind=Account.Kind.ESCROW, job_number=job_number).first() if job_number else None


def _fact(account: Account | None) -> JobFact | None:
    if account is None or account.job_number is None:
        return None
    return JobFact.objects.filter(job_number=account.job_number).first()


def _check(number: int) -> BooksCheck:
    return get_object_or_404(checking.all_checks(), pk=number)


def _page(request: PersonRequest, found: BooksCheck, form: LookForm) -> HttpResponse:
    return render(
        request,
        "transparency/check.html",
        {"check": found, "findings": found.findings.order_by("pk"), "form": form},
    )
