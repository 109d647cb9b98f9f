"""What a job may still cost, to the micro: closing gives back all else, and the check of the books holds escrows to it.

- *Work*: each place that may still be answered, and each answer that waits for a decision, at its price. A closed job
  has no places left but those that somebody holds.
- *Appeals*: rejected answers within the time to appeal that nobody does again, and those whose appeal is undecided.
- *Training*: every paid place for it; of a closed job what lies in somebody's hands.
- *Floor*: what is set aside for the guarantee, all of it while the job runs; of a closed job what may become due.
- *Fee*: rounded up once over all that was paid and may be paid, less what was taken of it.

What a running job holds beside that comes back when it closes: the price of dropped micro-tasks and of rejections that
nobody can appeal against any more, and what rounding up the fee of each part by itself put aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from ledger.models import Transfer
from tasks.domain import floor_reserve, obligation_facts
from tasks.domain.pricing import fee_on
from tasks.models import Job
from transparency.domain import log

# Who submitted so lately may still take the answer back and submit again at a new price: a raise counts it as in hand.
IN_HAND_STILL = timedelta(minutes=1)
# What became free in a closed job goes back with the clock's next look, some seconds later.
CLOCK_LOOKS_WITHIN = timedelta(minutes=10)
# What came into an escrow as the price of answers, with the fee on it rounded up each time.
SET_ASIDE = [Transfer.Reason.ESCROW, Transfer.Reason.REPLACEMENT, Transfer.Reason.RAISE, Transfer.Reason.ADDED]


@dataclass(frozen=True, slots=True)
class Obligation:
    """What one job may still cost, and what else its escrow holds until it closes.

    `loose_micros` is the most that may be there besides, and nothing but for moments: of a running job for answers
    that were submitted while its price rose, of a closed one what became free since the clock looked.
    """

    job_number: int
    work_micros: int
    appeals_micros: int
    training_micros: int
    fee_micros: int
    kept_micros: int = 0
    loose_micros: int = 0
    floor_micros: int = 0

    @property
    def owed_micros(self) -> int:
        """What the job may still cost."""
        return self.work_micros + self.appeals_micros + self.training_micros + self.fee_micros + self.floor_micros

    @property
    def escrow_micros(self) -> int:
        """What its escrow must hold."""
        return self.owed_micros + self.kept_micros


def of_closed(*, job_numbers: Sequence[int], at: datetime) -> dict[int, Obligation]:
    """What jobs may still cost from the moment that they are closed: nothing is handed out any more."""
    with connection.cursor() as cursor:
        cursor.execute(obligation_facts.OF_CLOSED, _moments(at) | {"jobs": list(job_numbers)})
        found = {row[0]: _closed(*row) for row in cursor.fetchall()}
    due = floor_reserve.owed_once_closed(job_numbers=list(found), at=at)
    return {number: replace(one, floor_micros=due.get(number, 0)) for number, one in found.items()}


def of_all(*, at: datetime) -> list[Obligation]:
    """What every published job may still cost, and what its escrow must hold, in one reading of the tables."""
    with connection.cursor() as cursor:
        cursor.execute(obligation_facts.OF_ALL, _moments(at))
        found = [_closed(*row) if row[1] else _running(*row) for row in cursor.fetchall()]
    reserves = floor_reserve.reserves()
    closed = Job.objects.filter(pk__in=reserves, state=Job.State.CLOSED).values_list("pk", flat=True)
    due = floor_reserve.owed_once_closed(job_numbers=list(closed), at=at)
    return [_with_floor(one, reserves.get(one.job_number, 0), due.get(one.job_number)) for one in found]


def _with_floor(one: Obligation, reserve_micros: int, due_micros: int | None) -> Obligation:
    """Of a closed job's reserve what isn't due any more lies there until the clock looks."""
    kept = reserve_micros if due_micros is None else due_micros
    return replace(one, floor_micros=kept, loose_micros=one.loose_micros + reserve_micros - kept)


def _moments(at: datetime) -> dict[str, Any]:
    return {
        "appealable_since": at - settings.APPEAL_TIME,
        "looked_at": at - CLOCK_LOOKS_WITHIN,
        "appealable_when_looked": at - CLOCK_LOOKS_WITHIN - settings.APPEAL_TIME,
        "in_hand_still": IN_HAND_STILL,
        "price_changed": log.JobType.PRICE_CHANGED,
        "set_aside": SET_ASIDE,
    }


def _closed(
    number: int, _is_closed: bool, permille: int, _price: int, training_price: int,
    in_hand: int, appealable: int, approved: int, trained: int, freed: int, *_of_running: int,
) -> Obligation:  # fmt: skip
    return Obligation(
        job_number=number,
        work_micros=in_hand,
        appeals_micros=appealable,
        training_micros=trained * training_price,
        fee_micros=_fee_between(approved, in_hand + appealable, permille),
        loose_micros=freed + fee_on(pay_micros=freed, fee_permille=permille),
    )


def _running(
    number: int, _is_closed: bool, permille: int, price: int, training_price: int,
    in_hand: int, appealable: int, approved: int, _trained: int, _freed: int,
    places: int, dropped: int, rejected: int, training: int, fee_aside: int, raised: int,
) -> Obligation:  # fmt: skip
    work = in_hand + (places - dropped) * price
    fee = _fee_between(approved, work + appealable, permille)
    taken = fee_on(pay_micros=approved, fee_permille=permille)
    return Obligation(
        job_number=number,
        work_micros=work,
        appeals_micros=appealable,
        training_micros=training * training_price,
        fee_micros=fee,
        kept_micros=dropped * price + rejected - appealable + fee_aside - taken - fee,
        loose_micros=raised,
    )


def _fee_between(paid_micros: int, owed_micros: int, permille: int) -> int:
    """What is still to be taken when all that is owed is paid too: the whole is rounded up once."""
    whole = fee_on(pay_micros=paid_micros + owed_micros, fee_permille=permille)
    return whole - fee_on(pay_micros=paid_micros, fee_permille=permille)
