"""A worker's papers: statements of months and years, line by line, and the certificate of activity."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, worker_required
from tasks.domain.media import storage
from web.domain import periods, processes
from web.domain.papers import MOST_LINES, Paper, as_pdf
from web.domain.periods import Period
from web.domain.spreadsheets import plain_cell
from workers import background
from workers.models import StatementArchive
from workers.papers import archives, attestation, pay_statements, statement_papers
from workers.papers.pay_statements import Line, Statement

Response = TypeVar("Response", bound=HttpResponseBase)
LINES_A_PAGE = 50
COLUMNS = (
    "at", "reason", "job", "job_title", "micro_task", "assignment", "seconds", "hourly_micros", "micros",
    "balance_micros", "reference", "words",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Year:
    """A year in the list, with those of its months in which there was an account."""

    period: Period
    months: list[Statement]


@require_safe
@worker_required
def listing(request: PersonRequest) -> HttpResponse:
    """The years and months that there are statements of."""
    months = pay_statements.months_with_money(worker=request.user, at=now())
    years = [
        Year(
            period=Period(year),
            months=[
                pay_statements.statement(worker=request.user, period=month) for month in months if month.year == year
            ],
        )
        for year in sorted({month.year for month in months}, reverse=True)
    ]
    return render(request, "workers/statements.html", {"years": years})


@require_safe
@worker_required
def statement(request: PersonRequest, when: str) -> HttpResponse:
    """One month or year: balances, sums, lines. With htmx the archives alone, as they look again by themselves."""
    period = _period(when)
    made = list(archives.of(worker=request.user).filter(period=when)[:3])
    is_waiting = any(each.state == StatementArchive.State.WAITING for each in made)
    context = {
        "period": period,
        "archives": made,
        "is_waiting": is_waiting,
        "is_nobody_there": is_waiting and not processes.is_alive(name=processes.BACKGROUND, at=now()),
    }
    if request.htmx:
        return render(request, "workers/_statement_archives.html", context)
    transfers = pay_statements.transfers_of(worker=request.user, period=period)
    page = Paginator(transfers, LINES_A_PAGE).get_page(request.GET.get("page"))
    found = pay_statements.statement(worker=request.user, period=period)
    lines = list(pay_statements.lines_of(worker=request.user, transfers=page.object_list))
    context |= {"statement": found, "is_great": found.line_count > MOST_LINES, "page": page, "lines": lines}
    return render(request, "workers/statement.html", context)


@require_safe
@worker_required
def as_csv(request: PersonRequest, when: str) -> StreamingHttpResponse:
    """Every line of a period, as CSV, oldest first; written as it is read."""
    found = pay_statements.statement(worker=request.user, period=_period(when))
    response = StreamingHttpResponse(_csv(found), content_type="text/csv; charset=utf-8")
    return _private(response, f"visible-hands-{when}.csv")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _csv(found: Statement) -> Iterator[str]:
    writer, balance = csv.writer(_Echo()), found.opening_micros
    yield writer.writerow(COLUMNS)
    for line in pay_statements.all_lines(worker=found.worker, period=found.period):
        balance += line.micros
        yield writer.writerow(_cells(line, balance))


def _cells(line: Line, balance_micros: int) -> list[object]:
    return [
        line.at.isoformat(),
        line.reason.value,
        line.job.public_id if line.job else "",
        plain_cell(line.job.title) if line.job else "",
        line.micro_task,
        line.assignment,
        "" if line.seconds is None else f"{line.seconds:.3f}",
        "" if line.hourly_micros is None else line.hourly_micros,
        line.micros,
        balance_micros,
        line.reference,
        plain_cell(line.words),
    ]


@require_safe
@worker_required
def as_paper(request: PersonRequest, when: str) -> HttpResponse:
    """A period on paper. One of too many lines for a single paper leads to its page, which makes an archive."""
    found = pay_statements.statement(worker=request.user, period=_period(when))
    if found.line_count > MOST_LINES:
        messages.info(request, _("So many lines are several papers. Ask for them here: they are made in a moment."))
        return redirect("work:statement", when)
    return pdf(statement_papers.paper_of(statement=found, at=now()), f"visible-hands-{when}.pdf")


def pdf(paper: Paper, name: str) -> HttpResponse:
    """A paper as a file that nobody keeps on the way."""
    return _private(HttpResponse(as_pdf(paper), content_type="application/pdf"), name, shown=True)


def _private(response: Response, name: str, *, shown: bool = False) -> Response:
    response["Content-Disposition"] = f'{"inline" if shown else "attachment"}; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@worker_required
def ask(request: PersonRequest, when: str) -> HttpResponse:
    """Ask for the papers of a great period. Asked twice while they wait, the same are made."""
    archive = archives.ask(worker=request.user, period=_period(when), at=now())
    background.ask_to_make(archive_id=archive.pk)
    return redirect("work:statement", when)


@require_safe
@worker_required
def download(request: PersonRequest, public_id: str) -> HttpResponseBase:
    """A finished archive."""
    own = archives.of(worker=request.user)
    archive = get_object_or_404(own, public_id=public_id.lower(), state=StatementArchive.State.DONE)
    try:
        file = storage.open(archive.key)
    except FileNotFoundError:
        raise Http404 from None
    return _private(FileResponse(file, content_type="application/zip"), f"visible-hands-{archive.period}.zip")


@require_safe
@worker_required
def certificate(request: PersonRequest) -> HttpResponse:
    """The certificate of activity, as PDF."""
    found = attestation.attest(worker=request.user, at=now())
    return pdf(attestation.paper_of(found), "visible-hands-activity.pdf")


@require_safe
@worker_required
def certificate_json(request: PersonRequest) -> HttpResponseBase:
    """The same for a program."""
    found = attestation.attest(worker=request.user, at=now())
    text = json.dumps(attestation.as_json(found), ensure_ascii=False, indent=2)
    return _private(HttpResponse(text, content_type="application/json"), "visible-hands-activity.json")


def _period(when: str) -> Period:
    try:
        return periods.read(when)
    except periods.NotAPeriod:
        raise Http404 from None
