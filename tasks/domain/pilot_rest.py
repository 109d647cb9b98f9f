"""The rest of a job after its pilot: what publishing it takes, and the price, which may be lower than the pilot's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from ledger.domain import accounts as books
from ledger.domain.transfers import transfer
from ledger.models import Transfer
from tasks.domain import floor_policy, pilots, price_help, pricing, raising
from tasks.domain.jobs import CostChanged
from tasks.domain.measured_time import Measured
from tasks.domain.setting_aside import set_aside
from tasks.domain.terms import lease_of
from tasks.models import Assignment, Job
from transparency.domain import log


class InHandStill(Exception):
    """A lower price than the pilot's waits until every answer of it has come: somebody holds one, or may take one."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What publishing the rest at a price takes; `raised` is the part for the pilot's answers that aren't in yet."""

    terms: price_help.Settled
    cost: pricing.Cost
    raised: raising.Raise | None

    @property
    def total_micros(self) -> int:
        return self.cost.total_micros + (self.raised.total_micros if self.raised else 0)


def quote_rest(
    *, job: Job, price_micros: int, hour_price_micros: int | None, measured: Measured | None, at: datetime
) -> Rest:
    """What publishing the rest at this price takes now. Raises NotRunning, NotAPilot, InHandStill and BelowFloor."""
    pilots.refuse_no_pilot(job)
    terms = price_help.settle(
        price_micros=price_micros,
        hour_price_micros=hour_price_micros,
        expected_seconds=measured.seconds if measured else job.expected_seconds,
        measured=measured,
    )
    if measured is None:
        # Too little came in: the time that was expected stands, whencever it was known.
        terms = replace(terms, seconds=job.expected_seconds, source=Job.ExpectedFrom(job.expected_from))
    if terms.price_micros < job.price_micros and _may_be_submitted(job, at):
        raise InHandStill
    raised = None
    if terms.price_micros > job.price_micros:
        raised = raising.quote(job=job, price_micros=terms.price_micros, at=at)
    floor_policy.refuse_price_below_floor(price_micros=terms.price_micros, expected_seconds=terms.seconds, at=at)
    cost = pricing.Cost(
        micro_task_count=pilots.waiting_count(job=job),
        wanted_answers=job.wanted_answers,
        price_micros=terms.price_micros,
        fee_permille=job.fee_permille,
        floor_each_micros=floor_each_micros(job=job, seconds=terms.seconds, at=at),
    )
    return Rest(terms, cost, raised)


def floor_each_micros(*, job: Job, seconds: int, at: datetime) -> int:
    """What an answer of the rest comes to with what is set aside for the floor, where the pilot guaranteed it."""
    if not job.guarantees_floor:
        return 0
    return floor_policy.would_set_aside_up_to_micros(is_wanted=True, expected_seconds=seconds, at=at)


@transaction.atomic
def publish_rest(
    *,
    job: Job,
    at: datetime,
    price_micros: int = 0,
    hour_price_micros: int | None = None,
    agreed_micros: int | None = None,
) -> bool:
    """End a pilot and publish what waits at a price of the requester's choice; False when that was done before.

    A higher price holds for the pilot's answers too that aren't in yet; a lower one waits until all of them are, so
    that nobody gets less than they saw. Places are opened afterwards (`additions.open_next`).
    Raises what `quote_rest` does, CostChanged and InsufficientFunds.
    """
    locked = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    if locked.pilot_ended_at is not None:
        job.refresh_from_db()
        return False
    measured = price_help.measured_for(job=locked)
    rest = quote_rest(
        job=locked, price_micros=price_micros, hour_price_micros=hour_price_micros, measured=measured, at=at
    )
    if agreed_micros not in (None, rest.total_micros):
        raise CostChanged(rest.total_micros)
    before_micros, price_micros = locked.price_micros, rest.terms.price_micros
    if rest.raised:
        raising.raise_price(job=locked, price_micros=price_micros, at=at)
    _give_back_of_withdrawn(locked, price_micros, at)
    set_aside(job=locked, cost=rest.cost, at=at, part=":rest")
    Job.objects.filter(pk=locked.pk).update(
        pilot_ended_at=at,
        pilot_price_micros=before_micros,
        price_micros=price_micros,
        hour_price_micros=hour_price_micros,
        expected_seconds=rest.terms.seconds,
        expected_from=rest.terms.source,
        floor_each_micros=rest.cost.floor_each_micros,
        lease_seconds=lease_of(expected_seconds=rest.terms.seconds),
        micro_task_count=F("micro_task_count") + rest.cost.micro_task_count,
    )
    job.refresh_from_db()
    pilots.record(
        log.JobType.PILOT_ENDED,
        job,
        at,
        micros=price_micros,
        before_micros=before_micros,
        count=rest.cost.micro_task_count,
    )
    log.remember_rest(
        job_number=job.pk,
        price_micros=price_micros,
        expected_seconds=job.expected_seconds,
        micro_task_count=job.micro_task_count,
    )
    return True


def _may_be_submitted(job: Job, at: datetime) -> bool:
    """Whether an answer may still come, or come again, whose worker saw the price of now."""
    return Assignment.objects.filter(
        Q(state__in=[Assignment.State.OPEN, Assignment.State.CLAIMED]) | raising.lately_submitted(at), job=job
    ).exists()


def _give_back_of_withdrawn(job: Job, price_micros: int, at: datetime) -> None:
    """What the places of reported micro-tasks don't need at a lower price; nobody holds them, or saw that they pay."""
    withdrawn = Assignment.objects.filter(job=job, state=Assignment.State.WITHDRAWN).count()
    freed = withdrawn * max(0, job.price_micros - price_micros)
    if freed:
        transfer(
            debit=books.escrow(job_number=job.pk),
            credit=books.funds(owner_id=job.requester_id),
            amount_micros=freed,
            reason=Transfer.Reason.REST,
            key=f"job:{job.pk}:pilot:freed",
            at=at,
        )
