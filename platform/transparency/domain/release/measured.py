"""What workers' months measure, by the group they are counted in: hourly pay, hours, unpaid time, nights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import connection

from transparency.domain.release import rounding, thresholds
from transparency.domain.release.answers import GENDER
from transparency.domain.release.counts import cell_of, total_of
from transparency.domain.release.dimensions import HOURLY, TOTAL
from transparency.domain.release.people import HOUR, Person, hourly_of
from transparency.domain.release.tables import Population
from transparency.domain.release.thresholds import Part
from transparency.domain.rollup.kinds import Kind
from transparency.domain.rollup.reading import Labour
from transparency.domain.spread import quantile
from transparency.domain.wages import median_interval

EURO = 1_000_000
# A year of full time in hours, as French law counts it.
FULL_TIME_HOURS = 1607
WEEKS_A_MONTH = 365.25 / 12 / 7
TENTH, THOUSANDTH = Decimal("0.1"), Decimal("0.001")
Values = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Measured:
    """One cell of a measured table. `counted_in` is the count it hangs on: it is shown and new only where that is.

    Without one, `people` are counted for this cell alone. Out of `total` and the rounded count the mean is made.
    `reason` says why the cell isn't shown.
    """

    people: int
    values: Values = field(default_factory=dict)
    counted_in: str = ""
    reason: str = ""
    total: float | None = None


Cells = dict[tuple[str, str], Measured]


def of_workers(*, people: Sequence[Person], p_percent: float) -> dict[str, Cells]:
    """The measured tables that are made of workers' own months."""
    working = [one for one in people if one.is_working and one.labour]
    labours = [one.labour for one in working if one.labour]
    return {
        "hourly_pay": _hourly_pay([one.labour for one in working if one.labour and one.has_an_hour], p_percent),
        "fte": {("all", ""): _hours(labours, p_percent)},
        "unpaid": {("all", ""): _unpaid(labours, p_percent)},
        "unpaid_kinds": shares_of(
            {kind.value: Part.of(one.unpaid[kind] for one in labours) for kind in Kind}, p_percent=p_percent
        ),
        "off_hours": _off_hours(labours, p_percent),
        "platform_hours_gender": _hours_by_gender(working, p_percent),
    }


def _hourly_pay(labours: Sequence[Labour], p_percent: float) -> Cells:
    """M13, M13b and M13c of those with an hour or more: of each the ratio of sums, the median, its ends and tenths."""
    pay = [float(one.earned_micros) for one in labours]
    seconds = {
        "M13": sum(one.paid_seconds for one in labours),
        "M13b": sum(one.counted_seconds for one in labours),
        "M13c": sum(one.presence_seconds - one.pending_seconds for one in labours),
    }
    found: Cells = {}
    for measure in HOURLY.names:
        rates = [hourly_of(one)[measure] / EURO for one in labours]
        pooled = sum(pay) / EURO / (seconds[measure] / HOUR) if seconds[measure] > 0 else None
        values: Values = {
            "pooled": None if pooled is None else rounding.to_step(pooled, rounding.MONEY_STEP),
            **middle(rates, rounding.MONEY_STEP),
            **tails(rates, rounding.MONEY_STEP),
        }
        found[measure, ""] = _tied(total_of(Population.HOUR_OR_MORE), pay, values, p_percent)
    return found


def _hours(labours: Sequence[Labour], p_percent: float) -> Measured:
    """M06: hours at work in the month over a twelfth of a full year's."""
    hours = [one.presence_seconds / HOUR for one in labours]
    values: Values = {
        "fte": rounding.to_step(sum(hours) * 12 / FULL_TIME_HOURS, TENTH),
        "hours": float(round(sum(hours))),
        **middle(hours, TENTH),
    }
    return _tied(total_of(Population.WORKING), hours, values, p_percent, total=float(round(sum(hours))))


def _hours_by_gender(working: Sequence[Person], p_percent: float) -> Cells:
    """Hours a week at work here, paid and not, of those who agreed to be counted."""
    found: Cells = {}
    for gender in (*GENDER.names, TOTAL):
        hours = [
            one.labour.presence_seconds / HOUR / WEEKS_A_MONTH
            for one in working
            if one.labour and one.has_agreed and gender in (one.codes["gender"], TOTAL)
        ]
        cell = cell_of(Population.AGREED, **({} if gender == TOTAL else {"gender": gender}))
        found[gender, ""] = _tied(cell, hours, middle(hours, TENTH), p_percent, total=float(round(sum(hours))))
    return found


def _tied(
    cell: str, contributions: Sequence[float], values: Values, p_percent: float, *, total: float | None = None
) -> Measured:
    """A cell that hangs on the count of the people behind it, and is refused where one of them dominates it."""
    reason = "dominance" if thresholds.is_dominated(Part.of(contributions), p_percent=p_percent) else ""
    return Measured(len(contributions), values, cell, reason, total)


