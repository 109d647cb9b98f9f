"""What this instance does about pay below the wage floor: nothing, say it, top it up, or refuse to publish."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.conf import settings

from ledger.domain.floors import floor_on
from tasks.domain import pricing
from tasks.models import Job
from transparency.domain.systems import automated_decision


class Policy(StrEnum):
    """The instance's PAY_FLOOR_POLICY."""

    OFF = "off"
    WARN = "warn"
    GUARANTEE = "guarantee"
    REQUIRE = "require"


class BelowFloor(Exception):
    """The price lies below the floor at the expected speed; `price_micros` is the least that meets it."""

    def __init__(self, price_micros: int) -> None:
        super().__init__(f"{price_micros} micros an answer would meet the floor")
        self.price_micros = price_micros


def policy() -> Policy:
    """What holds on this instance."""
    return Policy(settings.PAY_FLOOR_POLICY)


def is_ticked_at_first() -> bool:
    """Whether a new draft promises the floor, as long as its requester doesn't say otherwise."""
    return policy() is not Policy.OFF


def is_for_requesters_to_say() -> bool:
    """Whether it is a requester's choice to guarantee the floor: not where the instance always does it, or never."""
    return policy() in (Policy.WARN, Policy.REQUIRE)


def is_required() -> bool:
    """Whether nothing is published below the floor."""
    return policy() is Policy.REQUIRE


def floor_hourly_micros(*, at: datetime) -> int:
    """The wage floor that prices are shown against today; 0 when no row covers the day."""
    floor = floor_on(country=settings.PAY_FLOOR_COUNTRY, day=at.date())
    return floor.hourly_micros if floor else 0


def named_floor_micros(*, at: datetime) -> int:
    """The floor that a draft's pages name: none, 0, where the instance has no policy about it."""
    return 0 if policy() is Policy.OFF else floor_hourly_micros(at=at)


def set_aside_up_to_micros(*, job: Job, at: datetime) -> int:
    """What an answer to `job` comes to with what is set aside for the guarantee; 0 where nothing is guaranteed."""
    if not job.is_draft:
        return job.floor_each_micros
    return would_set_aside_up_to_micros(is_wanted=job.guarantees_floor, expected_seconds=job.expected_seconds, at=at)


def would_set_aside_up_to_micros(*, is_wanted: bool, expected_seconds: int, at: datetime) -> int:
    """The same of a draft whose requester does or doesn't want the guarantee."""
    if not _is_promised(is_wanted):
        return 0
    return pricing.set_aside_up_to_micros(
        floor_hourly_micros=floor_hourly_micros(at=at), expected_seconds=expected_seconds
    )


def promises_floor(*, job: Job, at: datetime) -> bool:
    """Whether the workers of `job` are guaranteed the floor: settled for good when it is published."""
    if not job.is_draft:
        return job.guarantees_floor
    return _is_promised(job.guarantees_floor) and floor_hourly_micros(at=at) > 0


@automated_decision("price-warnings")
def refuse_below_floor(*, job: Job, at: datetime) -> None:
    """Raise BelowFloor where the instance requires the floor and the price of a draft doesn't meet it."""
    refuse_price_below_floor(price_micros=job.price_micros, expected_seconds=job.expected_seconds, at=at)


def refuse_price_below_floor(*, price_micros: int, expected_seconds: int, at: datetime) -> None:
    """The same of a price that isn't the job's yet."""
    if policy() is not Policy.REQUIRE:
        return
    floor = floor_hourly_micros(at=at)
    if pricing.hourly_micros(price_micros=price_micros, expected_seconds=expected_seconds) < floor:
        raise BelowFloor(pricing.piece_price_micros(hourly_micros=floor, seconds=expected_seconds))


def _is_promised(is_wanted: bool) -> bool:
    return policy() is Policy.GUARANTEE or (is_wanted and policy() is not Policy.OFF)
