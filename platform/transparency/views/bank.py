"""Bank statements: imported, matched by reference, and by hand where there was none. For auditors only."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import PersonRequest, auditor_required
from ledger.domain import bank as bank_books
from ledger.domain import closing
from ledger.domain.camt import NotAStatement
from ledger.models import BankEntry
from transparency.bank_forms import BookEntryForm, EntryFilterForm, SetAsideForm, StatementForm
from transparency.domain import paying_out
from web.domain.formatting import format_micros, format_number

ENTRIES_A_PAGE = 50
STATEMENTS_A_PAGE = 10


@require_safe
@auditor_required
def bank(request: PersonRequest) -> HttpResponse:
    """The lines of all statements, those that wait first asked for, and the statements themselves."""
    return _page(request, StatementForm())


def _page(request: PersonRequest, form: StatementForm, status: int = 200) -> HttpResponse:
    filters = EntryFilterForm(request.GET)
    entries = bank_books.entries(state=filters.state_chosen())
    waiting_count, waiting_micros = bank_books.waiting()
    return render(
        request,
        "transparency/bank.html",
        {
            "form": form,
            "filters": filters,
            "page": Paginator(entries, ENTRIES_A_PAGE).get_page(request.GET.get("page")),
            "statements": Paginator(bank_books.statements(), STATEMENTS_A_PAGE).get_page(request.GET.get("statements")),
            "waiting_count": waiting_count,
            "waiting_micros": waiting_micros,
        },
        status=status,
    )


@require_POST
@auditor_required
def import_statement(request: PersonRequest) -> HttpResponse:
    """Take a camt.053 file in. What can't be booked is refused whole, with a sentence at the field."""
    form = StatementForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=400)
    file = form.cleaned_data["file"]
    try:
        done = paying_out.import_file(
            content=file.read(), name=file.name or "", imported_by_id=request.user.pk, at=now()
        )
    except NotAStatement as refused:
        form.add_error("file", refused.sentence)
        return _page(request, form, status=400)
    except bank_books.AlreadyImported:
        messages.info(request, _("This file was imported before. Nothing was booked."))
        return redirect("audit:bank")
    messages.success(request, _told(done))
    return redirect("audit:bank")


def _told(done: bank_books.Imported) -> str:
    parts = [
        ngettext(
            "%(count)s payment (%(amount)s) was booked.", "%(count)s payments (%(amount)s) were booked.",
            done.booked_count,
        ) % {"count": format_number(done.booked_count), "amount": format_micros(done.booked_micros)},
    ]  # fmt: skip
    if done.open_count:
        parts.append(
            ngettext("%(count)s waits to be matched.", "%(count)s wait to be matched.", done.open_count)
            % {"count": format_number(done.open_count)}
        )
    if done.known_count:
        parts.append(
            ngettext("%(count)s line was known already.", "%(count)s lines were known already.", done.known_count)
            % {"count": format_number(done.known_count)}
        )
    return " ".join(parts)


@require_http_methods(["GET", "HEAD", "POST"])
@auditor_required
def entry(request: PersonRequest, number: int) -> HttpResponse:
    """One line; posting books it to a requester by hand."""
    found = _entry(number)
    form = BookEntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        requester = form.cleaned_data["email"]
        try:
            bank_books.book_by_hand(
                entry=found,
                requester_id=requester.pk,
                decided_by_id=request.user.pk,
                note=form.cleaned_data["note"],
                at=now(),
            )
        except bank_books.AlreadyBooked:
            messages.error(request, _("This line can’t be booked any more. Nothing moved."))
        else:
            words = {"amount": format_micros(found.amount_micros), "person": str(requester)}
            messages.success(request, _("%(amount)s were booked to %(person)s.") % words)
        return redirect("audit:bank-entry", found.pk)
    return _entry_page(request, found, form=form, aside=SetAsideForm())


@require_POST
@auditor_required
def set_aside(request: PersonRequest, number: int) -> HttpResponse:
    """Say that a line is no top-up, and why."""
    found = _entry(number)
    form = SetAsideForm(request.POST)
    if not form.is_valid():
        return _entry_page(request, found, form=BookEntryForm(), aside=form)
    try:
        bank_books.set_aside(entry=found, decided_by_id=request.user.pk, note=form.cleaned_data["note"], at=now())
    except bank_books.AlreadyBooked:
        messages.error(request, _("This line can’t be set aside: its money is booked, or left the account."))
    else:
        messages.success(request, _("Set aside."))
    return redirect("audit:bank-entry", found.pk)


def _entry(number: int) -> BankEntry:
    return get_object_or_404(bank_books.entries(), pk=number)


def _entry_page(request: PersonRequest, found: BankEntry, *, form: BookEntryForm, aside: SetAsideForm) -> HttpResponse:
    return render(
        request,
        "transparency/bank_entry.html",
        {
            "entry": found,
            "trouble": bank_books.TROUBLES.get(found.trouble, ""),
            "form": form,
            "aside": aside,
            "can_decide": bank_books.can_be_decided(found),
            "is_late": found.decided_at and closing.was_closed(day=found.booked_on, at=found.decided_at),
        },
        status=400 if form.errors or aside.errors else 200,
    )
