"""Taking the answers away: ask for an archive, see it being written, download it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, requester_required
from tasks import background
from tasks.domain import exports as domain
from tasks.domain import releasing
from tasks.domain.media import storage
from tasks.domain.progress import answering_of, export_percent
from tasks.models import Export, Job
from tasks.review_forms import ExportForm
from tasks.views.published import head_context, published_job
from web.domain import processes

EXPORTS_A_PAGE = 20
MOST_NAME = 60


@require_safe
@requester_required
def exports(request: PersonRequest, public_id: str) -> HttpResponse:
    """The archives of a job, and a form to ask for another. With htmx the list alone, as it looks again by itself."""
    job = published_job(request, public_id)
    return _page(request, job, ExportForm())


def _page(request: PersonRequest, job: Job, form: ExportForm) -> HttpResponse:
    found = Export.objects.filter(job=job).order_by("-created_at", "-pk")
    page = Paginator(found, EXPORTS_A_PAGE).get_page(request.GET.get("page"))
    public = releasing.public_among(exports=page.object_list)
    lines = [(export, export_percent(export), export.public_id in public) for export in page.object_list]
    is_waiting = any(export.state == Export.State.WAITING for export in page.object_list)
    context: dict[str, Any] = {
        "job": job,
        "page": page,
        "lines": lines,
        "is_waiting": is_waiting,
        "is_nobody_there": is_waiting and not processes.is_alive(name=processes.BACKGROUND, at=now()),
    }
    if request.htmx:
        return render(request, "tasks/_exports.html", context)
    head = head_context(job=job, answering=answering_of(job=job), tab="exports")
    return render(request, "tasks/exports.html", context | head | {"form": form})


@require_POST
@requester_required
def ask(request: PersonRequest, public_id: str) -> HttpResponse:
    """Ask for an archive. Asked twice while one waits, the same one is written."""
    job = published_job(request, public_id)
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _page(request, job, form)
    export = domain.ask_for_export(
        job=job, asked_by=request.user, file_format=form.cleaned_data["file_format"], at=now()
    )
    background.ask_to_write(export_id=export.pk)
    return redirect("jobs:exports", job.public_id)


@require_POST
@requester_required
def cancel(request: PersonRequest, public_id: str, export_id: str) -> HttpResponse:
    """Stop an archive that isn't ready yet."""
    job = published_job(request, public_id)
    if not domain.cancel_export(export=_export(job, export_id)):
        messages.info(request, _("It was too late to cancel: the export had ended already."))
    return redirect("jobs:exports", job.public_id)


@require_safe
@requester_required
def download(request: PersonRequest, public_id: str, export_id: str) -> HttpResponseBase:
    """A finished archive, as a file named after the job."""
    job = published_job(request, public_id)
    export = _export(job, export_id)
    if export.state != Export.State.DONE:
        raise Http404
    try:
        file = storage.open(export.key)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, as_attachment=True, filename=file_name(export), content_type="application/zip")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@requester_required
def release(request: PersonRequest, public_id: str, export_id: str) -> HttpResponse:
    """Show everybody the statement of an archive."""
    job = published_job(request, public_id)
    if not releasing.release_statement(export=_export(job, export_id), at=now()):
        messages.error(request, _("This archive has no statement that can be shown. Write it again, then release it."))
    return redirect("jobs:exports", job.public_id)


@require_POST
@requester_required
def withdraw(request: PersonRequest, public_id: str, export_id: str) -> HttpResponse:
    """Take the public page of an archive's statement back."""
    job = published_job(request, public_id)
    releasing.withdraw_statement(export=_export(job, export_id), at=now())
    return redirect("jobs:exports", job.public_id)


def _export(job: Job, export_id: str) -> Export:
    return get_object_or_404(Export.objects.select_related("job"), job=job, public_id=export_id.lower())


def file_name(export: Export) -> str:
    """What the archive is called where it is saved: the job's title, the day, the form of its tables."""
    title = slugify(export.job.title, allow_unicode=True)[:MOST_NAME].strip("-_") or export.job.public_id
    return f"{title}-{localtime(export.created_at):%Y-%m-%d}-{export.format}.zip"
