"""Training tasks of a draft: chosen among its own micro-tasks, answered by their requester, with words of feedback."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import PersonRequest
from tasks.domain import fitting, training_tasks
from tasks.domain.desk_view import answer_context, desk_context, media_origin_of
from tasks.domain.drafts import Step
from tasks.domain.results import micro_tasks_of
from tasks.forms import FeedbackForm, PlacesForm
from tasks.kinds import kind_named
from tasks.kinds.base import AnswerRefused, Json
from tasks.models import Job, MicroTask, TrainingTask
from tasks.views.own import draft_required, see_other
from tasks.views.published import allow_media_from
from tasks.views.wizard import page_context

ITEMS_A_PAGE = 12


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@draft_required
def listing(request: PersonRequest, job: Job) -> HttpResponse:
    """The training tasks, how many workers may train, and the micro-tasks that could be added."""
    form = PlacesForm(request.POST or None, initial={"places": job.training_places})
    if request.method == "POST" and form.is_valid():
        training_tasks.set_places(job=job, places=form.cleaned_data["places"])
        messages.success(request, _("Saved."))
        return see_other(request, "jobs:training", job.public_id)
    at = now()
    chosen = list(TrainingTask.objects.filter(job=job).select_related("micro_task__item").order_by("micro_task"))
    page = Paginator(micro_tasks_of(job=job), ITEMS_A_PAGE).get_page(request.GET.get("page"))
    tasks = list(page.object_list)
    context = page_context(job, at=at, current=Step.UPLOAD) | {
        "form": form,
        "job_settings": job.settings,
        "chosen": [
            (task, answer_context(micro_task=task.micro_task, answer=task.answer, at=at), fits)
            for task in chosen
            for fits in [fitting.training_fits(job=job, task=task)]
        ],
        "is_full": len(chosen) >= training_tasks.MOST_TASKS,
        "most_tasks": training_tasks.MOST_TASKS,
        "page": page,
        "items": [(task, answer_context(micro_task=task, answer={}, at=at)) for task in tasks],
    }
    response = render(request, "tasks/new_training.html", context)
    shown = [*tasks, *(task.micro_task for task in chosen)]
    allow_media_from(response, [media_origin_of(micro_task=micro_task) for micro_task in shown])
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@draft_required
def item(request: PersonRequest, job: Job, micro_task_id: str) -> HttpResponse:
    """One micro-task on the desk: the requester gives the right answer, and words of feedback."""
    micro_task = get_object_or_404(
        MicroTask.objects.filter(job=job).select_related("item"), public_id=micro_task_id.lower()
    )
    kept = TrainingTask.objects.filter(micro_task=micro_task).first()
    form = FeedbackForm(request.POST or None, initial={"words": kept.words if kept else ""})
    if request.method != "POST":
        return _desk(request, job, micro_task, form, draft=kept.answer if kept else {})
    entered = kind_named(job.kind).answer_from_form(request.POST)
    refusal = ""
    if form.is_valid():
        try:
            training_tasks.mark(job=job, micro_task=micro_task, answer=entered, words=form.cleaned_data["words"])
        except AnswerRefused as refused:
            refusal = refused.sentence
        except training_tasks.TooManyTasks:
            refusal = too_many_sentence()
        else:
            messages.success(request, _("It is a training task now: nobody else is asked about it."))
            return see_other(request, "jobs:training", job.public_id)
    return _desk(request, job, micro_task, form, draft=entered if isinstance(entered, dict) else {}, refusal=refusal)


def too_many_sentence() -> str:
    """Why no more training tasks are taken."""
    most = training_tasks.MOST_TASKS
    return _("Training has at most %(most)d tasks. Take one away first.") % {"most": most}


def _desk(
    request: PersonRequest, job: Job, micro_task: MicroTask, form: FeedbackForm, *, draft: Json, refusal: str = ""
) -> HttpResponse:
    context = {
        **desk_context(job=job, micro_task=micro_task, at=now()),
        "draft": draft,
        "form": form,
        "refusal": refusal,
        "is_preview": True,
    }
    response = render(request, "tasks/new_training_item.html", context)
    allow_media_from(response, [media_origin_of(micro_task=micro_task)])
    return response


@require_POST
@draft_required
def remove(request: PersonRequest, job: Job, task_id: str) -> HttpResponse:
    """Put a training task back among the work."""
    task = get_object_or_404(TrainingTask, job=job, public_id=task_id.lower())
    training_tasks.unmark(job=job, task=task)
    messages.success(request, _("It is among the work again."))
    return see_other(request, "jobs:training", job.public_id)
