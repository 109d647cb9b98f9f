"""What a draft should pay: the expected time, and the prices that it leads to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from ledger.domain.living_wages import LivingWage, living_wage
from tasks.domain import like_jobs, measured_time, pricing
from tasks.domain.measured_time import Measured
from tasks.models import Assignment, Job
from tasks.models.job import MOST_PRICE_MICROS


class Aim(StrEnum):
    """What a price is meant to reach."""

    FLOOR = "floor"
    LIVING = "living"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Offer:
    """One price, what an hour of it pays at the expected time, and the greatest that the whole job can cost."""

    aim: Aim
    price_micros: int
    hourly_micros: int
    cost: pricing.Cost


@dataclass(frozen=True, slots=True)
class PriceHelp:
    """The time that prices are reckoned with, whence it is known, and the prices; `measured` is None where nothing was.

    `living_wage` is None where none is known.
    """

    seconds: int
    measured: Measured | None
    floor_hourly_micros: int
    living_wage: LivingWage | None
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """The seconds that a price is reckoned with, whence they are known, and the price of an answer."""

    seconds: int
    source: Job.ExpectedFrom
    price_micros: int


def settle(
    *, price_micros: int, hour_price_micros: int | None, expected_seconds: int, measured: Measured | None
) -> Settled:
    """By the piece the price and the seconds are the requester's; by the hour both follow what was measured."""
    if measured and (hour_price_micros is not None or expected_seconds == measured.seconds):
        seconds, source = measured.seconds, measured.source
    else:
        seconds, source = expected_seconds, Job.ExpectedFrom.REQUESTER
    if hour_price_micros is not None:
        followed = pricing.piece_price_micros(hourly_micros=hour_price_micros, seconds=seconds)
        price_micros = min(followed, MOST_PRICE_MICROS)
    return Settled(seconds, source, price_micros)


def measured_for(*, job: Job) -> Measured | None:
    """What was measured of such work: by the job's own pilot, else on jobs like it; None while it is too little."""
    if job.pilot_began_at is not None:
        return measured_time.measure(
            job_ids=[job.pk],
            source=Job.ExpectedFrom.PILOT,
            states=[Assignment.State.SUBMITTED, Assignment.State.APPROVED],
            claimed_before=job.pilot_ended_at,
        )
    return like_jobs.measured(job=job)


def help_with(*, estimate: pricing.Estimate, measured: Measured | None) -> PriceHelp:
    """The prices that meet the floor and a living wage, rounded up, beside the requester's own.

    Reckoned with what was measured, else with the seconds that the requester expects.
    """
    seconds = measured.seconds if measured else estimate.expected_seconds
    living = living_wage()
    wanted = {Aim.FLOOR: estimate.floor_hourly_micros, Aim.LIVING: living.hourly_micros if living else 0}
    prices = {
        aim: pricing.piece_price_micros(hourly_micros=hourly, seconds=seconds)
        for aim, hourly in wanted.items()
        if hourly
    }
    if estimate.cost.price_micros:
        prices[Aim.OWN] = estimate.cost.price_micros
    offers = [
        Offer(
            aim=aim,
            price_micros=price,
            hourly_micros=pricing.hourly_micros(price_micros=price, expected_seconds=seconds),
            cost=replace(estimate.cost, price_micros=price),
        )
        for aim, price in prices.items()
    ]
    return PriceHelp(seconds, measured, estimate.floor_hourly_micros, living, tuple(offers))
