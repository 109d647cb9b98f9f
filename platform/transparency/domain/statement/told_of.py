"""Single figures as a statement tells them, what it keeps back, and the sentences in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from typing import cast

from transparency.domain.statement.data_set import DataSet
from transparency.domain.statement.figures import Figures
from transparency.domain.statement.people import People
from transparency.domain.statement.shape import Kept, Measure, Reason

METHOD_VERSION = "1"
Teller = Callable[[float | None, str, str, int], Measure]


def decimal(value: float | None, places: int) -> str | None:
    """A figure with so many decimals, half-even; null stays null."""
    if value is None:
        return None
    return str(Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN))


def teller(figures: Figures) -> Teller:
    """Tells a figure about people with its unit, metric and decimals, or keeps it back with the others."""

    def told(value: float | None, unit: str, metric: str, places: int) -> Measure:
        return Measure(
            value=decimal(value, places) if figures.is_shown else None,
            unit=unit,
            n=figures.workers,
            metric=metric,
            metric_version=METHOD_VERSION,
        )

    return told


_ABOUT_PEOPLE = ("hoursPaid", "hoursUnpaid", "unpaidMinutesPerPaidHour", "taskSeconds", "hourly", "timeToPay")


def kept_back(figures: Figures, people: People) -> list[Kept]:
    """Every figure that isn't told, with the rule that keeps it back."""
    return [Kept(path=path, reason=cast(Reason, reason)) for path, reason in _kept(figures, people)]


def _kept(figures: Figures, people: People) -> Iterator[tuple[str, str]]:
    if figures.workers is None:
        yield "workers/count", "k"
    if not figures.is_shown:
        yield from (
            (path, figures.refused) for path in (*_ABOUT_PEOPLE, "shareAtOrAboveFloor", "qualification/unpaidHours")
        )
    else:
        yield from _of_few(figures)
    yield from people.refused


def _of_few(figures: Figures) -> Iterator[tuple[str, str]]:
    tenths = (("p10", figures.hourly.p10), ("median", figures.hourly.p50), ("p90", figures.hourly.p90))
    yield from ((f"hourly/allTasks/{name}", "k") for name, value in tenths if value is None)
    if figures.paid_only_median is None:
        yield "hourly/paidOnly/median", "k"
    if figures.share_at_floor is None:
        yield "shareAtOrAboveFloor", "k" if figures.floor else "nothing_measured"
    if figures.seconds.p50 is None:
        yield "taskSeconds", "nothing_measured"
    if figures.waits[0] is None:
        yield "timeToPay", "nothing_measured"


def limitations(figures: Figures) -> list[str]:
    """What a reader must know before using the figures, in English as the rest of the file."""
    told = [
        "Time runs from when a task was shown to when it was submitted, returned or ran out; a second of one worker "
        "counts once within this job. Of several jobs in hand at once each has its whole time.",
        "Looking for work counts for the job that it led to. Waiting and seeing to payouts belong to no job and are "
        "not in this statement.",
        "Numbers of people are rounded to the base of 5, and shares are made from rounded numbers.",
        "This platform has no ombuds office; appeals are decided by its auditors.",
    ]
    if figures.has_own_words_on_time:
        told.append("Some workers reported time of their own; it is not in these figures, which are what was measured.")
    if figures.appealing.open_count:
        told.append(f"{figures.appealing.open_count} appeals against rejections were still open.")
    if figures.labour.pending_seconds:
        told.append("Some answers waited for a decision; their time and pay are in no figure.")
    return told


def wellbeing(data: DataSet) -> str:
    """What was done about what workers had to look at."""
    if data.warnings:
        return (
            "Workers were warned of what they would see before they took a task, pictures were veiled until they chose "
            "to look, and they could leave at any time without any effect on later work."
        )
    return "The requester named no content to be warned of. Workers could leave at any time without any effect."
