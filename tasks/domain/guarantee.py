"""The guaranteed floor: each night a job's workers get what the price of their answers lacks to the wage floor.

What an answer takes is the job's own measured time, the same for everybody: nobody's pay hangs on their own speed. What
is due only rises: an answer keeps the highest estimate that it was ever held against.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q, QuerySet

from ledger.domain import accounts as books
from ledger.domain.transfers import InsufficientFunds, Movement, transfer_many
from ledger.models import Account, Transfer
from tasks.domain import floor_reserve, floor_sums, job_time
from tasks.models import Assignment, FloorEstimate, FloorPay, Job
from tasks.models.guarantee import CENT, QUARTERS_A_SECOND
from transparency.domain import log
from transparency.domain.systems import automated_decision

# With fewer people an estimate would be somebody's own speed: then what the requester expects stands.
LEAST_WORKERS = 2
# So long after a job has closed its answers may still be decided on: approval by time, appeals and their decisions.
DECIDED_WITHIN = timedelta(days=28)


def guaranteed_jobs(*, at: datetime) -> QuerySet[Job]:
    """Published jobs with the guarantee of which anything may still change, or whose workers are owed something."""
    lately = Q(closed_at__isnull=True) | Q(closed_at__gt=at - settings.APPEAL_TIME - DECIDED_WITHIN)
    never = Q(floor_looked_at__isnull=True)
    owing = FloorPay.objects.filter(paid_at__isnull=True).values("job_id")
    holding = Account.objects.filter(kind=Account.Kind.ESCROW, balance_micros__gt=0).values("job_number")
    jobs = Job.objects.filter(guarantees_floor=True).exclude(state=Job.State.DRAFT)
    return jobs.filter(lately | never | Q(pk__in=owing) | Q(pk__in=holding)).order_by("pk")


@automated_decision("floor", least_workers=LEAST_WORKERS)
@transaction.atomic
def settle(*, job: Job, at: datetime) -> int:
    """Hold the approved answers of a guaranteed job against the floor, and pay what they lack; micros paid.

    Repeated, or killed and repeated, it pays the same sum once. What no money is there for stays owed.
    """
    locked = _locked(job)
    if not locked.guarantees_floor or locked.is_draft:
        return 0
    _estimate(locked, at)
    _grant(locked, at)
    Job.objects.filter(pk=locked.pk).update(floor_looked_at=at)
    return _pay(locked, at)


@transaction.atomic
def make_up(*, assignment_ids: Sequence[int], at: datetime) -> int:
    """Pay at once what the others of its job got for theirs, for answers that were approved late; micros paid.

    For whoever approves outside the usual way, as after an appeal: in the same transaction, and with the job's lock
    taken before the answers' (or none of them). Where the job was never looked at yet, the coming night does it.
    """
    paid = 0
    late = Assignment.objects.filter(pk__in=assignment_ids, job__guarantees_floor=True)
    for job in Job.objects.filter(pk__in=late.values("job_id")).order_by("pk"):
        locked = _locked(job)
        if FloorEstimate.objects.filter(job=locked).exists():
            workers = late.filter(job=locked, state=Assignment.State.APPROVED).values_list("worker_id", flat=True)
            _grant(locked, at, only_workers=sorted({pk for pk in workers if pk}))
            paid += _pay(locked, at)
    return paid


def _locked(job: Job) -> Job:
    """Everything that moves a job's reserve stands in one line: they wait for each other here."""
    return Job.objects.select_for_update(no_key=True).get(pk=job.pk)


def _estimate(job: Job, at: datetime) -> None:
    """Write down what an answer takes now, where that isn't what was found last."""
    found = job_time.measure(job=job)
    answers, workers = (found.answer_count, found.worker_count) if found else (0, 0)
    is_measured = found is not None and workers >= LEAST_WORKERS
    quarters = found.quarter_ms if found and is_measured else job.expected_seconds * QUARTERS_A_SECOND
    last = FloorEstimate.objects.filter(job=job).order_by("-at").first()
    if last is None or (last.quarter_ms, last.answer_count, last.worker_count) != (quarters, answers, workers):
        FloorEstimate.objects.create(
            job=job,
            at=at,
            quarter_ms=quarters,
            answer_count=answers,
            worker_count=workers,
            is_measured=is_measured,
        )


def _grant(job: Job, at: datetime, *, only_workers: list[int] | None = None) -> None:
    """Owe each worker what their answers lack, less what they got or are owed already. It never falls."""
    estimates = list(FloorEstimate.objects.filter(job=job).order_by("at"))
    before = dict(FloorPay.objects.filter(job=job).values_list("worker_id").annotate(total=Max("total_micros")))
    FloorPay.objects.bulk_create(
        [
            FloorPay(
                job=job,
                worker_id=lack.worker_id,
                estimate=estimates[-1],
                floor_hourly_micros=lack.floor_hourly_micros,
                answer_count=lack.answer_count,
                pay_micros=lack.pay_micros,
                amount_micros=total - before.get(lack.worker_id, 0),
                total_micros=total,
                owed_at=at,
            )
            for lack in floor_sums.lacking(job=job, estimates=estimates, only_workers=only_workers)
            if (total := lack.rounded_up_micros(CENT)) > before.get(lack.worker_id, 0)
        ],
        batch_size=1000,
    )


def _pay(job: Job, at: datetime) -> int:
    """Pay what is owed as far as the reserve reaches, and then the requester's funds, the oldest first."""
    owed = list(FloorPay.objects.filter(job=job, paid_at__isnull=True).order_by("pk"))
    if not owed:
        return 0
    reserve = floor_reserve.reserve_micros(job=job)
    funds = books.funds(owner_id=job.requester_id).balance_micros
    try:
        with transaction.atomic():
            paid = _pay_those(job, _payable(owed, reserve + funds), reserve, at)
    except InsufficientFunds:
        # The funds went elsewhere in that moment; the next night asks again.
        paid = _pay_those(job, _payable(owed, reserve), reserve, at)
    return sum(one.amount_micros for one in paid)


def _payable(owed: list[FloorPay], micros: int) -> list[FloorPay]:
    """Those of `owed` that `micros` pay in full, the oldest first."""
    found = []
    for one in owed:
        if one.amount_micros <= micros:
            found.append(one)
            micros -= one.amount_micros
    return found


def _pay_those(job: Job, paid: list[FloorPay], reserve: int, at: datetime) -> list[FloorPay]:
    if not paid:
        return []
    escrow, funds = books.escrow(job_number=job.pk), books.funds(owner_id=job.requester_id)
    missing = sum(one.amount_micros for one in paid) - reserve
    earnings = books.earnings_of(owner_ids=[one.worker_id for one in paid])
    movements = [
        Movement(escrow.pk, earnings[one.worker_id], one.amount_micros, Transfer.Reason.FLOOR_PAY, one.key)
        for one in paid
    ]
    if missing > 0:
        key = f"job:{job.pk}:floor:more:{paid[0].pk}"
        movements.insert(0, Movement(funds.pk, escrow.pk, missing, Transfer.Reason.FLOOR_SET_ASIDE, key))
    transfer_many(movements=movements, at=at)
    FloorPay.objects.filter(pk__in=[one.pk for one in paid]).update(paid_at=at)
    log.record(
        [
            log.Event(
                type=log.Type.FLOOR_PAID,
                at=at,
                worker_number=one.worker_id,
                requester_number=job.requester_id,
                job_number=job.pk,
                micros=one.amount_micros,
            )
            for one in paid
        ]
    )
    return paid
