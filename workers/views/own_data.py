"""What is kept about a worker: taken away in one signed archive, erased where the law lets it, and who looked at it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, worker_required
from ledger.domain import tax_details
from tasks.domain.media import storage
from transparency.domain import own_words
from transparency.domain.sealing import erasure, streams
from transparency.models import EventNote
from web.domain import processes
from web.domain.formatting import format_number
from workers import background
from workers.domain import own_log
from workers.domain.own_log import Group
from workers.models import DataArchive
from workers.papers import data_archive

ARCHIVES_A_PAGE = 5
LOOKS_A_PAGE = 25


@require_safe
@worker_required
def data(request: PersonRequest) -> HttpResponse:
    """The archive, what can be erased and what stays. With htmx the archives alone: they look again by themselves."""
    page = Paginator(data_archive.of(worker=request.user), ARCHIVES_A_PAGE).get_page(request.GET.get("page"))
    is_waiting = any(each.state == DataArchive.State.WAITING for each in page.object_list)
    context: dict[str, object] = {
        "page": page,
        "is_waiting": is_waiting,
        "is_nobody_there": is_waiting and not processes.is_alive(name=processes.BACKGROUND, at=now()),
        "kept_days": data_archive.KEPT.days,
    }
    if request.htmx:
        return render(request, "workers/_data_archives.html", context)
    context |= {
        "tab": "data",
        "note_count": EventNote.objects.filter(worker_number=request.user.pk).count(),
        "is_erased": streams.is_erased(worker_number=request.user.pk),
        "keep_years": settings.PAY_KEEP_YEARS,
        "has_tax_details": tax_details.of(worker_id=request.user.pk) is not None,
    }
    return render(request, "workers/own_data.html", context)


@require_safe
@worker_required
def looks(request: PersonRequest) -> HttpResponse:
    """Every look at this worker, the latest first: when, who, what, why."""
    rows = own_log.rows(worker=request.user, group=Group.LOOKS, day=None)
    page = Paginator(rows, LOOKS_A_PAGE).get_page(request.GET.get("page"))
    lines = own_log.lines_of(worker=request.user, found=list(page.object_list))
    return render(request, "workers/looks.html", {"tab": "data", "page": page, "lines": lines})


@require_POST
@worker_required
def ask(request: PersonRequest) -> HttpResponse:
    """Ask for the archive. Asked twice while it waits, the same one is made."""
    archive = data_archive.ask(worker=request.user, at=now())
    background.ask_to_make_data(archive_id=archive.pk)
    return redirect("work:data")


@require_POST
@worker_required
def cancel(request: PersonRequest, public_id: str) -> HttpResponse:
    """Stop an archive that is being made."""
    if not data_archive.cancel(archive=_own(request, public_id)):
        messages.info(request, _("It was made, or stopped, before that."))
    return redirect("work:data")


@require_POST
@worker_required
def remove(request: PersonRequest, public_id: str) -> HttpResponse:
    """Let the file go before its days are over."""
    if data_archive.remove(archive=_own(request, public_id)):
        messages.success(request, _("The file is gone from our disks."))
    return redirect("work:data")


@require_safe
@worker_required
def download(request: PersonRequest, public_id: str) -> HttpResponseBase:
    """A finished archive."""
    archive = _own(request, public_id)
    if archive.state != DataArchive.State.DONE:
        raise Http404
    try:
        file = storage.open(archive.key)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="visible-hands-my-data-{archive.public_id}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@worker_required
def erase_notes(request: PersonRequest) -> HttpResponse:
    """Erase every note, and the words beside what was said of time."""
    own_words.erase_notes(worker_number=request.user.pk)
    messages.success(request, _("Your notes are erased."))
    return redirect("work:data")


@require_POST
@worker_required
def erase(request: PersonRequest) -> HttpResponse:
    """Destroy what tells how they went about their work, with their notes. It can't be undone, so it is asked twice."""
    if not request.POST.get("sure"):
        messages.error(request, _("Tick that you are sure: this can’t be undone. Nothing was erased."))
        return redirect("work:data")
    erased = erasure.erase_worker(worker_number=request.user.pk, at=now())
    words = ngettext(
        "Erased: %(count)s entry of the log, and how long your pages were in view.",
        "Erased: %(count)s entries of the log, and how long your pages were in view.",
        erased.event_count,
    )
    messages.success(request, words % {"count": format_number(erased.event_count)})
    return redirect("work:data")


def _own(request: PersonRequest, public_id: str) -> DataArchive:
    return get_object_or_404(data_archive.of(worker=request.user), public_id=public_id.lower())
