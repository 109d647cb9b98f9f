"""What each job really pays, and the rows behind each figure. For auditors only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from accounts.doors import PersonRequest, auditor_required
from transparency.domain import appealing, metrics, money_reports, reports
from transparency.domain.auditing.jobs import NO_PAY, JobRow
from transparency.domain.money_reports import TransferTally
from transparency.domain.reports import EventTally
from transparency.forms import AuditForm
from transparency.models import JobFact, WorkEvent

JOBS_A_PAGE = 50
ROWS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event in the auditor's list. `worker` is a mark; `seconds` is None for events that end no work."""

    event: WorkEvent
    worker: str
    seconds: float | None


@require_safe
@auditor_required
def jobs(request: PersonRequest) -> HttpResponse:
    """Every published job with its pay, hours and hourly pay; filters and order stand in the address."""
    at = now()
    form = AuditForm(request.GET)
    table = form.chosen(at=at)
    page = Paginator(table, JOBS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "transparency/jobs.html",
        {
            "form": form,
            "page": page,
            "total": table.totals,
            "floor": reports.floor_of_day(at=at),
        },
    )


@require_safe
@auditor_required
def job(request: PersonRequest, public_id: str) -> HttpResponse:
    """The rows behind one job's figures: events of the labour log, transfers of its escrow."""
    fact = get_object_or_404(JobFact, public_id=public_id.lower())
    number = fact.job_number
    pay = metrics.hourly_pay_by_job(job_numbers=[number]).get(number, NO_PAY)
    event_tallies = reports.event_tallies(job_number=number)
    tallies = money_reports.escrow_tallies(job_number=number)
    event_pages = _Counted(reports.events_of_job(job_number=number), tallies=event_tallies)
    transfer_pages = _Counted(money_reports.escrow_transfers(job_number=number), tallies=tallies)
    events = event_pages.get_page(request.GET.get("events"))
    requester = reports.names_of(numbers=[fact.requester_number]).get(fact.requester_number, "")
    floor = reports.floor_of_day(at=now())
    context = {
        "fact": fact,
        "row": JobRow(fact, requester, pay, floor.hourly_micros if floor else 0),
        "floor": floor,
        "appealing": appealing.of_jobs(job_numbers=[number]),
        "event_tallies": event_tallies,
        "transfer_tallies": tallies,
        "escrow_micros": sum(tally.micros if tally.is_in else -tally.micros for tally in tallies),
        "events": events,
        "event_lines": [_line(event, job_number=number) for event in events],
        "transfers": transfer_pages.get_page(request.GET.get("transfers")),
    }
    return render(request, "transparency/job.html", context)


class _Counted(Paginator[Any]):
    """Pages of rows that are counted already: a long list is not counted twice."""

    def __init__(self, rows: QuerySet[Any], *, tallies: Sequence[EventTally | TransferTally]) -> None:
        super().__init__(rows, ROWS_A_PAGE)
        self._tallies = tallies

    @cached_property
    def count(self) -> int:
        return sum(tally.count for tally in self._tallies)


def _line(event: WorkEvent, *, job_number: int) -> EventLine:
    started_at, ended_at = event.started_at, event.ended_at
    return EventLine(
        event=event,
        worker=reports.worker_mark(job_number=job_number, worker_number=event.worker_number),
        seconds=(ended_at - started_at).total_seconds() if started_at and ended_at else None,
    )
