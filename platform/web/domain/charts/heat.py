"""A week of hours: a square for each hour of each day, the greater and darker the more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext

from web.domain.charts.parts import Caption, Table, Write

HOURS = 24
STEPS = 5
# An hour is a field of 10 × 10; the sides of the least and the greatest square in it.
FIELD = 10.0
LEAST_SIDE, MOST_SIDE = 2.6, 9.2


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour: which of five steps it is on (0: nothing), and where its square stands in the day’s 240 × 10."""

    step: int
    x: float
    y: float
    side: float
    words: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week with its 24 hours."""

    name: str
    short: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Week:
    """A week ready to be shown; `key` explains the five steps."""

    caption: Caption
    days: Sequence[Day]
    hours: Sequence[int]
    key: Sequence[Cell]
    sentence: str
    table: Table
    template: str = "web/charts/_heat.html"


def week(*, caption: Caption, values: Sequence[Sequence[float | None]], write: Write) -> Week:
    """Draw 7 × 24 `values`, Monday first, hour 0 first; None is not shown.

    A square grows with its value; the least is still seen.
    """
    top = max((value for day in values for value in day if value is not None), default=0.0)
    days = [
        Day(
            str(WEEKDAYS[number]),
            str(WEEKDAYS_ABBR[number]),
            [_cell(value, top, hour, write) for hour, value in enumerate(day)],
        )
        for number, day in enumerate(values)
    ]
    return Week(
        caption=caption,
        days=days,
        hours=range(0, HOURS, 6),
        key=[_cell(top * step / STEPS, top, 0, write) for step in range(1, STEPS + 1)] if top else [],
        sentence=_sentence(values, write),
        table=Table(
            [gettext("Hour"), *(day.short for day in days)],
            [[f"{hour}:00", *(day.cells[hour].words for day in days)] for hour in range(HOURS)],
        ),
    )


def _cell(value: float | None, top: float, hour: int, write: Write) -> Cell:
    middle = FIELD * hour + FIELD / 2
    if value is None or value <= 0 or top <= 0:
        return Cell(0, middle - 0.5, FIELD / 2 - 0.5, 1.0, gettext("not shown") if value is None else "–")
    share = value / top
    side = round(LEAST_SIDE + (MOST_SIDE - LEAST_SIDE) * sqrt(share), 2)
    step = max(1, min(STEPS, ceil(share * STEPS - 1e-9)))
    return Cell(step, round(middle - side / 2, 2), round((FIELD - side) / 2, 2), side, write(value))


def _sentence(values: Sequence[Sequence[float | None]], write: Write) -> str:
    every = [(value or 0.0, day, hour) for day, hours in enumerate(values) for hour, value in enumerate(hours)]
    most, day, hour = max(every, key=lambda each: each[0], default=(0.0, 0, 0))
    if most <= 0:
        return gettext("Nothing yet in this week.")
    return gettext("Most on %(day)s at %(hour)s o’clock: %(amount)s.") % {
        "day": str(WEEKDAYS[day]), "hour": hour, "amount": write(most),
    }  # fmt: skip
