"""The questionnaire: what it is, its short pages, and an invitation that can be closed. It never stands before work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import PersonRequest, worker_required
from transparency.domain.demographics import answers, consents, paying, sittings, subjects
from transparency.domain.demographics.asking import Step
from web.domain.formatting import format_micros
from workers.questionnaire_forms import ConsentForm, StepForm

SHOWN = "questionnaire shown"
View = Callable[..., HttpResponse]


def own_pages(view: View) -> View:
    """A worker's own page about themselves: never kept by a browser, and closed where this site can't ask."""

    @wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not subjects.is_open():
            return render(request, "workers/questionnaire_closed.html")
        return view(request, *args, **kwargs)

    return never_cache(worker_required(guarded))  # type: ignore[return-value]  # the decorators keep the response


@require_http_methods(["GET", "HEAD", "POST"])
@own_pages
def questionnaire(request: PersonRequest) -> HttpResponse:
    """What is asked, why, who never sees it; to what the worker agrees. Posting begins or goes on."""
    at, worker = now(), request.user.pk
    agreed = consents.of(worker_number=worker)
    form = ConsentForm(request.POST or None, agreed=agreed)
    if request.method == "POST" and form.is_valid():
        shown_at = _shown_at(request, paying.WELCOME, at)
        paid = sittings.begin(worker_number=worker, purposes=form.purposes(), shown_at=shown_at, at=at)
        _tell(request, paid)
        return _go_on(sittings.progress(worker_number=worker, at=at).next)
    return render(
        request,
        "workers/questionnaire.html",
        {
            "form": form,
            "agreed": [asked for asked in consents.ASKED if asked.purpose in agreed],
            "progress": sittings.progress(worker_number=worker, at=at),
            "hourly_micros": paying.hourly_micros(at=at),
            "most_minutes": paying.MOST_SECONDS // 60,
            "seconds_a_question": paying.SECONDS_A_QUESTION,
            "shown": _sealed(request, paying.WELCOME, at),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@own_pages
def step(request: PersonRequest, step: str) -> HttpResponse:
    """One short page. Posting keeps what was said, pays the time and goes on, whether anything was said or not."""
    at, worker = now(), request.user.pk
    progress = sittings.progress(worker_number=worker, at=at)
    asked = next((one for one in progress.steps if one.id == step), None)
    if asked is None:
        raise Http404
    said = answers.own_answers(worker_number=worker)
    form = StepForm(request.POST if request.method == "POST" else None, step=asked, said=said)
    is_skipped = request.POST.get("do") == "skip"
    if request.method == "POST" and (is_skipped or form.is_valid()):
        _save(request, asked, None if is_skipped else form, at)
        return _go_on(sittings.progress(worker_number=worker, at=at).following(asked))
    return render(
        request,
        "workers/questionnaire_step.html",
        {
            "form": form,
            "step": asked,
            "fields": form.shown(),
            "number": progress.steps.index(asked) + 1,
            "progress": progress,
            "shown": request.POST.get("shown") or _sealed(request, asked.id, at),
        },
    )


def _save(request: PersonRequest, asked: Step, form: StepForm | None, at: datetime) -> None:
    paid = sittings.save(
        worker_number=request.user.pk,
        step=asked,
        said=form.said() if form else {},
        own_words=form.own_words() if form else "",
        shown_at=_shown_at(request, asked.id, at),
        at=at,
    )
    _tell(request, paid)


def _go_on(step: Step | None) -> HttpResponse:
    return redirect("work:questionnaire-step", step.id) if step else redirect("work:answers")


def _tell(request: PersonRequest, paid: paying.Paid) -> None:
    words = _("Saved. For your time you were paid %(amount)s.") if paid.micros else _("Saved.")
    messages.success(request, words % {"amount": format_micros(paid.micros)})


@require_POST
@own_pages
def put_off(request: PersonRequest) -> HttpResponse:
    """Close the invitation on My work for good."""
    sittings.put_off(worker_number=request.user.pk, at=now())
    messages.info(request, _("Closed. You find the questionnaire under My work whenever you want it."))
    return redirect("work:mine")


@require_POST
@own_pages
def confirm(request: PersonRequest) -> HttpResponse:
    """All that was said is still true."""
    sittings.confirm(worker_number=request.user.pk, at=now())
    messages.success(request, _("Thank you. You are asked again in twelve months."))
    return redirect("work:mine")


def _sealed(request: PersonRequest, step: str, at: datetime) -> str:
    """When a page was shown, and to whom, in a word that only this site can have written."""
    return signing.dumps([request.user.pk, step, at.isoformat()], salt=SHOWN)


def _shown_at(request: PersonRequest, step: str, at: datetime) -> datetime:
    """When the page that was sent had been shown; now, and so for no time, where its word isn't ours."""
    try:
        whose, which, shown = signing.loads(request.POST.get("shown", ""), salt=SHOWN)
    except (signing.BadSignature, ValueError, TypeError):
        return at
    return datetime.fromisoformat(shown) if (whose, which) == (request.user.pk, step) else at
