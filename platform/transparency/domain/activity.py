"""M01: how active a worker is, in classes that exclude each other and leave nobody out."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

WEEKS = 4
YEAR_DAYS = 365


class Activity(Enum):
    """After the circles of workers that Casilli and Tubaro draw (L'Humanité Dimanche, 2019), by what was submitted."""

    VERY_ACTIVE = "very_active"
    REGULAR = "regular"
    OCCASIONAL = "occasional"
    DORMANT = "dormant"


def activity_of(*, weeks: Sequence[bool], days_since_last: int | None) -> Activity:
    """The class of somebody who submitted in each of the last four complete ISO weeks or not, paid or not.

    `days_since_last` is how many days ago they last submitted; None for never. Raises ValueError for another number of
    weeks.
    """
    if len(weeks) != WEEKS:
        raise ValueError(f"{WEEKS} weeks are needed, not {len(weeks)}")
    if all(weeks):
        return Activity.VERY_ACTIVE
    if any(weeks):
        return Activity.REGULAR
    if days_since_last is not None and days_since_last <= YEAR_DAYS:
        return Activity.OCCASIONAL
    return Activity.DORMANT
