"""My work: what a worker earned, how long it took, and every assignment with what was decided on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.doors import PersonRequest, worker_required
from accounts.models import User
from tasks.domain import appeal_lists, bonuses, floor_report, questions, redoing, training
from tasks.domain.floor_policy import floor_hourly_micros
from tasks.models import Assignment
from transparency.domain import metrics, presence
from transparency.domain.metrics import HourlyPay
from transparency.domain.rollup import keeping
from workers.domain import earnings, finding, own_time
from workers.domain.earnings import Takings
from workers.domain.own_time import OwnTime

ASSIGNMENTS_A_PAGE = 50
TRAINING_A_PAGE = 20
QUESTIONS_A_PAGE = 20
APPEALS_A_PAGE = 20
FLOOR_PAYS_A_PAGE = 20
BONUSES_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class Period:
    """What one stretch of the calendar brought: `takings` with what waits, `pay` decided work only."""

    name: str | Promise
    takings: Takings
    pay: HourlyPay


@dataclass(frozen=True, slots=True)
class Line:
    """One assignment in the list. `seconds` and `time` are None while it is in hand; `pays_micros` is 0 for no pay.

    `may_appeal`: it was rejected, and its worker may still say why that is wrong.
    `redo_until` is set on a rejected answer that its worker may do again at the moment.
    """

    assignment: Assignment
    seconds: float | None
    pays_micros: int
    is_late: bool
    time: OwnTime | None
    may_appeal: bool = False
    redo_until: datetime | None = None
    is_redone: bool = False


@require_GET
@worker_required
def mine(request: PersonRequest) -> HttpResponse:
    """Today, this week, this month; the balance; every assignment with what was decided on it."""
    at, worker = now(), request.user

    def paged(name: str, rows: QuerySet[Any], count: int) -> Page[Any]:
        return Paginator(rows, count).get_page(request.GET.get(name))

    page = paged("page", finding.assignments_of(worker=worker), ASSIGNMENTS_A_PAGE)
    return render(
        request,
        "workers/mine.html",
        {
            "periods": _periods(worker, at),
            "balance_micros": earnings.balance_micros(worker=worker),
            "waiting_micros": earnings.waiting_micros(worker=worker),
            "floor_micros": floor_hourly_micros(at=at),
            "asked": paged("asked", questions.of_asker(worker=worker), QUESTIONS_A_PAGE),
            "floor_pays": paged("floor", floor_report.of_worker(worker=worker), FLOOR_PAYS_A_PAGE),
            "is_floor_owed": floor_report.of_worker(worker=worker).filter(paid_at__isnull=True).exists(),
            "bonuses": paged("bonuses", bonuses.of_worker(worker=worker), BONUSES_A_PAGE),
            "appeals": paged("appeals", appeal_lists.of_worker(worker=worker), APPEALS_A_PAGE),
            "page": page,
            "training": paged("training", training.of_worker(worker=worker), TRAINING_A_PAGE),
            "lines": _lines(worker, list(page.object_list), at),
            "tab": "mine",
            "at_work": presence.now_at_work(worker_number=worker.pk, at=at),
        },
    )


def _periods(worker: User, at: datetime) -> list[Period]:
    keeping.refresh_worker(worker_number=worker.pk, at=at)
    starts = earnings.starts(at=at)
    named = ((_("Today"), starts.day), (_("This week"), starts.week), (_("This month"), starts.month))
    return [
        Period(
            name=name,
            takings=earnings.takings(worker=worker, since=since),
            pay=metrics.hourly_pay_of_worker(worker_number=worker.pk, since=since),
        )
        for name, since in named
    ]


def _lines(worker: User, assignments: list[Assignment], at: datetime) -> list[Line]:
    times = own_time.times_of(assignments=assignments)
    appealable = appeal_lists.appealable(assignments=assignments, at=at)
    rejected = [one.pk for one in assignments if one.state == Assignment.State.REJECTED]
    redoable = {one.pk for one in redoing.redoable(worker=worker, at=at).filter(pk__in=rejected)} if rejected else set()
    redone = redoing.begun_redos(assignment_ids=rejected) if rejected else {}
    return [
        replace(
            line_of(assignment, time=times.get(assignment.pk), may_appeal=assignment.pk in appealable),
            redo_until=redoing.redo_until(assignment) if assignment.pk in redoable else None,
            is_redone=assignment.pk in redone,
        )
        for assignment in assignments
    ]


def line_of(assignment: Assignment, *, time: OwnTime | None, may_appeal: bool = False) -> Line:
    """What the list says of one assignment."""
    state = Assignment.State(assignment.state)
    is_late = state is Assignment.State.EXPIRED and assignment.submitted_at is not None
    is_paid_or_waits = is_late or state in (Assignment.State.SUBMITTED, Assignment.State.APPROVED)
    return Line(
        assignment=assignment,
        seconds=_seconds(assignment, state),
        pays_micros=(assignment.price_micros or 0) if is_paid_or_waits else 0,
        is_late=is_late,
        time=time,
        may_appeal=may_appeal,
    )


def _seconds(assignment: Assignment, state: Assignment.State) -> float | None:
    """From the moment it was shown to its end; for a lapsed lease, to the last sign of life."""
    seen_at, started_at = assignment.last_seen_at, assignment.shown_at or assignment.claimed_at
    ended_at = seen_at if state is Assignment.State.EXPIRED else assignment.ended_at
    if assignment.submitted_at is not None:
        ended_at = min(assignment.submitted_at, seen_at or assignment.submitted_at)
    if ended_at is None or started_at is None:
        return None
    return max(0.0, (ended_at - started_at).total_seconds())
