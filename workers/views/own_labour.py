"""A worker's own time and pay: a day, a week or a month, with what each figure means."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.doors import PersonRequest, worker_required
from transparency.domain.rollup.kinds import Kind
from web.domain.charts.stacks import Stacks
from workers import own_charts
from workers.domain import own_labour, spans
from workers.domain.own_labour import LONG_GAP, SHORT_GAP, OwnLabour
from workers.domain.spans import Span, Unit, span_of
from workers.views import shifts
from workers.views.shifts import Shifts

UNITS: dict[Unit, str | Promise] = {Unit.DAY: _("Day"), Unit.WEEK: _("Week"), Unit.MONTH: _("Month")}
# What each kind of unpaid time is, in a sentence (M23).
KINDS: dict[Kind, str | Promise] = {
    Kind.SEARCH: _("The list of jobs was open, until you took one or left."),
    Kind.PREVIEW: _("You looked at a job before you began with it."),
    Kind.INSTRUCTIONS: _("You read the instructions of a job."),
    Kind.QUALIFICATION: _("You trained for a job, beyond what the training paid."),
    Kind.RETURNED: _("You worked on tasks and gave them back."),
    Kind.EXPIRED: _("You worked on tasks whose time ran out."),
    Kind.REJECTED: _("You answered, and the answer was rejected."),
    Kind.WAITING: _("You were at work, and there was nothing to do for you."),
    Kind.MESSAGES: _("You read or wrote questions and messages."),
    Kind.PAYMENT: _("You saw to your payouts."),
    Kind.TECHNICAL: _("The site was out of order while you were at work."),
}


@dataclass(frozen=True, slots=True)
class Rate:
    """One way of reckoning what an hour paid, in plain words; `hourly_micros` is None without any time behind it.

    `short_hourly_micros` is that of the other gap which the curve of M13d names.
    """

    metric: str
    name: str | Promise
    hourly_micros: int | None
    seconds: float
    sentence: str | Promise
    own: OwnLabour
    short_hourly_micros: int | None = None

    @property
    def anchor(self) -> str:
        return self.metric.lower()

    @property
    def floor_micros(self) -> int:
        return self.own.floor_micros

    @property
    def unpaid_seconds(self) -> float:
        """What of the time behind it was not paid."""
        return max(0.0, self.seconds - self.own.labour.paid_seconds)

    @property
    def is_below(self) -> bool:
        return self.hourly_micros is not None and self.hourly_micros < self.floor_micros

    @property
    def floor_share(self) -> float | None:
        """What part of the floor it is."""
        if self.hourly_micros is None or not self.floor_micros:
            return None
        return self.hourly_micros / self.floor_micros


@require_safe
@worker_required
def labour(request: PersonRequest) -> HttpResponse:
    """Pay, time, four rates, unpaid time by kind, and when they worked. Which days stands in the address."""
    at, today = now(), timezone.localdate()
    span = spans.read(unit=request.GET.get("span", ""), on=request.GET.get("on", ""), today=today)
    own, said = own_labour.own_labour(worker=request.user, span=span, at=at), shifts.of(worker=request.user)
    return render(
        request,
        "workers/own_labour.html",
        {
            "tab": "time",
            "own": own,
            "labour": own.labour,
            "span": span,
            "today": today,
            "is_now": today in span,
            "next": span.next if span.next.first <= today else None,
            "units": [(unit.value, words, _same_days(span, unit)) for unit, words in UNITS.items()],
            "rates": rates_of(own),
            "unpaid": [(one, KINDS[one.kind]) for one in own.unpaid],
            "shifts": said,
            "shift_chart": _shift_chart(own, said),
            "weekly_seconds": own.weekly_hours * 3600,
            "curve": own_charts.pay_by_gap(own),
            "week": own_charts.week_of_hours(own),
        },
    )


def _shift_chart(own: OwnLabour, said: Shifts) -> Stacks | None:
    """One shift alone is no chart."""
    if said.main_job is None and said.home is None:
        return None
    return own_charts.three_shifts(own, main_job=said.main_job, home=said.home)


def _same_days(span: Span, unit: Unit) -> str:
    """A day by which another unit shows the days one looks at now: their first, or today where it is among them."""
    today = timezone.localdate()
    return span_of(unit=unit, day=today if today in span else span.first).first.isoformat()


def rates_of(own: OwnLabour) -> list[Rate]:
    """What an hour paid, four ways; the last is a curve, of which two gaps are named."""
    labour = own.labour
    curve, seconds = labour.cluster_hourly_micros, labour.cluster_seconds or (0.0,) * (LONG_GAP + 1)
    return [
        Rate(
            "M13", _("Paid work only"), labour.paid_only_hourly_micros, labour.paid_seconds,
            _("Your pay over the time of the work that was paid. The friendliest figure: nothing unpaid is in it."),
            own,
        ),
        Rate(
            "M13b", _("All work on tasks"), labour.all_tasks_hourly_micros, labour.counted_seconds,
            _("The same pay over all time on tasks: also what you gave back, what ran out, what was rejected."), own,
        ),
        Rate(
            "M13c", _("Your whole time at work"), labour.presence_hourly_micros, own.earning_seconds,
            _("The same pay over every minute you were here for it: looking for work, reading, waiting. What your "
              "time really brought."),
            own,
        ),
        Rate(
            "M13d", _("With the gaps between tasks"), curve[LONG_GAP], seconds[LONG_GAP],
            _("All work on tasks, and every gap between two of them that is no longer than that counts as work: as if "
              "you had been looking for the next one."),
            own, short_hourly_micros=curve[SHORT_GAP],
        ),
    ]  # fmt: skip