def _unpaid(labours: Sequence[Labour], p_percent: float) -> Measured:
    """M21 and M22: ratios of sums; beside them the median of workers' own shares."""
    paid, unpaid = sum(one.paid_seconds for one in labours), sum(one.unpaid_seconds for one in labours)
    own = [share for one in labours if (share := one.unpaid_share) is not None]
    values: Values = {
        "share": ratio(unpaid, paid + unpaid),
        "minutes": rounding.to_step(60 * unpaid / paid, TENTH) if paid else None,
        **middle(own, THOUSANDTH),
    }
    times = [one.paid_seconds + one.unpaid_seconds for one in labours]
    return _tied(total_of(Population.WORKING), times, values, p_percent)


def _off_hours(labours: Sequence[Labour], p_percent: float) -> Cells:
    """M38: night and weekend time over all time, and the median of workers' own shares.

    The two overlap. What lies in one alone is the difference of two of the three figures, so where that is a few
    people's, the joint figure isn't shown.
    """
    times: dict[str, Callable[[Labour], float]] = {
        "night": lambda one: one.night_seconds,
        "weekend": lambda one: one.weekend_seconds,
        "night_or_weekend": lambda one: one.night_or_weekend_seconds,
    }
    either = times["night_or_weekend"]
    only = [Part.of(either(one) - times[name](one) for one in labours) for name in ("night", "weekend")]
    whole = sum(one.presence_seconds for one in labours)
    found: Cells = {}
    for name, time_of in times.items():
        part = Part.of(time_of(one) for one in labours)
        own = [time_of(one) / one.presence_seconds for one in labours if one.presence_seconds > 0]
        reason = thresholds.refusal(part, p_percent=p_percent)
        if name == "night_or_weekend" and any(thresholds.refusal(one, p_percent=p_percent) for one in only):
            reason = "k"
        values: Values = {"share": ratio(part.amount, whole), **middle(own, THOUSANDTH)}
        found[name, ""] = Measured(part.people, values, reason=reason)
    return found


def hour_of_week(*, first: date, last: date, p_percent: float) -> Cells:
    """M14: the part of all time at work that falls into each hour of the week."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH own AS (
                SELECT worker_number, extract(isodow FROM day)::int AS weekday, place - 1 AS hour,
                    sum(seconds) AS seconds
                FROM transparency_workerday, unnest(hour_seconds) WITH ORDINALITY AS hours(seconds, place)
                WHERE day BETWEEN %s AND %s AND seconds > 0
                GROUP BY 1, 2, 3
            )
            SELECT weekday, hour, sum(seconds), count(*), (array_agg(seconds ORDER BY seconds DESC))[1:2]
            FROM own GROUP BY 1, 2
            """,
            [first, last],
        )
        parts = {
            f"{weekday} {hour:02}": Part(amount, people, largest[0], largest[1] if len(largest) > 1 else 0.0)
            for weekday, hour, amount, people, largest in cursor.fetchall()
        }
    cells = shares_of(parts, p_percent=p_percent)
    nobody = Measured(0, reason="k")
    every = [(f"{weekday}", f"{hour:02}") for weekday in range(1, 8) for hour in range(24)]
    return {place: cells.get((" ".join(place), ""), nobody) for place in every}


def shares_of(parts: dict[str, Part], *, p_percent: float) -> Cells:
    """The part of each in their sum. What can't be shown takes others with it, so that its share isn't the rest."""
    whole = sum(part.amount for part in parts.values())
    refused = {code: thresholds.refusal(part, p_percent=p_percent) for code, part in parts.items()}
    few = [code for code, reason in refused.items() if reason]
    hidden = thresholds.with_company(parts, hidden=few, p_percent=p_percent)
    return {
        (code, ""): Measured(
            part.people,
            {"share": ratio(part.amount, whole)},
            reason=refused[code] or ("complementary" if code in hidden else ""),
        )
        for code, part in parts.items()
    }


def middle(values: Iterable[float], step: Decimal) -> Values:
    """The median and its interval at 95 %, in steps; of fewer than twenty people there is none."""
    ordered = sorted(values)
    if len(ordered) < rounding.LEAST_FOR_MEDIAN:
        return {"median": None, "median_low": None, "median_high": None}
    around = median_interval(ordered)
    return {
        "median": rounding.to_step(quantile(ordered, 0.5), step),
        "median_low": rounding.to_step(around.low, step) if around else None,
        "median_high": rounding.to_step(around.high, step) if around else None,
    }


def tails(values: Iterable[float], step: Decimal) -> Values:
    """Below which a tenth lies and above which another: of 110 people or more, so that eleven are beyond either."""
    ordered = sorted(values)
    if len(ordered) < rounding.LEAST_FOR_TENTHS:
        return {"p10": None, "p90": None}
    return {
        "p10": rounding.to_step(quantile(ordered, 0.1), step),
        "p90": rounding.to_step(quantile(ordered, 0.9), step),
    }


def ratio(part: float, whole: float) -> float | None:
    """A share of time or answers, to a thousandth."""
    return rounding.to_step(part / whole, THOUSANDTH) if whole > 0 else None
