"""What an hour paid, and what the single answer took and paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from transparency.domain.figures import references
from transparency.domain.figures.parts import MICROS, Tables, caption, has_shares, hidden, money, share_chart
from transparency.domain.release.dimensions import BAND_PERCENTS, TOTAL
from transparency.domain.release.reading import TableView
from web.domain.charts import Reference, bars, histogram
from web.domain.formatting import format_duration, format_hourly_amount, format_number, format_percent

# The last band is open: it is drawn so wide, in percent of the floor.
LAST_PERCENT = 250
HOUR = 3600
# The ends of the published ranges; the open ones are drawn from and to here.
SECONDS = (1.0, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0)
EUROS = (0.001, 0.01, 0.02, 0.05, 0.10, 0.20, 0.50, 1.0, 2.0, 10.0)


def charts(tables: Tables, *, floor_micros: int | None) -> list[Any]:
    """Hourly pay three ways, how it is spread beside the floor, who reaches the floor."""
    return [
        *_medians(tables.get("hourly_pay"), floor_micros),
        *_spread(tables.get("hourly_bands"), floor_micros),
        *share_chart(tables.get("floor_share"), unit=_("share of workers with an hour or more")),
    ]


@dataclass(frozen=True, slots=True)
class Hourly:
    """One way of reckoning what an hour pays, in micros: sum of pay over sum of time, and the median of workers.

    None where a figure is not shown. `as_of` is the month that it is of.
    """

    id: str
    words: str
    pooled: int | None
    median: int | None
    median_low: int | None
    median_high: int | None
    n: int | None
    as_of: date | None


def hourly(tables: Tables) -> list[Hourly]:
    """M13c, M13b and M13, that of the longest time first; none where not one of them is shown."""
    view = tables.get("hourly_pay")
    found = [
        _hourly(view, "M13c", _("Pay of an hour at work")),
        _hourly(view, "M13b", _("Pay of an hour on tasks")),
        _hourly(view, "M13", _("Pay of an hour of paid work")),
    ]
    return found if any(figure.pooled is not None for figure in found) else []


@dataclass(frozen=True, slots=True)
class Money:
    """The platform’s fee (M34), and how long pay takes in hours (M25); None where it is not shown."""

    fee_share: float | None
    half_paid_hours: float | None
    most_paid_hours: float | None
    n: int | None

    @property
    def half_paid_seconds(self) -> float | None:
        return None if self.half_paid_hours is None else self.half_paid_hours * HOUR

    @property
    def most_paid_seconds(self) -> float | None:
        return None if self.most_paid_hours is None else self.most_paid_hours * HOUR


def money_figures(tables: Tables) -> Money:
    fee, wait = tables.get("fee_share"), tables.get("time_to_pay")
    return Money(
        fee.value("share", "all") if fee else None,
        wait.value("p50", "all") if wait else None,
        wait.value("p95", "all") if wait else None,
        wait.n("all") if wait else None,
    )


def answers(tables: Tables) -> list[Any]:
    """Durations and prices of single answers on logarithmic axes, kinds of work, decisions."""
    return [
        *_ranges(tables.get("durations"), SECONDS, format_duration, (1, 10, 60, 600)),
        *_ranges(tables.get("prices"), EUROS, money, (0.001, 0.01, 0.1, 1)),
        *share_chart(tables.get("kinds"), unit=_("share of answers")),
        *share_chart(tables.get("outcomes"), unit=_("share, with its interval")),
    ]


def _hourly(view: TableView | None, code: str, words: str) -> Hourly:
    cell = view.cell(code) if view else None

    def micros(name: str) -> int | None:
        euros = cell.value(name) if cell else None
        return None if euros is None else round(euros * MICROS)

    return Hourly(
        code, words, micros("pooled"), micros("median"), micros("median_low"), micros("median_high"),
        cell.n if cell else None, cell.as_of if cell else None,
    )  # fmt: skip


def _medians(view: TableView | None, floor_micros: int | None) -> list[Any]:
    if view is None:
        return []
    rows = []
    for code, label in view.rows:
        cell = view.cell(code)
        middle, low, high = (cell.value(name) if cell else None for name in ("median", "median_low", "median_high"))
        n = cell.n if cell else None
        rows.append(bars.Bar(f"{label} ({code})", middle, low, high, n, hidden=hidden(), look="paid"))
    floor = [Reference(floor_micros / MICROS, _("wage floor of the month"))] if floor_micros else []
    said = [_sentence(view, code) for code, _label in view.rows]
    note = " ".join(each for each in (*said, references.hourly()) if each)
    return [
        bars.bars(
            caption=caption(view, unit=_("median an hour, of one worker’s month"), note=note),
            rows=rows,
            references=floor,
            write=money,
        )
    ]


def _sentence(view: TableView, code: str) -> str:
    """The figures that a median alone would not tell."""
    cell = view.cell(code)
    if cell is None or cell.value("pooled") is None:
        return ""
    said = _("%(code)s: %(pooled)s an hour as sum of pay over sum of time") % {
        "code": code, "pooled": money(cell.value("pooled")),
    }  # fmt: skip
    if cell.value("p10") is not None and cell.value("p90") is not None:
        said += _("; a tenth of the workers below %(low)s, a tenth above %(high)s") % {
            "low": money(cell.value("p10")), "high": money(cell.value("p90")),
        }  # fmt: skip
    return f"{said}."


def _spread(view: TableView | None, floor_micros: int | None) -> list[Any]:
    if view is None:
        return []
    column = next((code for code in ("M13c", "M13b", "M13") if view.cell(TOTAL, code)), "")
    edges, is_shares = (0, *BAND_PERCENTS, LAST_PERCENT), has_shares(view)
    share, people = _("share of workers, for the whole time at work"), _("workers, for the whole time at work")
    bins = []
    for (code, label), low, high in zip(view.table.rows.codes, edges[:-1], edges[1:], strict=True):
        cell = view.cell(code, column)
        shown = (cell.value("share") if is_shares else cell.n) if cell else None
        bins.append(histogram.Bin(low, high, shown, hidden(), str(label)))

    def amount(percent: float) -> str:
        if not floor_micros:
            return format_percent(percent / 100)
        return format_hourly_amount(round(floor_micros * percent / 100))

    return [
        histogram.histogram(
            caption=caption(
                view, unit=share if is_shares else people,
                metric=column, column=column,
                note=_("The area of a bar is as its share."),
            ),
            bins=bins, write=amount, is_by_area=True,
            write_count=format_percent if is_shares else lambda count: format_number(round(count)),
            references=[Reference(100, _("wage floor of the month"))], ticks=(0, 50, 100, 150, 200),
        )
    ]  # fmt: skip


def _ranges(view: TableView | None, edges: tuple[float, ...], write: Any, ticks: tuple[float, ...]) -> list[Any]:
    """Published ranges on a logarithmic axis."""
    if view is None:
        return []
    bins = []
    for (code, label), low, high in zip(view.table.rows.codes, edges[:-1], edges[1:], strict=True):
        cell = view.cell(code)
        bins.append(histogram.Bin(low, high, cell.value("share") if cell else None, hidden(), str(label)))
    return [
        histogram.histogram(
            caption=caption(
                view, unit=_("share of answers, logarithmic axis"), note=_("The area of a bar is as its share.")
            ),
            bins=bins, write=write, write_count=format_percent, is_log=True, is_by_area=True, ticks=ticks,
        )
    ]  # fmt: skip
