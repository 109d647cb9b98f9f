"""The way from nothing to a published job: kind, words, price and time, and the page that publishes."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.forms import BooleanField
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import PersonRequest, requester_required
from ledger.domain import accounts as books
from ledger.domain.transfers import InsufficientFunds
from tasks.domain import drafts, examples, floor_policy, jobs, pilot_plan, price_help, pricing, progress
from tasks.domain.desk_view import media_origins_of
from tasks.domain.drafts import Step
from tasks.domain.measured_time import Measured
from tasks.forms import KindForm, TermsForm, WordsForm, approval_words
from tasks.kinds import KINDS, kind_named
from tasks.kinds.base import SettingsForm
from tasks.models import Job
from tasks.views.own import draft_required, own_job, see_other
from tasks.views.published import allow_media_from
from tasks.views.wizard import first_steps, page_context, summary_context, supposed_cost
from web.domain.formatting import format_micros

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@get_or_post
@requester_required
def new(request: PersonRequest) -> HttpResponse:
    """Choose a kind. Only the choice makes a draft, and a second click finds the same one."""
    form = KindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        job = jobs.create_draft(
            requester=request.user,
            kind=form.cleaned_data["kind"],
            settings_of_kind={},
            at=now(),
            client_key=form.cleaned_data["client_key"] or None,
        )
        return _kind_chosen(request, job, form.cleaned_data["kind"])
    context = {"form": form, "kinds": KINDS.values(), "steps": first_steps(), "client_key": uuid.uuid4().hex}
    return render(request, "tasks/new_kind.html", context)


def _kind_chosen(request: PersonRequest, job: Job, kind: str) -> HttpResponse:
    """On to the words. Who came back in the browser and chose otherwise has the first choice's draft still."""
    if not job.is_draft:
        return see_other(request, "jobs:job", job.public_id)
    try:
        drafts.change_kind(job=job, kind=kind)
    except drafts.OtherMedia:
        messages.info(request, _("This draft has uploads of another sort already. Start a new job for the other kind."))
    return see_other(request, "jobs:words", job.public_id)


@never_cache
@get_or_post
@draft_required
def kind(request: PersonRequest, job: Job) -> HttpResponse:
    """Change the kind of a draft."""
    form = KindForm(request.POST or None, initial={"kind": job.kind})
    if request.method == "POST" and form.is_valid():
        try:
            drafts.change_kind(job=job, kind=form.cleaned_data["kind"])
        except drafts.OtherMedia:
            form.add_error(
                "kind",
                _(
                    "Your uploads are of another sort than this kind works on. Remove them in step 3 first, "
                    "or start another job."
                ),
            )
        else:
            return _gone_on(request, job, Step.WORDS)
    context = page_context(job, at=now(), current=Step.KIND)
    return render(request, "tasks/new_kind.html", {**context, "form": form, "kinds": KINDS.values()})


@never_cache
@get_or_post
@draft_required
def words(request: PersonRequest, job: Job) -> HttpResponse:
    """What workers read, and the choices of the kind. What is entered is kept while it is written."""
    if request.method != "POST":
        settings_form = kind_named(job.kind).settings_form.from_settings(job.settings, prefix="kind")
        return _words_page(request, job, WordsForm.of(job), settings_form)
    is_partial = "keep" in request.POST or "leave" in request.POST
    form = WordsForm(request.POST, kind=job.kind, is_partial=is_partial)
    settings_form = kind_named(job.kind).settings_form.from_settings(job.settings, data=request.POST, prefix="kind")
    is_whole = _save_words(job, form, settings_form)
    if "keep" in request.POST and request.htmx:
        return render(request, "tasks/_new_reading.html", {"job": job, "kept_at": now()})
    if is_whole and "keep" not in request.POST:
        return _gone_on(request, job, Step.UPLOAD)
    return _words_page(request, job, form, settings_form)


