"""A requester's own jobs: everybody else's are not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, resolve_url
from django.utils.translation import gettext as _

from accounts.doors import PersonRequest, requester_required
from tasks.domain import jobs
from tasks.models import Job

View = Callable[..., HttpResponseBase]


def own_job(request: PersonRequest, public_id: str) -> Job:
    """The job with this public id, if it is this person's. Raises Http404."""
    return get_object_or_404(Job, requester=request.user, public_id=public_id.lower())


def draft_required(view: View) -> View:
    """Give the view this person's draft; a published job's page says that it can't be changed any more."""

    @requester_required
    @wraps(view)
    def guarded(request: PersonRequest, public_id: str, **more: Any) -> HttpResponseBase:
        job = own_job(request, public_id)
        if not job.is_draft:
            return published(request, job)
        try:
            return view(request, job, **more)
        except jobs.NotADraft:
            return published(request, job)

    return guarded


def files_required(view: View) -> View:
    """Give the view this person's draft or running job, both of which take files; a closed job's page says why not."""

    @requester_required
    @wraps(view)
    def guarded(request: PersonRequest, public_id: str, **more: Any) -> HttpResponseBase:
        job = own_job(request, public_id)
        if not (job.is_draft or job.is_running):
            return closed(request, job)
        try:
            return view(request, job, **more)
        except jobs.NotADraft:
            job.refresh_from_db()
            return published(request, job) if job.is_running else closed(request, job)

    return guarded


def closed(request: PersonRequest, job: Job) -> HttpResponse:
    """Say that a closed job takes nothing more, in the form that was asked for."""
    if wants_json(request):
        return JsonResponse({"refused": closed_sentence()})
    messages.info(request, closed_sentence())
    return see_other(request, "jobs:settings", job.public_id)


def closed_sentence() -> str:
    """Why nothing of a closed job can be changed, and what to do instead."""
    return _("This job is closed, so nothing was changed. Duplicate it, and go on with the copy.")


def published(request: PersonRequest, job: Job) -> HttpResponse:
    """Say that a job is published and stays as it is, in the form that was asked for."""
    sentence = _(
        "This job is published. What workers agreed to stays as it is, so nothing was changed: "
        "close the job, or start another one."
    )
    if wants_json(request):
        return JsonResponse({"refused": sentence})
    messages.info(request, sentence)
    return see_other(request, "jobs:job", job.public_id)


def see_other(request: PersonRequest, name: str, public_id: str = "") -> HttpResponse:
    """Go to another page by GET, whatever the method was; from a part that htmx asked for too."""
    address = resolve_url(name, public_id) if public_id else resolve_url(name)
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": address})
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def wants_json(request: PersonRequest) -> bool:
    """Whether a script of ours asks, and shows the answer itself."""
    return request.headers.get("Accept", "").startswith("application/json")
