"""Files come in, are cut in the background, and the page tells how far that is."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe
from kombu.exceptions import OperationalError

from accounts.doors import PersonRequest
from tasks import background
from tasks.domain import additions, pages, progress, splitting, uploading
from tasks.domain.drafts import Step
from tasks.domain.media.refusals import MediaRefused
from tasks.domain.media.sniffing import TEXT_ENDINGS
from tasks.kinds import kind_named
from tasks.models import Addition, Job, Refusal, Upload
from tasks.views.adding import added_context
from tasks.views.own import draft_required, files_required, see_other, wants_json
from tasks.views.published import head_context
from tasks.views.wizard import page_context
from web.domain import processes
from web.domain.formatting import format_number

logger = logging.getLogger(__name__)

UPLOADS_A_PAGE = 20
REFUSALS_A_PAGE = 50
KEY_LENGTH = 64
SOURCES_A_PAGE = 50
ACCEPTED = {
    "image": [".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".zip", *TEXT_ENDINGS],
    "audio": [".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".zip", *TEXT_ENDINGS],
    "text": [*TEXT_ENDINGS],
}


@never_cache
@require_safe
@files_required
def upload(request: PersonRequest, job: Job) -> HttpResponse:
    """The place to drop files, and what became of those that came."""
    context = _context(request, job, now())
    medium = context["kind"].media[0]
    context |= {
        "medium": medium,
        "accepted": ",".join(ACCEPTED[medium]),
        "most_bytes": settings.UPLOAD_MAX_BYTES,
        "most_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
    }
    if context["kind"].cuts_lines(job.settings):
        context["job_cuts_lines"] = True
        sources = Paginator(pages.jobs_with_lines(requester=request.user), SOURCES_A_PAGE)
        context["sources"] = sources.get_page(request.GET.get("sources"))
    return render(request, "tasks/new_upload.html" if job.is_draft else "tasks/job_add.html", context)


def _context(request: PersonRequest, job: Job, at: datetime) -> dict[str, Any]:
    """What the page reads: of a draft with its steps and summary, of a running job with what is added to it."""
    if job.is_draft:
        return page_context(job, at=at, current=Step.UPLOAD) | cutting_context(request, job, at)
    addition = additions.waiting(job=job)
    context = head_context(job=job, answering=progress.answering_of(job=job), tab="settings")
    return context | cutting_context(request, job, at, addition) | added_context(job, addition)


@require_POST
@draft_required
def take_pages(request: PersonRequest, job: Job) -> HttpResponse:
    """Take the pages and the lines on them from a closed job with boxes."""
    sources = pages.jobs_with_lines(requester=request.user)
    source = sources.filter(public_id=request.POST.get("source", "")[:16].lower()).first()
    if source is None or not kind_named(job.kind).cuts_lines(job.settings):
        messages.error(request, _("Choose one of your closed jobs with boxes."))
        return see_other(request, "jobs:upload", job.public_id)
    uploading.take_pages(job=job, source=source, at=now())
    if call_background(job):
        messages.success(request, _("The pages of “%(title)s” are taken, with their lines.") % {"title": source.title})
    else:
        messages.warning(request, _queue_is_away())
    return see_other(request, "jobs:upload", job.public_id)


@csrf_exempt
def receive(request: PersonRequest, public_id: str) -> HttpResponseBase:
    """Take files in. The token is checked inside, where too many files can be answered with a sentence."""
    try:
        return _receive(request, public_id)
    except TooManyFilesSent:
        sentence = _(
            "These are more than %(most)s files at once, so none was taken. Send fewer, or pack them in a ZIP."
        )
        messages.error(request, sentence % {"most": format_number(settings.DATA_UPLOAD_MAX_NUMBER_FILES or 0)})
        return see_other(request, "jobs:upload", public_id)


@csrf_protect
@require_POST
@files_required
def _receive(request: PersonRequest, job: Job) -> HttpResponse:
    files = request.FILES.getlist("files")
    key = request.POST.get("client_key", "")[:KEY_LENGTH]
    if len(files) != 1:
        key = ""
    taken = [_take(job, file, key or None) for file in files]
    kept = [one for one in taken if one.state != Upload.State.REFUSED]
    is_called = not kept or call_background(job)
    if wants_json(request):
        return JsonResponse(_told(taken, is_called))
    _tell(request, taken, kept, is_called)
    return see_other(request, "jobs:upload", job.public_id)


def _take(job: Job, file: UploadedFile[bytes], client_key: str | None) -> Upload:
    """Store one file, or take note of why it is of no use: the others are taken all the same."""
    facts: dict[str, Any] = {"name": file.name or _("a file"), "size": file.size or 0, "client_key": client_key}
    facts["adds"] = not job.is_draft
    try:
        return uploading.receive(job=job, stream=file.file, at=now(), **facts)  # type: ignore[arg-type]
    except MediaRefused as refused:
        return uploading.note_refusal(job=job, refused=refused, at=now(), **facts)


def call_background(job: Job) -> bool:
    """Ask for `job` to be cut, after the commit; False when the queue can't be reached.

    Nothing is lost then: the sweep finds what waits.
    """
    answers: list[bool] = []
    transaction.on_commit(lambda: answers.append(_send(job)))
    return all(answers)


def _send(job: Job) -> bool:
    try:
        background.split_job.apply_async(kwargs={"job_id": job.pk}, retry=False)
    except OperationalError:
        logger.warning("the queue can't be reached: job %s waits for the sweep", job.pk)
        return False
    return True


def _told(taken: list[Upload], is_called: bool) -> dict[str, Any]:
    """The answer to a script that sent one file."""
    if not taken:
        return {"refused": _("No file arrived. Choose one and send it again.")}
    if taken[0].state == Upload.State.REFUSED:
        return {"id": taken[0].public_id, "refused": _sentence_of(taken[0])}
    return {"id": taken[0].public_id, "note": "" if is_called else _queue_is_away()}


def _tell(request: PersonRequest, taken: list[Upload], kept: list[Upload], is_called: bool) -> None:
    if not taken:
        messages.error(request, _("No file was chosen. Choose one or more, then send them."))
    if kept:
        received = ngettext("%(count)s file was received.", "%(count)s files were received.", len(kept))
        messages.success(request, received % {"count": format_number(len(kept))})
    if not is_called:
        messages.warning(request, _queue_is_away())
    refused = [one for one in taken if one.state == Upload.State.REFUSED]
    if len(refused) == 1:
        messages.error(request, f"{refused[0].name}: {_sentence_of(refused[0])}")
    elif refused:
        sentence = _("%(count)s files were refused. Each is named below with the reason; the others are safe.")
        messages.error(request, sentence % {"count": format_number(len(refused))})


def _queue_is_away() -> str:
    return _(
        "Your files are safe. The queue can’t be reached just now, so cutting begins by itself once it is back: "
        "nothing has to be sent again."
    )


def _sentence_of(refused: Upload) -> str:
    refusal = Refusal.objects.filter(upload=refused).order_by("number").first()
    return refusal.sentence if refusal else ""


@never_cache
@require_safe
@files_required
def cutting(request: PersonRequest, job: Job) -> HttpResponse:
    """How far the cutting is: the part that the page asks for again while something waits."""
    if not request.htmx:
        return see_other(request, "jobs:upload", job.public_id)
    return _cutting_part(request, job)


def _cutting_part(request: PersonRequest, job: Job) -> HttpResponse:
    return render(request, "tasks/_new_cutting.html", _context(request, job, now()) | {"is_swap": True})


def cutting_context(request: PersonRequest, job: Job, at: datetime, addition: Addition | None = None) -> dict[str, Any]:
    """The context that `tasks/_new_cutting.html` reads: of a draft, or of what is added to a running job."""
    shown = splitting_facts(job, at, addition)
    uploads = Upload.objects.filter(job=job, addition=addition).exclude(state=Upload.State.CANCELLED).order_by("-pk")
    if not job.is_draft and addition is None:
        uploads = uploads.none()
    page = Paginator(uploads, UPLOADS_A_PAGE).get_page(request.GET.get("page"))
    return {**shown, "page": page, "rows": progress.uploads_shown(uploads=list(page))}


def splitting_facts(job: Job, at: datetime, addition: Addition | None = None) -> dict[str, Any]:
    """How much is cut, and whether anybody is there to cut the rest. `silent_seconds` is None when nobody ever was."""
    counts = progress.splitting_of(job=job, addition=addition)
    if not job.is_draft and addition is None:
        counts = progress.NOTHING_TO_CUT
    context: dict[str, Any] = {"splitting": counts, "is_waiting": not counts.is_done, "is_silent": False}
    if not counts.is_done and pages.lacks_lines(job=job):
        context["lacks_lines"] = True
    elif not counts.is_done:
        context["silent_seconds"] = processes.silent_seconds(name=processes.BACKGROUND, at=at)
        context["is_silent"] = not processes.is_alive(name=processes.BACKGROUND, at=at)
    return context


@require_POST
@files_required
def retry(request: PersonRequest, job: Job) -> HttpResponse:
    """Try again what was given up after three attempts."""
    if splitting.retry_parked(job=job):
        call_background(job)
    return _cutting_part(request, job) if request.htmx else see_other(request, "jobs:upload", job.public_id)


@require_POST
@files_required
def cancel(request: PersonRequest, job: Job, upload_id: str) -> HttpResponse:
    """Stop cutting an upload, and take out what was cut of it."""
    found = get_object_or_404(Upload, job=job, public_id=upload_id.lower())
    splitting.cancel_upload(upload=found)
    if request.htmx:
        return _cutting_part(request, job)
    messages.success(request, _("“%(name)s” is removed, with everything cut of it.") % {"name": found.name})
    return see_other(request, "jobs:upload", job.public_id)


@never_cache
@require_safe
@files_required
def refusals(request: PersonRequest, job: Job, upload_id: str = "") -> HttpResponse:
    """What could not be used and why, a page at a time: of one upload, or of all."""
    found = Refusal.objects.filter(upload__job=job).exclude(upload__state=Upload.State.CANCELLED)
    if not job.is_draft:
        found = found.filter(upload__addition__isnull=False)
    one = get_object_or_404(Upload, job=job, public_id=upload_id.lower()) if upload_id else None
    if one is not None:
        found = found.filter(upload=one)
    page = Paginator(found.select_related("upload").order_by("upload_id", "number"), REFUSALS_A_PAGE)
    context = _context(request, job, now())
    context |= {"upload": one, "page": page.get_page(request.GET.get("page"))}
    return render(request, "tasks/new_refusals.html" if job.is_draft else "tasks/job_add_refusals.html", context)
