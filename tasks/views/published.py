"""What the pages of a published job share: finding it, and its header."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse

from accounts.doors import PersonRequest
from tasks.domain import appeal_lists, questions, reporting
from tasks.domain.desk_view import media_origin_of
from tasks.domain.progress import Answering
from tasks.kinds import kind_named
from tasks.models import Job, MicroTask
from tasks.views.own import own_job


def published_job(request: PersonRequest, public_id: str) -> Job:
    """The requester's own open or closed job; 404 for drafts and for anybody else's."""
    job = own_job(request, public_id)
    if job.is_draft:
        raise Http404
    return job


def head_context(*, job: Job, answering: Answering, tab: str) -> dict[str, Any]:
    """What the header and the tabs of a job's pages read."""
    return {
        "job": job,
        "kind": kind_named(job.kind),
        "job_settings": job.settings,
        "answering": answering,
        "tab": tab,
        # Counted where the tabs are shown: a part of a page has none.
        "questions_waiting": partial(questions.waiting_count, job=job),
        "appeals_waiting_here": partial(appeal_lists.waiting_for_requester, job=job),
        "reports_waiting": partial(reporting.waiting_count, job=job),
    }


def allow_media_of(response: HttpResponse, micro_tasks: Iterable[MicroTask]) -> None:
    """Let a page show media whose address the requester named: its content policy knows our own origin alone."""
    allow_media_from(response, (media_origin_of(micro_task=task) for task in micro_tasks))


def allow_media_from(response: HttpResponse, named: Iterable[str]) -> None:
    """Let a page show media from these origins; empty ones are passed over."""
    origins = sorted(set(named) - {""})
    if origins:
        response.csp_extra = {"img-src": origins, "media-src": origins}  # type: ignore[attr-defined]
