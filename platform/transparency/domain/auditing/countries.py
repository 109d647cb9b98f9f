"""Pay by the country that workers say they live in: of eleven people each, of whom nobody is most of a sum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from transparency.domain.release import rounding, thresholds
from transparency.domain.release.measured import TENTH, middle
from transparency.domain.release.thresholds import Part

# Where people live of whose country nothing is told, or who said none.
REST = "rest"
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Resident:
    """One worker's month with their country; pay in euros, time in seconds. `at_work` is the time of M13c."""

    country: str
    earned: float
    paid: float
    counted: float
    at_work: float
    unpaid: float


def pay_by_country(
    *, residents: Sequence[Resident], p_percent: float, count: Callable[[str, int], int]
) -> list[dict[str, Any]]:
    """M13, M13b and M13c in euros an hour and M21 in minutes, by country: most people first, the rest as the last row.

    Rates are ratios of sums; medians are of twenty people or more who have the rate. `count` rounds the people of a
    cell. A country of fewer than eleven, or where one person dominates a sum (R1, R2), is in the rest; so are the
    smallest others until the rest can be shown, and nothing is where it can't.
    """
    groups: dict[str, list[Resident]] = {}
    for one in residents:
        groups.setdefault(one.country, []).append(one)
    rest = groups.pop(REST, [])
    for code in [code for code, people in groups.items() if not _may_be_shown(people, p_percent)]:
        rest += groups.pop(code)
    while rest and groups and not _may_be_shown(rest, p_percent):
        rest += groups.pop(min(groups, key=lambda code: (len(groups[code]), code)))
    shown = sorted(groups.items(), key=lambda each: (-len(each[1]), each[0]))
    if _may_be_shown(rest, p_percent):
        shown.append((REST, rest))
    return [_row(code, people, count(code, len(people))) for code, people in shown]


def _may_be_shown(people: Sequence[Resident], p_percent: float) -> bool:
    sums = (
        Part.of(values)
        for values in (
            [one.earned for one in people],
            [one.paid for one in people],
            [one.counted for one in people],
            [one.at_work for one in people],
            [one.unpaid for one in people],
        )
    )
    return not thresholds.is_few(len(people)) and not any(
        thresholds.is_dominated(each, p_percent=p_percent) for each in sums
    )


def _row(code: str, people: Sequence[Resident], rounded: int) -> dict[str, Any]:
    pay = [one.earned for one in people]
    paid = [one.paid for one in people]
    minutes = 60 * sum(one.unpaid for one in people) / sum(paid) if sum(paid) else None
    return {
        "country": code,
        "people": rounded,
        "M13": _hourly(pay, paid),
        "M13b": _hourly(pay, [one.counted for one in people]),
        "M13c": _hourly(pay, [one.at_work for one in people]),
        "M21": None if minutes is None else rounding.to_step(minutes, TENTH),
    }


def _hourly(pay: Sequence[float], seconds: Sequence[float]) -> dict[str, float | None]:
    """The ratio of sums and the median of people's own rates with its interval at 95 %, to the steps of money."""
    own = [earned * HOUR / took for earned, took in zip(pay, seconds, strict=True) if took > 0]
    pooled = sum(pay) * HOUR / sum(seconds) if own else None
    return {
        "pooled": None if pooled is None else rounding.to_step(pooled, rounding.MONEY_STEP),
        **middle(own, rounding.MONEY_STEP),
    }
