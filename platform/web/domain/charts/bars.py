"""Horizontal bars with whiskers for intervals, and reference lines: shares and amounts of groups side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from web.domain.charts.parts import (
    LANE,
    Caption,
    Mark,
    Reference,
    Table,
    Tick,
    Write,
    hidden_words,
    interval_words,
    lanes_of,
    listed,
    marks_of,
    ticks_of,
)
from web.domain.charts.scales import Scale, from_zero
from web.domain.formatting import format_number, format_percent


@dataclass(frozen=True, slots=True)
class Bar:
    """One group: its value with the ends of its interval, and of how many. No value: `hidden` says why.

    `look`: paid, unpaid (hatched), plain or quiet (for the second of two that alternate).
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    hidden: str = ""
    look: str = "plain"


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar in percent of the width; `marks` are the reference lines that cross it, `own` those of this row alone.

    `top` is how many pixels the letters of its own take above it.
    """

    bar: Bar
    width: float | None
    low_at: float | None
    high_at: float | None
    written: str
    interval: str
    marks: Sequence[Mark]
    own: Sequence[Mark]
    top: int


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars ready to be shown. `shared` are the reference lines of all rows, whose letters take `top` pixels."""

    caption: Caption
    rows: Sequence[DrawnBar]
    ticks: Sequence[Tick]
    marks: Sequence[Mark]
    shared: Sequence[Mark]
    top: int
    sentence: str
    table: Table
    template: str = "web/charts/_bars.html"


def bars(
    *,
    caption: Caption,
    rows: Sequence[Bar],
    references: Sequence[Reference] = (),
    write: Write = format_percent,
    most: float | None = None,
) -> Bars:
    """Draw `rows` from zero to `most` (else to what the greatest of them needs); shares are of one."""
    known = [each for row in rows for each in (row.value, row.high) if each is not None]
    scale = Scale(0.0, most) if most else from_zero([*known, *(each.value for each in references)])
    marks = marks_of(references, place=scale.at, write=write)
    shared = [mark for mark in marks if mark.reference.row is None]
    drawn = [_drawn(row, scale, marks, write) for row in rows]
    return Bars(
        caption=caption,
        rows=drawn,
        ticks=ticks_of(scale.ticks(), place=scale.at, write=write),
        marks=marks,
        shared=shared,
        top=LANE * lanes_of(shared),
        sentence=listed(f"{row.bar.label}: {_said(row)}" for row in drawn),
        table=_table(drawn),
    )


def _drawn(row: Bar, scale: Scale, marks: Sequence[Mark], write: Write) -> DrawnBar:
    own = [mark for mark in marks if mark.reference.row == row.label]
    return DrawnBar(
        bar=row,
        width=None if row.value is None else scale.at(row.value),
        low_at=None if row.low is None else scale.at(row.low),
        high_at=None if row.high is None else scale.at(row.high),
        written=hidden_words(row.hidden) if row.value is None else write(row.value),
        interval=interval_words(row.low, row.high, write),
        marks=[mark for mark in marks if mark.reference.row in (None, row.label)],
        own=own,
        top=LANE * lanes_of(own),
    )


def _said(row: DrawnBar) -> str:
    return f"{row.written} ({row.interval})" if row.interval else row.written


def _table(rows: Sequence[DrawnBar]) -> Table:
    has_interval = any(row.interval for row in rows)
    has_n = any(row.bar.n is not None for row in rows)
    head = [gettext("Group"), gettext("Value")]
    head += [gettext("95% interval")] * has_interval + ["n"] * has_n
    lines = []
    for row in rows:
        line = [row.bar.label, row.written]
        line += [row.interval] * has_interval
        line += ["" if row.bar.n is None else format_number(row.bar.n)] * has_n
        lines.append(line)
    return Table(head, lines)
