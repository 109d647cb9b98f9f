"""A pilot: started from a draft, watched while it runs, and followed by the rest of the job."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import PersonRequest, requester_required
from ledger.domain import accounts as books
from ledger.domain.transfers import InsufficientFunds
from tasks import background
from tasks.domain import additions, drafts, jobs, pausing, pilot_plan, pilot_rest, pilots, price_help, pricing
from tasks.domain.floor_policy import BelowFloor, floor_hourly_micros
from tasks.domain.measured_time import Measured
from tasks.domain.progress import answering_of, splitting_of
from tasks.models import Job
from tasks.price_forms import PilotForm, RestForm
from tasks.views.own import closed_sentence, own_job, see_other
from tasks.views.published import head_context, published_job
from tasks.views.running import short_of_money_sentence
from tasks.views.wizard import page_context
from web.domain.formatting import format_micros, plain_micros


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requester_required
def pilot(request: PersonRequest, public_id: str) -> HttpResponse:
    """Of a draft: how large its pilot shall be. Of a job that had one: where it stands, and the rest."""
    job = own_job(request, public_id)
    if job.is_draft:
        return _of_draft(request, job)
    if job.pilot_began_at is None:
        return redirect("jobs:job", job.public_id)
    return _of_published(request, job)


def _of_draft(request: PersonRequest, job: Job) -> HttpResponse:
    jobs.follow_measured(job=job)
    plan = _plan(job)
    form = PilotForm(request.POST or None, plan=plan)
    if request.method == "POST" and plan and form.is_valid():
        plan = pilot_plan.plan_for(
            job=job, waiting_count=pricing.cut_micro_tasks(job=job), micro_tasks=form.cleaned_data["micro_tasks"]
        )
        if "calculate" in request.POST and request.htmx:
            return render(request, "tasks/_pilot_line.html", _planned(job, plan))
        if "calculate" not in request.POST and form.cleaned_data["quoted"] == plan.micro_task_count:
            return _start(request, job, form)
    elif "calculate" in request.POST and request.htmx:
        return render(request, "tasks/_pilot_line.html", {"job": job, "is_refused": True})
    context = page_context(job, at=now(), current=None) | _planned(job, plan)
    context |= {
        "form": form,
        "missing": jobs.missing_parts(job),
        "splitting": splitting_of(job=job),
        "asks_again": request.method == "POST" and form.is_valid() and "calculate" not in request.POST,
    }
    return render(request, "tasks/new_pilot.html", context)


def _plan(job: Job) -> pilot_plan.PilotPlan | None:
    try:
        return pilot_plan.plan_for(job=job, waiting_count=pricing.cut_micro_tasks(job=job))
    except pilot_plan.TooSmall:
        return None


def _planned(job: Job, plan: pilot_plan.PilotPlan | None) -> dict[str, Any]:
    """What `tasks/_pilot_line.html` reads."""
    if plan is None:
        return {"job": job, "plan": None}
    cost = drafts.estimate(job=job, at=now()).cost
    of_pilot, funds = plan.part_of(cost), books.funds(owner_id=job.requester_id).balance_micros
    return {
        "job": job,
        "plan": plan,
        "pilot_cost": of_pilot,
        "waiting_count": cost.micro_task_count - plan.micro_task_count,
        "lacking_micros": max(0, of_pilot.total_micros - funds),
        "funds_micros": funds,
    }


def _start(request: PersonRequest, job: Job, form: PilotForm) -> HttpResponse:
    entered = form.cleaned_data
    try:
        pilots.start(job=job, at=now(), micro_tasks=entered["micro_tasks"], agreed_micros=entered["agreed"])
    except BelowFloor as below:
        sentence = _(
            "A pilot pays the wage floor at the time you expect: %(price)s an answer would. Change the price, or "
            "guarantee the floor."
        )
        messages.error(request, sentence % {"price": format_micros(below.price_micros)})
    except (jobs.Incomplete, jobs.NothingToPublish, jobs.StillCutting):
        messages.error(request, _("The job isn’t complete yet. What is missing is named below."))
    except (jobs.CostChanged, pilot_plan.TooSmall, pilot_plan.OutOfRange):
        messages.error(request, _("The job has changed since you saw what its pilot costs. Look again, then start it."))
    except InsufficientFunds as short:
        messages.error(request, short_of_money_sentence(short))
    else:
        messages.success(request, _("The pilot runs. Workers see it from now on; the rest of the job waits for you."))
    return see_other(request, "jobs:pilot", job.public_id)


def _of_published(request: PersonRequest, job: Job) -> HttpResponse:
    measured = price_help.measured_for(job=job)
    if request.method != "POST" or not job.is_pilot or not job.is_running:
        if request.method == "POST":
            messages.info(request, closed_sentence() if not job.is_running else _("The rest is published already."))
            return see_other(request, "jobs:pilot", job.public_id)
        at_its_price = {"price_micros": job.price_micros, "hour_price_micros": job.hour_price_micros}
        quoted = _quoted(job, at_its_price, measured) if job.is_pilot and job.is_running else {}
        return _page(request, job, RestForm(job=job), measured, quoted)
    form = RestForm(request.POST, job=job)
    if "take" in request.POST:
        for offer in _help(job, measured).offers:
            if offer.aim == request.POST["take"]:
                form = RestForm({"pricing": "piece", "price": plain_micros(offer.price_micros)}, job=job)
    is_valid = form.is_valid()
    quoted = _quoted(job, form.prices, measured) if is_valid else {"is_refused": True}
    if "calculate" in request.POST and request.htmx:
        return render(request, "tasks/_rest_line.html", {"job": job, **quoted})
    agreed = form.cleaned_data.get("agreed") if is_valid else None
    if {"calculate", "take"} & request.POST.keys() or agreed is None or "rest" not in quoted:
        return _page(request, job, form, measured, quoted)
    return _publish_rest(request, job, form, measured, agreed)


def _help(job: Job, measured: Measured | None) -> price_help.PriceHelp:
    """Prices for what waits."""
    cost = pricing.Cost(
        micro_task_count=pilots.waiting_count(job=job),
        wanted_answers=job.wanted_answers,
        price_micros=job.price_micros,
        fee_permille=job.fee_permille,
        floor_each_micros=pilot_rest.floor_each_micros(
            job=job, seconds=measured.seconds if measured else job.expected_seconds, at=now()
        ),
    )
    estimate = pricing.Estimate(cost, job.expected_seconds, floor_hourly_micros(at=now()))
    return price_help.help_with(estimate=estimate, measured=measured)


def _quoted(job: Job, prices: dict[str, Any], measured: Measured | None) -> dict[str, Any]:
    """What `tasks/_rest_line.html` reads."""
    at, funds = now(), books.funds(owner_id=job.requester_id).balance_micros
    try:
        rest = pilot_rest.quote_rest(job=job, measured=measured, at=at, **prices)
    except pilot_rest.InHandStill:
        return {"waits": True}
    except BelowFloor as below:
        return {"least_micros": below.price_micros}
    price, seconds = rest.terms.price_micros, rest.terms.seconds
    return {
        "rest": rest,
        "measured": measured,
        "hour_price_micros": prices["hour_price_micros"],
        "hourly_micros": pricing.hourly_micros(price_micros=price, expected_seconds=seconds),
        "floor_micros": floor_hourly_micros(at=at),
        "funds_micros": funds,
        "lacking_micros": max(0, rest.total_micros - funds),
    }


def _page(
    request: PersonRequest, job: Job, form: RestForm, measured: Measured | None, quoted: dict[str, Any]
) -> HttpResponse:
    help = _help(job, measured)
    context = head_context(job=job, answering=answering_of(job=job), tab="pilot")
    context |= {"progress": pilots.progress_of(job=job), "measured": measured, "help": help, "form": form}
    context |= {"estimate": {"expected_seconds": help.seconds}, "is_rest": True, **quoted}
    if job.is_pilot and job.is_running:
        context |= {"more": _plan_of_more(job), "next_round": pilots.rounds_of(job=job) + 1}
        context["more_cost"] = pilots.cost_of_more(job=job, plan=context["more"]) if context["more"] else None
    return render(request, "tasks/job_pilot.html", context)


def _plan_of_more(job: Job) -> pilot_plan.PilotPlan | None:
    try:
        return pilots.plan_of_more(job=job)
    except pilot_plan.TooSmall:
        return None


def _publish_rest(
    request: PersonRequest, job: Job, form: RestForm, measured: Measured | None, agreed: int
) -> HttpResponse:
    try:
        pilot_rest.publish_rest(job=job, at=now(), agreed_micros=agreed, **form.prices)
    except (jobs.CostChanged, pilot_rest.InHandStill, BelowFloor):
        messages.error(request, _("More answers have come since you saw the cost. Look again, then publish the rest."))
        return _page(request, job, form, measured, _quoted(job, form.prices, measured))
    except InsufficientFunds as short:
        messages.error(request, short_of_money_sentence(short))
        return _page(request, job, form, measured, _quoted(job, form.prices, measured))
    except (pausing.NotRunning, pilots.NotAPilot):
        messages.info(request, closed_sentence())
    else:
        additions.open_some(job=job, at=now())
        background.ask_to_split(job_id=job.pk)
        messages.success(request, _("The rest is published. Workers get it from now on."))
    return see_other(request, "jobs:pilot", job.public_id)


@require_POST
@requester_required
def more(request: PersonRequest, public_id: str) -> HttpResponse:
    """Put more micro-tasks into the pilot. Sent twice, it moves nothing the second time."""
    job = published_job(request, public_id)
    micro_tasks, number, agreed = (_whole(request.POST.get(name, "")) for name in ("micro_tasks", "round", "agreed"))
    try:
        pilots.go_on(job=job, at=now(), micro_tasks=micro_tasks, round_number=number, agreed_micros=agreed)
    except (jobs.CostChanged, pilot_plan.TooSmall, pilot_plan.OutOfRange, pausing.NotRunning, pilots.NotAPilot):
        messages.info(request, _("The job has changed meanwhile, so nothing was added to the pilot. Look again."))
    except InsufficientFunds as short:
        messages.error(request, short_of_money_sentence(short))
    return see_other(request, "jobs:pilot", job.public_id)


def _whole(text: str) -> int:
    """What our own form sent; 0, which is refused, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
