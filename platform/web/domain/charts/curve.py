"""A value that changes along another: pay by the gap that counts as work, a figure by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from web.domain.charts.parts import (
    Caption,
    Mark,
    Reference,
    Table,
    Tick,
    Write,
    interval_words,
    listed,
    marks_of,
    ticks_of,
)
from web.domain.charts.scales import Scale, from_zero

LOOKS = ("solid", "dashed", "dotted", "fine")


@dataclass(frozen=True, slots=True)
class Point:
    """A value `y` at `x`, with the ends of its interval; None is a gap in the line."""

    x: float
    y: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One line of points in the order of x."""

    name: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class DrawnPoint:
    """A point in percent of the width and of the height from the top."""

    x: float
    y: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """One series: the strokes between its gaps as points of a 100 × 100 field, and its points."""

    name: str
    look: str
    strokes: Sequence[str]
    points: Sequence[DrawnPoint]


@dataclass(frozen=True, slots=True)
class Curve:
    """Lines ready to be shown. Reference lines lie flat: a mark's `at` is percent from the top."""

    caption: Caption
    lines: Sequence[Line]
    ticks: Sequence[Tick]
    levels: Sequence[Tick]
    marks: Sequence[Mark]
    sentence: str
    table: Table
    x_title: str
    template: str = "web/charts/_curve.html"


def curve(
    *,
    caption: Caption,
    series: Sequence[Series],
    write_x: Write,
    write_y: Write,
    x_title: str = "",
    references: Sequence[Reference] = (),
    is_step: bool = False,
    x_ticks: Sequence[float] | None = None,
) -> Curve:
    """Draw up to four `series` from zero upwards; with `is_step` a value holds until the next."""
    points = [point for each in series for point in each.points]
    across = Scale(min(point.x for point in points), max(point.x for point in points) or 1.0)
    if across.low == across.high:
        across = replace(across, high=across.low + 1)
    known = [value for point in points for value in (point.y, point.high) if value is not None]
    upright = from_zero([*known, *(each.value for each in references)], most_ticks=4)
    return Curve(
        caption=caption,
        lines=[_line(each, look, across, upright, is_step=is_step) for each, look in zip(series, LOOKS, strict=False)],
        ticks=ticks_of(x_ticks or across.ticks(), place=across.at, write=write_x),
        levels=[Tick(100 - upright.at(value), write_y(value)) for value in upright.ticks(4)],
        marks=marks_of(references, place=lambda value: 100 - upright.at(value), write=write_y),
        sentence=listed(_said(each, write_x, write_y) for each in series),
        table=_table(series, write_x, write_y, x_title),
        x_title=x_title,
    )


def _line(each: Series, look: str, across: Scale, upright: Scale, *, is_step: bool) -> Line:
    strokes: list[list[str]] = [[]]
    drawn: list[DrawnPoint] = []
    before: float | None = None
    for point in each.points:
        if point.y is None:
            strokes.append([])
            before = None
            continue
        x, y = across.at(point.x), round(100 - upright.at(point.y), 3)
        if is_step and before is not None:
            strokes[-1].append(f"{x},{before}")
        strokes[-1].append(f"{x},{y}")
        before = y
        low, high = (None if end is None else round(100 - upright.at(end), 3) for end in (point.low, point.high))
        drawn.append(DrawnPoint(x, y, low, high))
    return Line(each.name, look, [" ".join(stroke) for stroke in strokes if len(stroke) > 1], drawn)


def _said(each: Series, write_x: Write, write_y: Write) -> str:
    """The ends of a line: what it was first, and what last."""
    known = [(point.x, point.y) for point in each.points if point.y is not None]
    if not known:
        return ""
    (first_x, first), (last_x, last) = known[0], known[-1]
    return gettext("%(name)s: %(first)s at %(start)s, %(last)s at %(end)s") % {
        "name": each.name, "first": write_y(first), "start": write_x(first_x), "last": write_y(last),
        "end": write_x(last_x),
    }  # fmt: skip


def _table(series: Sequence[Series], write_x: Write, write_y: Write, x_title: str) -> Table:
    places = sorted({point.x for each in series for point in each.points})
    head, columns = [x_title or gettext("At")], []
    for each in series:
        by_x = {point.x: point for point in each.points}
        found = [by_x.get(place) for place in places]
        head.append(each.name)
        columns.append(["" if point is None or point.y is None else write_y(point.y) for point in found])
        if any(point is not None and point.low is not None for point in found):
            head.append(gettext("95% interval"))
            columns.append(["" if point is None else interval_words(point.low, point.high, write_y) for point in found])
    return Table(head, [[write_x(place), *cells] for place, *cells in zip(places, *columns, strict=True)])
