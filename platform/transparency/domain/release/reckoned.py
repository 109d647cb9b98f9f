"""Figures made of published figures alone: they can tell nothing that those don't."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from transparency.domain.population import chao1, half_life
from transparency.domain.release import answers, rounding
from transparency.domain.release.dimensions import CAME_BACK, OTHER, TOTAL
from transparency.domain.release.reading import TableView

# Hours a week at the middle of each band.
MAIN_JOB_HOURS = {"none": 0, "<35": 22, "35+": 38}
DOMESTIC_HOURS = {"0-9": 5, "10-19": 15, "20-29": 25, "30+": 38}
# With a greater part in several hidden bands the mean would be guesswork.
MOST_HIDDEN = 0.2
# Fewer months than these say nothing of how quickly people leave.
LEAST_MONTHS = 2


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A figure, and the rounded count that it is of; None where what it is made of is hidden."""

    n: int | None
    values: dict[str, Any]


NONE = Reckoned(None, {})
Tables = Mapping[str, TableView]
Cells = dict[tuple[str, str], Reckoned]


def reckon(tables: Tables, earlier: Sequence[Tables]) -> dict[str, Cells]:
    """The reckoned tables of a release out of its other tables; `earlier` are those of the months before, by distance.

    A table that needs what this release or an earlier one doesn't have is left out.
    """
    ways: dict[str, Callable[[], Cells | None]] = {
        "live_pool": lambda: _live_pool(tables),
        "half_life": lambda: _half_life(tables, earlier),
        "three_shifts": lambda: _three_shifts(tables),
    }
    return {name: cells for name, way in ways.items() if (cells := way()) is not None}


def _live_pool(tables: Tables) -> Cells | None:
    """M07: Chao’s lower bound out of how many came on one day, and on two."""
    days = tables["days_seen"]
    whole, once, twice = days.n(TOTAL), days.n("1"), days.n("2")
    if whole is None or once is None or not twice:
        return {("all", ""): NONE}
    often = max(0, whole - once - twice)
    found = chao1(seen_on=[1] * once + [2] * twice + [3] * often)
    values = {"people": found.people, "low": found.low, "high": found.high}
    return {
        ("all", ""): Reckoned(whole, {name: rounding.BASE * round(one / rounding.BASE) for name, one in values.items()})
    }


def _half_life(tables: Tables, earlier: Sequence[Tables]) -> Cells | None:
    """M08: ln 2 over the rate at which those of earlier months are missing now, by least squares through the start."""
    points = []
    for months, before in zip(CAME_BACK, earlier, strict=False):
        stayed = tables[f"back_{months}"].n("yes") if f"back_{months}" in tables else None
        were = before["days_seen"].n(TOTAL) if "days_seen" in before else None
        if stayed and were:
            points.append((months, log(min(1.0, stayed / were))))
    if len(points) < LEAST_MONTHS:
        return None
    decay = -sum(months * lost for months, lost in points) / sum(months**2 for months, _lost in points)
    if decay <= 0:
        return None
    return {("all", ""): Reckoned(tables["days_seen"].n(TOTAL), {"months": round(half_life(decay_a_month=decay), 1)})}


def _three_shifts(tables: Tables) -> Cells | None:
    """M30: hours a week in the main job, at home and here."""
    found: Cells = {}
    for gender in (*answers.GENDER.names, TOTAL):
        found["main_job", gender] = _mean_of_bands(tables["main_hours_gender"], gender, MAIN_JOB_HOURS)
        found["domestic", gender] = _mean_of_bands(tables["domestic_hours_gender"], gender, DOMESTIC_HOURS)
        here = tables["platform_hours_gender"].cell(gender)
        mean = here.value("mean") if here else None
        found["platform", gender] = NONE if here is None or mean is None else Reckoned(here.n, {"mean": mean})
    return found


def _mean_of_bands(view: TableView, column: str, hours: Mapping[str, int]) -> Reckoned:
    """The mean with each band at its middle. Whoever is in hidden bands is taken to be at the middle of those."""
    whole = view.n(TOTAL, column)
    if whole is None:
        return NONE
    shown = {band: n for band in hours if (n := view.n(band, column)) is not None}
    hidden = [middle for band, middle in hours.items() if band not in shown]
    rest = max(0, whole - (view.n(OTHER, column) or 0) - sum(shown.values())) if hidden else 0
    people = sum(shown.values()) + rest
    if not shown or (len(hidden) > 1 and rest > MOST_HIDDEN * people):
        return NONE
    total: float = sum(hours[band] * n for band, n in shown.items())
    total += rest * sum(hidden) / len(hidden) if hidden else 0
    return Reckoned(people, {"mean": round(total / people, 1)})
