"""How requesters and the platform treat people, in figures: M26, M34, M35, M36 and M40. Nothing is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from transparency.domain.appealing import Share
from transparency.domain.rollup.reading import Labour

HOUR_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Debt:
    """M26: the hours that qualifying took without pay, and for how many paid hours they were spent so far."""

    unpaid_hours: float
    paid_hours: float

    @property
    def ratio(self) -> float | None:
        """Unpaid qualifying hours for each paid hour since; None before any."""
        return self.unpaid_hours / self.paid_hours if self.paid_hours > 0 else None


def qualification_debt(*, people: Iterable[Labour]) -> Debt:
    """M26, hours: unpaid time of qualifying, and paid time beside it. Training that is paid is in the latter."""
    known = list(people)
    return Debt(
        sum(one.qualification_seconds for one in known) / HOUR_SECONDS,
        sum(one.paid_seconds for one in known) / HOUR_SECONDS,
    )


def fee_share(*, pay_micros: int, fee_micros: int) -> float | None:
    """M34, 0 to 1: the platform's fee over pay and fee; None before anything was paid."""
    whole = pay_micros + fee_micros
    return fee_micros / whole if whole else None


@dataclass(frozen=True, slots=True)
class LiftedPay:
    """M35: micros paid up to the floor, and the share of answers that they were paid for."""

    micros: int
    touched: Share


def lifted_pay(*, people: Iterable[Labour], touched_count: int) -> LiftedPay:
    """M35: what lifted pay to the floor, and for how many of the paid answers."""
    known = list(people)
    paid_count = sum(one.paid_count for one in known)
    return LiftedPay(sum(one.floor_micros for one in known), Share(touched_count, paid_count))


def estimate_honesty(*, median_seconds: float, announced_seconds: float) -> float | None:
    """M36, ratio: the median credited time of an answer over the time that was announced. Beyond 1.2 it alerts."""
    return median_seconds / announced_seconds if announced_seconds > 0 else None


def seal_age_seconds(*, sealed_at: datetime, at: datetime) -> float:
    """M40, seconds since the log was sealed last; whether it holds says `manage.py verify_log`."""
    return (at - sealed_at).total_seconds()
