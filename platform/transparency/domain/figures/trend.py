"""The same figure in all releases of one method: a line by month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from transparency.domain.figures.parts import caption, money, people
from transparency.domain.release import reading
from transparency.domain.release.dimensions import TOTAL
from transparency.domain.release.reading import TableView
from web.domain.charts import curve
from web.domain.formatting import format_number, format_percent

# With fewer months there is no line to read.
LEAST_MONTHS = 2


def charts() -> list[Any]:
    """How many worked, what an hour paid, how much of it was unpaid, by month."""
    return [
        *_line("hours", _("People who sent in an answer"), TOTAL, None, lambda n: format_number(round(n))),
        *_line("hourly_pay", _("Median pay of an hour at work"), "M13c", "median", money),
        *_line("unpaid", _("Share of time without pay"), "all", "share", format_percent),
    ]


def _line(table: str, name: str, row: str, figure: str | None, write: Callable[[float], str]) -> list[Any]:
    views = reading.series(table)
    if len(views) < LEAST_MONTHS:
        return []
    points = []
    for view in views:
        value = view.n(row) if figure is None else view.value(figure, row)
        ends = [view.value(f"{figure}_{end}", row) if figure else None for end in ("low", "high")]
        points.append(curve.Point(_number(view.as_of), None if value is None else float(value), *ends))
    if all(point.y is None for point in points):
        return []
    return [
        curve.curve(
            caption=caption(
                views[-1], unit=name, basis=_latest(views[-1]), note=_("A gap is a month whose figure is not shown.")
            ),
            series=[curve.Series(name, points)],
            write_x=_month,
            write_y=write,
            x_title=_("Month"),
            x_ticks=[point.x for point in points],
        )
    ]


def _latest(view: TableView) -> str:
    """How many people stand behind the last point."""
    n = people(view)
    return f"{_month(_number(view.as_of))}: {n}" if n else ""


def _number(month: date) -> float:
    return float(month.year * 12 + month.month - 1)


def _month(number: float) -> str:
    year, month = divmod(round(number), 12)
    return date_format(date(year, month + 1, 1), "M Y")
