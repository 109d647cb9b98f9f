"""Questions of workers: the requester answers them for all who work on the job."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, requester_required
from tasks.domain import questions
from tasks.domain.desk_view import answer_context
from tasks.domain.progress import answering_of
from tasks.models import Job, Question
from tasks.review_forms import QuestionAnswerForm
from tasks.views.published import allow_media_of, head_context, published_job

QUESTIONS_A_PAGE = 20


@require_safe
@requester_required
def listing(request: PersonRequest, public_id: str) -> HttpResponse:
    """All questions about a job, those that wait for an answer first."""
    return _page(request, published_job(request, public_id))


def _page(
    request: PersonRequest, job: Job, *, refused: QuestionAnswerForm | None = None, refused_id: int = 0
) -> HttpResponse:
    """The list; `refused` is an answer that can't be taken, shown below its question."""
    page = Paginator(questions.of_job(job=job), QUESTIONS_A_PAGE).get_page(request.GET.get("page"))
    asked = list(page.object_list)
    lines = [_line(question, refused if question.pk == refused_id else None) for question in asked]
    context = head_context(job=job, answering=answering_of(job=job), tab="questions") | {"page": page, "lines": lines}
    response = render(request, "tasks/questions.html", context)
    allow_media_of(response, [question.micro_task for question in asked])
    return response


def _line(question: Question, form: QuestionAnswerForm | None) -> tuple[Question, dict[str, Any], QuestionAnswerForm]:
    shown = answer_context(micro_task=question.micro_task, answer={}, at=now())
    return question, shown, form or QuestionAnswerForm(auto_id=f"{question.public_id}_%s")


@require_POST
@requester_required
def answer(request: PersonRequest, public_id: str, question_id: str) -> HttpResponse | HttpResponseRedirect:
    """Answer one question; all workers of the job read it."""
    job = published_job(request, public_id)
    question = get_object_or_404(questions.of_job(job=job), public_id=question_id.lower())
    form = QuestionAnswerForm(request.POST, auto_id=f"{question.public_id}_%s")
    if form.is_valid():
        try:
            questions.answer(question=question, words=form.cleaned_data["words"], at=now())
        except questions.PrivateWords:
            form.add_error(
                "words",
                _("This seems to hold an e-mail address or a telephone number. All workers read it: take it out."),
            )
        except questions.AlreadyAnswered:
            messages.info(request, _("You had answered this one already; workers have read that answer."))
            return redirect("jobs:questions", job.public_id)
        else:
            messages.success(request, _("Answered. All workers of the job read it beside the instructions."))
            return redirect("jobs:questions", job.public_id)
    return _page(request, job, refused=form, refused_id=question.pk)
