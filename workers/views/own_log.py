"""The raw log of a worker: every event and every look at them, with their own notes and words on time beside it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, worker_required
from transparency.domain import own_words
from web.domain.formatting import format_duration
from web.domain.spreadsheets import plain_cell
from workers.domain import own_log
from workers.domain.own_log import Line
from workers.own_forms import AlsoWorkedForm, LogForm, NoteForm, NoWorkForm

LINES_A_PAGE = 50
STATED_A_PAGE = 10
LOG_COLUMNS = (
    "at", "event", "job", "job_title", "assignment", "started_at", "ended_at", "seconds", "micros", "note",
    "reported_seconds",
)  # fmt: skip


@require_safe
@worker_required
def listing(request: PersonRequest) -> HttpResponse:
    """One page of the log, the latest first, and what was said of time beside it."""
    form = LogForm(request.GET)
    rows = own_log.rows(worker=request.user, group=form.group(), day=form.chosen_day())
    page = Paginator(rows, LINES_A_PAGE).get_page(request.GET.get("page"))
    stated = own_words.standing(worker_number=request.user.pk)
    return render(
        request,
        "workers/own_log.html",
        {
            "tab": "log",
            "form": LogForm(initial=form.cleaned_data),
            "is_filtered": bool(form.group().value or form.chosen_day()),
            "page": page,
            "lines": own_log.lines_of(worker=request.user, found=list(page.object_list)),
            "stated": Paginator(stated, STATED_A_PAGE).get_page(request.GET.get("stated")),
            "also_form": AlsoWorkedForm(),
        },
    )


@require_POST
@worker_required
def note(request: PersonRequest, number: int) -> HttpResponse:
    """Write a note beside an event, or erase it."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A note has at most 500 characters. Nothing was changed."))
        return _back(request, number)
    try:
        written = own_words.note(
            worker_number=request.user.pk, event_number=number, words=form.cleaned_data["words"], at=now()
        )
    except own_words.NotTheirs:
        messages.error(request, _("This is no event of yours. Nothing was changed."))
    else:
        messages.success(request, _("Your note is kept.") if written else _("Your note is erased."))
    return _back(request, number)


@require_POST
@worker_required
def no_work(request: PersonRequest, number: int) -> HttpResponse:
    """Say that some of a time at work was no work."""
    form = NoWorkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Enter whole minutes. Nothing was changed."))
        return _back(request, number)
    seconds = form.cleaned_data["minutes"] * 60
    try:
        own_words.was_no_work(
            worker_number=request.user.pk,
            event_number=number,
            seconds=seconds,
            words=form.cleaned_data["words"],
            at=now(),
        )
    except own_words.NotTheirs:
        messages.error(request, _("This is no time at work of yours. Nothing was changed."))
    except own_words.MoreThanThere:
        messages.error(request, _("That is more than this time at work lasted. Nothing was changed."))
    except own_words.SaidAlready:
        messages.info(request, _("You said something of this time already. Take it back first."))
    else:
        kept = _("Kept: %(time)s of it were no work. The measured row stays as it is.")
        messages.success(request, kept % {"time": format_duration(seconds)})
    return _back(request, number)


@require_POST
@worker_required
def also_worked(request: PersonRequest) -> HttpResponse:
    """Say that one worked and nothing measured it."""
    form = AlsoWorkedForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Enter a day, and from when to when. Nothing was changed."))
        return _back(request)
    started_at, ended_at = form.stretch()
    try:
        stated = own_words.also_worked(
            worker_number=request.user.pk,
            started_at=started_at,
            ended_at=ended_at,
            words=form.cleaned_data["words"],
            at=now(),
        )
    except own_words.NoTime:
        messages.error(request, _("Enter a time that has passed, of sixteen hours at most. Nothing was changed."))
    except own_words.AtWorkThen:
        messages.error(
            request,
            _("Some of that time stands there already: measured, or said by you. Enter only the rest of it."),
        )
    else:
        kept = _("Kept: %(time)s more at work, by your own account.")
        messages.success(request, kept % {"time": format_duration(stated.seconds)})
    return _back(request)


@require_POST
@worker_required
def take_back(request: PersonRequest, number: int) -> HttpResponse:
    """Let something that was said of time stand no longer."""
    if own_words.take_back(worker_number=request.user.pk, number=number, at=now()):
        messages.success(request, _("Taken back. What is measured counts again."))
    else:
        messages.info(request, _("It stood no more; nothing was changed."))
    return _back(request)


def _back(request: PersonRequest, number: int | None = None) -> HttpResponse:
    """Where the form stood: the same page of the log with its filters."""
    came_from = request.POST.get("from", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, allowed_hosts=None) and came_from.startswith("/")
    address = came_from if is_ours else resolve_url("work:own-log")
    response = HttpResponseRedirect(f"{address}#e-{number}" if number else address)
    response.status_code = 303
    return response


@require_safe
@worker_required
def as_csv(request: PersonRequest) -> StreamingHttpResponse:
    """Every event of the labour log about this worker, as CSV, oldest first."""
    return _download(_csv(own_log.all_lines(worker=request.user)), "text/csv", "my-work-log.csv")


@require_safe
@worker_required
def as_json(request: PersonRequest) -> StreamingHttpResponse:
    """The same for a program: one array, an object an event."""
    return _download(_json(own_log.all_lines(worker=request.user)), "application/json", "my-work-log.json")


def _download(pieces: Iterator[str], type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=f"{type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _csv(lines: Iterator[Line]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(LOG_COLUMNS)
    for line in lines:
        row = event_row(line)
        row["job_title"] = plain_cell(row["job_title"])
        row["seconds"] = None if line.seconds is None else f"{line.seconds:.3f}"
        yield writer.writerow(["" if row[name] is None else row[name] for name in LOG_COLUMNS])


def _json(lines: Iterator[Line]) -> Iterator[str]:
    joint = "[\n"
    for line in lines:
        yield joint + json.dumps(event_row(line), ensure_ascii=False)
        joint = ",\n"
    yield "[]\n" if joint == "[\n" else "\n]\n"


def event_row(line: Line) -> dict[str, Any]:
    """One event by the names of the columns; what there is none of is None, but for the job's words."""
    event, fact = line.event, line.fact
    if event is None:
        return {}
    return {
        "at": event.at.isoformat(),
        "event": event.type,
        "job": fact.public_id if fact else event.job_number,
        "job_title": fact.title if fact else "",
        "assignment": event.assignment_number,
        "started_at": event.started_at.isoformat() if event.started_at else None,
        "ended_at": event.ended_at.isoformat() if event.ended_at else None,
        "seconds": None if line.seconds is None else round(line.seconds, 3),
        "micros": event.micros,
        "note": event.note,
        "reported_seconds": event.seconds,
    }
