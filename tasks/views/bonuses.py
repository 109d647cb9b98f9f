"""Giving a bonus: choose workers, say how much and why, look at the sum, give it."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import PersonRequest, requester_required
from ledger.domain import accounts as books
from ledger.domain.transfers import InsufficientFunds
from tasks.domain import bonuses
from tasks.domain.progress import answering_of
from tasks.domain.pseudonyms import worker_code
from tasks.models import Job
from tasks.money_forms import BonusForm
from tasks.views.published import head_context, published_job
from web.domain.formatting import format_micros, format_number

BONUSES_A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@requester_required
def listing(request: PersonRequest, public_id: str) -> HttpResponse:
    """Who answered, and what was given; posting shows what it would come to, before anything moves."""
    job = published_job(request, public_id)
    if request.method == "POST":
        form = BonusForm(request.POST, people=bonuses.workers_of(job=job))
        return _summary(request, job, form) if form.is_valid() else _page(request, job, form)
    return _page(request, job, None)


def _page(request: PersonRequest, job: Job, form: BonusForm | None) -> HttpResponse:
    people = bonuses.workers_of(job=job)
    given = Paginator(bonuses.of_job(job=job), BONUSES_A_PAGE).get_page(request.GET.get("page"))
    context = head_context(job=job, answering=answering_of(job=job), tab="bonuses") | {
        "form": form or BonusForm(people=people, initial={"key": uuid.uuid4().hex}),
        "people": people[: bonuses.MOST_AT_ONCE],
        "people_count": len(people),
        "chosen_codes": request.POST.getlist("worker"),
        "page": given,
        "given": [(each, worker_code(requester_id=job.requester_id, worker_id=each.worker_id)) for each in given],
        "funds_micros": books.funds(owner_id=job.requester_id).balance_micros,
        "most_micros": settings.BONUS_MOST_MICROS,
    }
    return render(request, "tasks/bonuses.html", context)


def _summary(request: PersonRequest, job: Job, form: BonusForm) -> HttpResponse:
    gifts, total = form.gifts(), sum(gift.amount_micros for gift in form.gifts())
    funds = books.funds(owner_id=job.requester_id).balance_micros
    codes = {one.worker_id: one.code for one in form.chosen}
    context: dict[str, Any] = head_context(job=job, answering=answering_of(job=job), tab="bonuses") | {
        "form": form,
        "lines": [(codes[gift.worker_id], gift.amount_micros) for gift in gifts],
        "total_micros": total,
        "left_micros": funds - total,
        "lacks_micros": max(0, total - funds),
    }
    return render(request, "tasks/bonus_summary.html", context)


@require_POST
@requester_required
def give(request: PersonRequest, public_id: str) -> HttpResponse:
    """Give what the summary said; sent twice it is given once."""
    job = published_job(request, public_id)
    form = BonusForm(request.POST, people=bonuses.workers_of(job=job))
    if not form.is_valid():
        return _page(request, job, form)
    gifts = form.gifts()
    try:
        given = bonuses.give(
            job=job, gifts=gifts, words=form.cleaned_data["words"], client_key=form.cleaned_data["key"], at=now()
        )
    except InsufficientFunds as lack:
        lacking = {"amount": format_micros(lack.missing_micros)}
        messages.error(request, _("Nothing was given: your money lacks %(amount)s. Add money, or give less.") % lacking)
        return redirect("jobs:bonuses", job.public_id)
    except bonuses.KeyReused:
        messages.error(request, _("Nothing was given now: this form was sent before with other values. See below."))
        return redirect("jobs:bonuses", job.public_id)
    words = ngettext(
        "%(count)s worker was given %(amount)s.", "%(count)s workers were given %(amount)s in all.", len(given)
    )
    amount = format_micros(sum(each.amount_micros for each in given))
    messages.success(request, words % {"count": format_number(len(given)), "amount": amount})
    return redirect("jobs:bonuses", job.public_id)