def _save_words(job: Job, form: WordsForm, settings_form: SettingsForm) -> bool:
    """Save what can be used, so that a mistake in one field loses no other; whether nothing was amiss."""
    form_is_valid, settings_are_valid = form.is_valid(), settings_form.is_valid()
    jobs.describe(job=job, **form.words(job))
    drafts.name_language(job=job, language=form.cleaned_data.get("language", job.language))
    warnings = form.content_warnings()
    if warnings is not None:
        drafts.warn(job=job, warnings=warnings, words=form.cleaned_data.get("warning_words", ""))
    if settings_are_valid:
        jobs.choose_settings(job=job, settings_of_kind=settings_form.settings())
    is_blank = not any(bound.data for bound in settings_form if bound.field.required)
    return form_is_valid and (settings_are_valid or (is_blank and not form.fields["title"].required))


def _words_page(request: PersonRequest, job: Job, form: WordsForm, settings_form: SettingsForm) -> HttpResponse:
    context = page_context(job, at=now(), current=Step.WORDS)
    return render(request, "tasks/new_words.html", {**context, "form": form, "settings_form": settings_form})


@never_cache
@get_or_post
@draft_required
def terms(request: PersonRequest, job: Job) -> HttpResponse:
    """Price and time. `calculate` only shows what they come to; `take` puts one of the figures into the form."""
    measured = price_help.measured_for(job=job)
    if request.method != "POST":
        jobs.follow_measured(job=job)
        return _terms_page(request, job, TermsForm(job=job), measured, {})
    form = TermsForm(request.POST, job=job, is_partial="leave" in request.POST or "take" in request.POST)
    is_valid = form.is_valid()
    if is_valid and "take" in request.POST:
        form = form.with_figure(request.POST["take"], _help(_estimate(job, form, measured), measured))
        is_valid = form.is_valid()
    if "calculate" in request.POST or "take" in request.POST:
        estimate = _estimate(job, form if is_valid else None, measured)
        shown = summary_context(job, estimate) | {"help": _help(estimate, measured)}
        shown |= {"is_unsaved": True, "is_refused": not is_valid}
        if request.htmx:
            return render(request, "tasks/_new_terms_live.html", shown)
        return _terms_page(request, job, form, measured, shown)
    if not is_valid:
        return _terms_page(request, job, form, measured, {})
    jobs.set_terms(job=job, terms=form.terms())
    return _gone_on(request, job, None)


def _estimate(job: Job, form: TermsForm | None, measured: Measured | None) -> pricing.Estimate:
    """With what stands in the form, else with what is saved."""
    return drafts.estimate(job=job, at=now(), terms=form.terms() if form else None, measured=measured)


def _help(estimate: pricing.Estimate, measured: Measured | None) -> price_help.PriceHelp:
    """Prices for the job; as long as nothing is cut, for as many micro-tasks as the line supposes."""
    cost = supposed_cost(estimate.cost) or estimate.cost
    return price_help.help_with(estimate=replace(estimate, cost=cost), measured=measured)


def _terms_page(
    request: PersonRequest, job: Job, form: TermsForm, measured: Measured | None, shown: dict[str, Any]
) -> HttpResponse:
    context = page_context(job, at=now(), current=Step.TERMS)
    context |= {"help": _help(context["estimate"], measured), **shown, "form": form}
    return render(request, "tasks/new_terms.html", context)


@never_cache
@require_safe
@draft_required
def summary(request: PersonRequest, job: Job) -> HttpResponse:
    """Everything in one look, what is missing, and the button that publishes."""
    at = now()
    jobs.follow_measured(job=job)
    context = page_context(job, at=at, current=None)
    cases = examples.shown(job=job, at=at)
    funds = books.funds(owner_id=request.user.pk).balance_micros
    splitting = progress.splitting_of(job=job)
    context |= {
        "choices": _choices(job),
        "examples": cases,
        "job_settings": job.settings,
        "missing": jobs.missing_parts(job),
        "splitting": splitting,
        "approval_words": approval_words(job.auto_approval_seconds),
        "funds_micros": funds,
        "lacking_micros": max(0, context["cost"].total_micros - funds),
        "after_micros": funds - context["cost"].total_micros,
    }
    size = {"micro_task_count": splitting.micro_task_count, "wanted_answers": job.wanted_answers}
    context |= {"may_pilot": pilot_plan.is_possible(**size), "pilot_required": pilot_plan.is_required(**size)}
    context["can_publish"] = not context["missing"] and splitting.is_done and bool(splitting.micro_task_count)
    response = render(request, "tasks/new_summary.html", context)
    allow_media_from(response, media_origins_of(cases))
    return response


