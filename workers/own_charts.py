"""Drawings of a worker's own time and pay."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from transparency.models import CLUSTER_MINUTES
from web.domain.charts import Caption, Reference, curve, heat, stacks
from web.domain.charts.curve import Curve
from web.domain.charts.heat import Week
from web.domain.charts.stacks import Stacks
from web.domain.formatting import NO_BREAK, format_duration, format_hourly_amount, format_number
from workers.domain.own_labour import OwnLabour

GAP_TICKS = (0, 3, 6, 9, 12)


def pay_by_gap(own: OwnLabour) -> Curve | None:
    """M13d: what an hour paid when gaps of up to 0, 1 … 12 minutes count as work; None without any work."""
    rates = own.labour.cluster_hourly_micros
    if not any(rates):
        return None
    floor = [Reference(own.floor_micros, _("wage floor"))] if own.floor_micros else []
    return curve.curve(
        caption=Caption(
            _("Pay of an hour, by the longest gap that counts as work"),
            unit=_("an hour"),
            basis=_n(own),
            note=_("At 0 minutes it is all work on tasks (M13b): nothing between two tasks counts."),
            definition="M13d",
            definition_href="#m13d",
        ),
        series=[
            curve.Series(
                _("Your pay"), [curve.Point(gap, rate) for gap, rate in zip(CLUSTER_MINUTES, rates, strict=True)]
            )
        ],
        write_x=_minutes,
        write_y=_hourly,
        x_title=_("Gap between two tasks"),
        references=floor,
        x_ticks=GAP_TICKS,
    )


def week_of_hours(own: OwnLabour) -> Week | None:
    """M14: when somebody was at work, hour by hour of the week; None where they never were."""
    if not any(seconds for day in own.hours for seconds in day):
        return None
    title = _("When you worked") if own.hours_span == own.span else _("When you worked in that week")
    return heat.week(
        caption=Caption(
            title,
            unit=_("time at work"),
            basis=own.hours_span.name,
            note=_("Yours alone: nobody else sees when you work."),
            definition="M14",
            definition_href="#m14",
        ),
        values=own.hours,
        write=format_duration,
    )


def three_shifts(own: OwnLabour, *, main_job: float | None, home: float | None) -> Stacks:
    """M30: hours a week in a main job, at home and in care, and here. A shift that nothing is known of is left out."""
    told: Sequence[tuple[str, str, float | None]] = (
        (_("Main job"), "solid", main_job),
        (_("Home and care"), "dots", home),
        (_("This site"), "unpaid", own.weekly_hours),
    )
    known = [(name, look, hours) for name, look, hours in told if hours is not None]
    return stacks.stacks(
        caption=Caption(
            _("Your three shifts"),
            unit=_("hours a week"),
            basis=own.span.name,
            note=_("The first two are your own answers; the third is measured."),
            definition="M30",
            definition_href="#m30",
        ),
        groups=[stacks.Stack(_("Your week"), [hours for _name, _look, hours in known])],
        parts=[stacks.Part(name, look) for name, look, _hours in known],
        write=_hours,
    )


def _n(own: OwnLabour) -> str:
    return _("n = %(count)s decided answers") % {"count": format_number(own.decided_count)}


def _minutes(minutes: float) -> str:
    return f"{minutes:g}{NO_BREAK}min"


def _hourly(micros: float) -> str:
    return format_hourly_amount(round(micros))


def _hours(hours: float) -> str:
    return format_duration(round(hours * 60) * 60) if hours else f"0{NO_BREAK}h"
