"""What a requester may still do to a published job: pause it, raise its price, and what was done so far."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, requester_required
from ledger.domain import accounts as books
from ledger.domain.transfers import InsufficientFunds
from tasks import background
from tasks.domain import duplicating, pausing, raising
from tasks.domain.floor_policy import floor_hourly_micros
from tasks.domain.pricing import hourly_micros
from tasks.domain.progress import answering_of
from tasks.kinds.text import clean_line
from tasks.models import Job
from tasks.price_forms import PriceForm
from tasks.views.own import closed_sentence, see_other
from tasks.views.published import head_context, published_job
from tasks.views.wizard import next_address
from transparency.domain import log
from web.domain.formatting import format_micros

KEY_LENGTH = 64
CHANGES_A_PAGE = 50


@never_cache
@require_safe
@requester_required
def settings(request: PersonRequest, public_id: str) -> HttpResponse:
    """Everything that can still be changed, each with what it brings about, and what was changed before."""
    job = published_job(request, public_id)
    return _page(request, job, PriceForm(job=job))


def _page(
    request: PersonRequest, job: Job, form: PriceForm, quoted: dict[str, Any] | None = None, *, asks_again: bool = False
) -> HttpResponse:
    context = head_context(job=job, answering=answering_of(job=job), tab="settings")
    history = Paginator(log.history(job_number=job.pk), CHANGES_A_PAGE).get_page(request.GET.get("changes"))
    context |= {"form": form, "history": history, "asks_again": asks_again, "client_key": uuid.uuid4().hex}
    return render(request, "tasks/job_settings.html", context | (quoted or {}))


@require_POST
@requester_required
def price(request: PersonRequest, public_id: str) -> HttpResponse:
    """Raise the price, after showing what that sets aside; `calculate` only shows it."""
    job = published_job(request, public_id)
    form = PriceForm(request.POST, job=job)
    if not form.is_valid():
        if "calculate" in request.POST and request.htmx:
            return render(request, "tasks/_price_line.html", {"job": job, "is_refused": True})
        return _page(request, job, form)
    try:
        quoted = _quoted(job, form.cleaned_data["price"])
        if "calculate" in request.POST and request.htmx:
            return render(request, "tasks/_price_line.html", {"job": job, **quoted})
        if "calculate" in request.POST or form.cleaned_data["quoted"] != form.cleaned_data["price"]:
            return _page(request, job, form, quoted, asks_again="calculate" not in request.POST)
        return _raise(request, job, form)
    except (pausing.NotRunning, raising.NotRaised):
        messages.info(request, _("This job is closed, or its price is that high already; nothing was changed."))
        return see_other(request, "jobs:settings", job.public_id)


def _quoted(job: Job, price_micros: int) -> dict[str, Any]:
    """What `tasks/_price_line.html` reads."""
    at = now()
    quote = raising.quote(job=job, price_micros=price_micros, at=at)
    funds = books.funds(owner_id=job.requester_id).balance_micros
    return {
        "quote": quote,
        "hourly_micros": hourly_micros(price_micros=price_micros, expected_seconds=job.expected_seconds),
        "floor_micros": floor_hourly_micros(at=at),
        "funds_micros": funds,
        "lacking_micros": max(0, quote.total_micros - funds),
    }


def _raise(request: PersonRequest, job: Job, form: PriceForm) -> HttpResponse:
    wanted, agreed = form.cleaned_data["price"], form.cleaned_data["agreed"]
    try:
        taken = raising.raise_price(job=job, price_micros=wanted, at=now(), agreed_micros=agreed)
    except raising.RaiseCostsMore:
        return _page(request, job, form, _quoted(job, wanted), asks_again=True)
    except InsufficientFunds as short:
        messages.error(request, short_of_money_sentence(short))
        return _page(request, job, form, _quoted(job, wanted))
    if taken is not None:
        words = {"price": format_micros(wanted), "amount": format_micros(taken.total_micros)}
        messages.success(
            request,
            _("From now on an answer pays %(price)s; %(amount)s were set aside for it. Workers see the new price.")
            % words,
        )
    return see_other(request, "jobs:settings", job.public_id)


def short_of_money_sentence(short: InsufficientFunds) -> str:
    """How much is missing for what a requester wants to do to a running job, and what to do."""
    return _(
        "Your funds lack %(missing)s, so nothing was changed and nothing moved. Add money by bank transfer under "
        "Jobs, Add money, then try again."
    ) % {"missing": format_micros(short.missing_micros)}


@require_POST
@requester_required
def duplicate(request: PersonRequest, public_id: str) -> HttpResponse:
    """Begin a draft like this job. A second click finds the same one."""
    job = published_job(request, public_id)
    key = clean_line(request.POST.get("client_key", ""))[:KEY_LENGTH] or uuid.uuid4().hex
    with_files = "with_files" in request.POST
    draft = duplicating.duplicate(job=job, at=now(), client_key=key, with_files=with_files)
    if not draft.is_draft:
        return see_other(request, "jobs:job", draft.public_id)
    if with_files:
        background.ask_to_split(job_id=draft.pk)
    messages.success(
        request,
        _("This draft is a copy, without answers. Change what you like; it costs nothing until you publish it."),
    )
    return redirect(next_address(draft))


@require_POST
@requester_required
def pause(request: PersonRequest, public_id: str) -> HttpResponse:
    """Hand out nothing more for a while."""
    job = published_job(request, public_id)
    try:
        if pausing.pause(job=job, at=now()):
            messages.success(
                request,
                _("The job is paused: nobody gets anything new of it. Who has an answer in hand may finish it."),
            )
    except pausing.NotRunning:
        messages.info(request, closed_sentence())
    return redirect("jobs:job", job.public_id)


@require_POST
@requester_required
def resume(request: PersonRequest, public_id: str) -> HttpResponse:
    """Hand out the job again."""
    job = published_job(request, public_id)
    try:
        if pausing.resume(job=job, at=now()):
            messages.success(request, _("The job goes on: workers find it again."))
    except pausing.NotRunning:
        messages.info(request, closed_sentence())
    return redirect("jobs:job", job.public_id)