def _choices(job: Job) -> list[dict[str, Any]]:
    """What was chosen for this kind of work: the label of each field, and its value in words or as a list of them."""
    form = kind_named(job.kind).settings_form.from_settings(job.settings)
    shown = []
    for bound in form:
        value: Any = job.settings.get(bound.name, "")
        names = dict(getattr(bound.field, "choices", ()))
        several = [str(names.get(one, one)) for one in value] if isinstance(value, list) else []
        if isinstance(bound.field, BooleanField):
            words = _("yes") if value else _("no")
        else:
            words = "" if isinstance(value, list) else str(names.get(value, value))
        shown.append({"label": str(bound.label), "words": words, "all": several})
    return shown


@require_POST
@requester_required
def publish(request: PersonRequest, public_id: str) -> HttpResponse:
    """Set the cost aside and open the job to workers. Sent twice, it moves nothing the second time."""
    job = own_job(request, public_id)
    was_draft = job.is_draft
    agreed = request.POST.get("total_micros", "")[:19]
    try:
        jobs.publish(job=job, at=now(), agreed_micros=int(agreed) if agreed.isascii() and agreed.isdigit() else None)
    except (jobs.Incomplete, jobs.NothingToPublish):
        messages.error(request, _("The job isn’t complete yet. What is missing is named below."))
    except jobs.PilotFirst:
        messages.error(request, _("On this site a job of this size begins with a paid pilot. Start one first."))
        return see_other(request, "jobs:pilot", job.public_id)
    except jobs.StillCutting:
        messages.error(request, _("Your files are still being cut, so the cost isn’t known yet. Wait until it is."))
    except jobs.CostChanged as changed:
        messages.error(
            request,
            _("The job costs %(total)s now, which isn’t what you agreed to. Nothing moved: look again, then publish.")
            % {"total": format_micros(changed.total_micros)},
        )
    except floor_policy.BelowFloor as below:
        messages.error(request, below_floor_sentence(below.price_micros))
    except InsufficientFunds as short:
        messages.error(
            request,
            _(
                "Your funds lack %(missing)s, so the job isn’t published and nothing moved. Add money by bank transfer "
                "under Jobs, Add money, then publish: your draft stays as it is."
            )
            % {"missing": format_micros(short.missing_micros)},
        )
    else:
        if was_draft:
            messages.success(request, _("Your job is published. Workers see it from now on."))
        return see_other(request, "jobs:job", job.public_id)
    return see_other(request, "jobs:summary", job.public_id)


def below_floor_sentence(price_micros: int) -> str:
    """Why a job isn't published where the floor is required, and which price would do."""
    return _(
        "This site publishes nothing below the wage floor, so the job isn’t published and nothing moved. At the "
        "seconds you expect, an answer must pay at least %(price)s: raise the price in “Price and time”."
    ) % {"price": format_micros(price_micros)}


@require_POST
@draft_required
def discard(request: PersonRequest, job: Job) -> HttpResponse:
    """Throw a draft away, with everything cut of it."""
    try:
        drafts.discard(job=job, at=now())
    except drafts.StillArriving:
        messages.error(request, _("A file arrived at the same moment, so nothing was removed. Try again."))
        return see_other(request, "jobs:upload", job.public_id)
    messages.success(request, _("The draft is gone. It had cost nothing."))
    return see_other(request, "jobs:list")


def _gone_on(request: PersonRequest, job: Job, step: Step | None) -> HttpResponse:
    """To the next step, or out: the draft is found again among the jobs."""
    if "leave" in request.POST:
        messages.success(request, _("Your draft is saved. You find it again in this list."))
        return see_other(request, "jobs:list")
    if step is None:
        return see_other(request, "jobs:summary", job.public_id)
    return see_other(request, f"jobs:{step}", job.public_id)
