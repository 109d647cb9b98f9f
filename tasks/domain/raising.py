"""Raising the price of a published job: never lower, and never for what was decided on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from ledger.domain import accounts as books
from ledger.domain.transfers import Movement, transfer_many
from ledger.models import Transfer
from tasks.domain import additions, floor_reserve
from tasks.domain.obligations import IN_HAND_STILL
from tasks.domain.pausing import NotRunning
from tasks.domain.pricing import fee_on
from tasks.models import Assignment, Job
from tasks.models.job import MOST_PRICE_MICROS
from transparency.domain import log


class NotRaised(Exception):
    """The new price isn't above the present one, or above the highest there may be: workers saw the present one."""


class RaiseCostsMore(Exception):
    """The raise takes more than the requester agreed to: answers are asked for again since they saw it."""

    def __init__(self, total_micros: int) -> None:
        super().__init__(f"the raise sets {total_micros} micros aside now")
        self.total_micros = total_micros


@dataclass(frozen=True, slots=True)
class Raise:
    """What a higher price takes: the difference, and the fee on it, for each answer that isn't submitted yet.

    `fee_micros` is rounded up to a whole micro: the escrow holds the rest, and gives it back in the end. `freed_micros`
    is what these answers don't need any more of what was set aside for the guaranteed floor: it helps to pay.
    """

    before_micros: int
    price_micros: int
    answer_count: int
    fee_permille: int
    freed_micros: int = 0

    @property
    def more_micros(self) -> int:
        return self.price_micros - self.before_micros

    @property
    def pay_micros(self) -> int:
        return self.answer_count * self.more_micros

    @property
    def fee_micros(self) -> int:
        return fee_on(pay_micros=self.pay_micros, fee_permille=self.fee_permille)

    @property
    def total_micros(self) -> int:
        return self.pay_micros + self.fee_micros - self.freed_micros


def quote(*, job: Job, price_micros: int, at: datetime) -> Raise:
    """What raising the price of `job` now would set aside. Raises NotRunning and NotRaised."""
    if not job.is_running:
        raise NotRunning
    if not job.price_micros < price_micros <= MOST_PRICE_MICROS:
        raise NotRaised
    count = Assignment.objects.filter(
        Q(state__in=["open", "claimed", "withdrawn"]) | lately_submitted(at), job=job
    ).count()
    count += additions.unopened_count(job=job) * job.wanted_answers
    freed = floor_reserve.freed_by_raise_micros(job=job, price_micros=price_micros, answer_count=count)
    return Raise(job.price_micros, price_micros, count, job.fee_permille, freed)


@transaction.atomic
def raise_price(*, job: Job, price_micros: int, at: datetime, agreed_micros: int | None = None) -> Raise | None:
    """Pay `price_micros` for every answer to `job` that is submitted from now on, in hand or not begun yet.

    The difference is set aside first, in the same transaction; None when the price is that already, and nothing moves.
    `agreed_micros` is the most that the requester agreed to, where they saw it. A submission that comes at the same
    moment gets the one price or the other, and the money for the higher one is there.

    Raises NotRunning, NotRaised, RaiseCostsMore and InsufficientFunds.
    """
    locked = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    if locked.is_running and locked.price_micros == price_micros:
        job.price_micros = price_micros
        return None
    taken = quote(job=locked, price_micros=price_micros, at=at)
    if agreed_micros is not None and taken.total_micros > agreed_micros:
        raise RaiseCostsMore(taken.total_micros)
    Job.objects.filter(pk=locked.pk).update(price_micros=price_micros)
    _raise_lately_submitted(locked, price_micros, at)
    _set_aside(locked, taken, at)
    log.record_job(
        type=log.JobType.PRICE_CHANGED,
        at=at,
        job_number=locked.pk,
        requester_number=locked.requester_id,
        micros=price_micros,
        before_micros=taken.before_micros,
        count=taken.answer_count,
    )
    job.price_micros = price_micros
    return taken


def _set_aside(job: Job, taken: Raise, at: datetime) -> None:
    """Both at once, so that what is freed pays for the raise even where the funds are empty."""
    funds, escrow = books.funds(owner_id=job.requester_id), books.escrow(job_number=job.pk)
    # After a pilot the price may rise again to where it was.
    key = f"job:{job.pk}:raise:{taken.price_micros}{':rest' if job.pilot_ended_at else ''}"
    movements = []
    if taken.pay_micros:
        more = taken.pay_micros + taken.fee_micros
        movements.append(Movement(funds.pk, escrow.pk, more, Transfer.Reason.RAISE, key))
    if taken.freed_micros:
        movements.append(Movement(escrow.pk, funds.pk, taken.freed_micros, Transfer.Reason.FLOOR_BACK, f"{key}:floor"))
    transfer_many(movements=movements, at=at)


def lately_submitted(at: datetime) -> Q:
    """Answers that their workers may still take back and submit again."""
    return Q(state=Assignment.State.SUBMITTED, submitted_at__gt=at - IN_HAND_STILL)


def _raise_lately_submitted(job: Job, price_micros: int, at: datetime) -> None:
    lately = Assignment.objects.filter(lately_submitted(at), job=job, price_micros__lt=price_micros)
    numbers = list(lately.select_for_update().order_by("pk").values_list("pk", flat=True))
    Assignment.objects.filter(pk__in=numbers).update(price_micros=price_micros)
