"""When people work, and how much of it nobody pays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from transparency.domain.figures import references
from transparency.domain.figures.parts import Tables, caption, share_chart
from web.domain.charts import heat
from web.domain.formatting import format_percent

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Unpaid:
    """Time without pay: its share in all time, minutes for each paid hour, and the median of workers' own shares.

    `as_of` is the month that the figures are of: an earlier one than the release's where too few people changed since.
    """

    share: float | None
    minutes: float | None
    median: float | None
    median_low: float | None
    median_high: float | None
    n: int | None
    as_of: date | None

    @property
    def paid_seconds(self) -> float:
        """Of an hour, for the hour bar."""
        return HOUR * (1 - (self.share or 0.0))

    @property
    def unpaid_seconds(self) -> float:
        return HOUR * (self.share or 0.0)


def unpaid(tables: Tables) -> Unpaid:
    """M21 and M22."""
    view = tables.get("unpaid")
    names = ("share", "minutes", "median", "median_low", "median_high")
    share, minutes, median, low, high = (view.value(name, "all") if view else None for name in names)
    cell = view.cell("all") if view else None
    return Unpaid(share, minutes, median, low, high, cell.n if cell else None, cell.as_of if cell else None)


def charts(tables: Tables) -> list[Any]:
    """Kinds of unpaid time, night and weekend, the hours of the week."""
    return [
        *share_chart(
            tables.get("unpaid_kinds"), unit=_("share of all unpaid time"), look="unpaid",
            note=references.unpaid_minutes(),
        ),
        *share_chart(tables.get("off_hours"), unit=_("share of the time at work")),
        *_week(tables),
    ]  # fmt: skip


def _week(tables: Tables) -> list[Any]:
    view = tables.get("hour_of_week")
    if view is None:
        return []
    values = [[view.value("share", str(day), f"{hour:02}") for hour in range(24)] for day in range(1, 8)]
    return [
        heat.week(
            caption=caption(view, unit=_("share of the time at work")),
            values=values,
            write=lambda share: format_percent(share, 1),
        )
    ]
