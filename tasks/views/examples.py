"""Examples right and wrong of a draft: added from its own files, as pictures or in words; ordered; taken away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import PersonRequest
from tasks.domain import examples
from tasks.domain.desk_view import answer_context, desk_context, media_origin_of, media_origins_of
from tasks.domain.drafts import Step
from tasks.domain.media.refusals import MediaRefused
from tasks.domain.results import micro_tasks_of
from tasks.forms import CaseForm, ExampleForm
from tasks.kinds import kind_named
from tasks.kinds.base import AnswerRefused, Json
from tasks.models import Example, Job, MicroTask
from tasks.views.own import draft_required, see_other
from tasks.views.published import allow_media_from
from tasks.views.wizard import page_context

ITEMS_A_PAGE = 12
MOVES = {"up": -1, "down": 1}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@draft_required
def listing(request: PersonRequest, job: Job) -> HttpResponse:
    """The examples in their order, and the ways to add one. A case in words or a picture is posted here."""
    form = CaseForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _add_case(job, form):
        messages.success(request, _("The example is added."))
        return see_other(request, "jobs:examples", job.public_id)
    at = now()
    cases = examples.shown(job=job, at=at)
    page = Paginator(micro_tasks_of(job=job), ITEMS_A_PAGE).get_page(request.GET.get("page"))
    tasks = list(page.object_list)
    context = page_context(job, at=at, current=Step.WORDS) | {
        "form": form,
        "job_settings": job.settings,
        "examples": cases,
        "is_full": len(cases) >= examples.MOST_EXAMPLES,
        "most_examples": examples.MOST_EXAMPLES,
        "page": page,
        "items": [(task, answer_context(micro_task=task, answer={}, at=at)) for task in tasks],
    }
    response = render(request, "tasks/new_examples.html", context)
    allow_media_from(response, [*media_origins_of(cases), *(media_origin_of(micro_task=task) for task in tasks)])
    return response


def _add_case(job: Job, form: CaseForm) -> bool:
    """Add what was entered; False when it can't be, and the form says why."""
    entered = dict(form.cleaned_data)
    sent = entered.pop("picture")
    picture: dict[str, Any] = {}
    if sent:
        picture = {"picture": sent.file, "name": sent.name or "", "size": sent.size or 0}
    try:
        examples.add_case(job=job, **entered, **picture)
    except MediaRefused as refused:
        form.add_error("picture", refused.sentence)
    except examples.NothingShown:
        form.add_error("words", _("Describe the case in words, or choose a picture."))
    except examples.TooManyExamples:
        form.add_error(None, too_many_sentence())
    return form.is_valid()


def too_many_sentence() -> str:
    """Why no more examples are taken."""
    return _("A job has at most %(most)d examples. Take one away first.") % {"most": examples.MOST_EXAMPLES}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@draft_required
def item(request: PersonRequest, job: Job, micro_task_id: str) -> HttpResponse:
    """One of the job's own micro-tasks on the desk: the requester answers it as a worker would, rightly or wrongly."""
    micro_task = get_object_or_404(micro_tasks_of(job=job), public_id=micro_task_id.lower())
    form = ExampleForm(request.POST or None)
    if request.method != "POST":
        return _desk(request, job, micro_task, form)
    entered = None if "without" in request.POST else kind_named(job.kind).answer_from_form(request.POST)
    refusal = ""
    if form.is_valid():
        try:
            examples.add_item(job=job, micro_task=micro_task, answer=entered, **form.cleaned_data)
        except AnswerRefused as refused:
            refusal = refused.sentence
        except examples.TooManyExamples:
            refusal = too_many_sentence()
        else:
            messages.success(request, _("The example is added."))
            return see_other(request, "jobs:examples", job.public_id)
    draft = entered if isinstance(entered, dict) else {}
    return _desk(request, job, micro_task, form, draft=draft, refusal=refusal)


def _desk(
    request: PersonRequest,
    job: Job,
    micro_task: MicroTask,
    form: ExampleForm,
    *,
    draft: Json | None = None,
    refusal: str = "",
) -> HttpResponse:
    context = {
        **desk_context(job=job, micro_task=micro_task, at=now()),
        "draft": draft or {},
        "form": form,
        "refusal": refusal,
        "is_preview": True,
    }
    response = render(request, "tasks/new_example_item.html", context)
    allow_media_from(response, [media_origin_of(micro_task=micro_task)])
    return response


@require_POST
@draft_required
def change(request: PersonRequest, job: Job, example_id: str) -> HttpResponse:
    """Move an example up or down, or take it away."""
    example = get_object_or_404(Example, job=job, public_id=example_id.lower())
    asked = request.POST.get("do", "")
    if asked in MOVES:
        examples.move(job=job, example=example, places=MOVES[asked])
    elif asked == "remove":
        examples.remove(job=job, example=example)
        messages.success(request, _("The example is taken away."))
    return see_other(request, "jobs:examples", job.public_id)
