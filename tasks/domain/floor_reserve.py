"""What a job's escrow holds for the guaranteed floor: how much is left of it, and how much of it must stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Case, Count, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest

from ledger.domain import accounts as books
from ledger.domain.transfers import Movement
from ledger.models import Transfer
from tasks.domain import floor_sums, redoing
from tasks.models import Appeal, Assignment, FloorEstimate, FloorPay, Job
from tasks.models.guarantee import CENT, QUARTERS_AN_HOUR

_OUT = [Transfer.Reason.FLOOR_PAY, Transfer.Reason.FLOOR_BACK]
_MOVED = Case(
    When(reason=Transfer.Reason.FLOOR_SET_ASIDE, then=F("amount_micros")),
    default=-F("amount_micros"),
)


def reserve_micros(*, job: Job) -> int:
    """What of a job's escrow is set aside for the guarantee: what came for it, less what was paid and given back."""
    escrow = books.escrow(job_number=job.pk)
    moved = Transfer.objects.filter(
        Q(credit=escrow, reason=Transfer.Reason.FLOOR_SET_ASIDE) | Q(debit=escrow, reason__in=_OUT)
    )
    return moved.aggregate(total=Sum(_MOVED))["total"] or 0


def reserves() -> dict[int, int]:
    """The same of every job that has anything of it, by the job's number."""
    aside = Transfer.objects.filter(reason=Transfer.Reason.FLOOR_SET_ASIDE).values_list("credit__job_number")
    out = Transfer.objects.filter(reason__in=_OUT).values_list("debit__job_number")
    found = dict(aside.annotate(total=Sum("amount_micros")))
    for number, total in out.annotate(total=Sum("amount_micros")):
        found[number] = found.get(number, 0) - total
    return {number: micros for number, micros in found.items() if micros}


def freed_by_raise_micros(*, job: Job, price_micros: int, answer_count: int) -> int:
    """What `answer_count` answers need less of the reserve once they pay `price_micros`; no more than is left of it."""
    each = job.floor_each_micros
    less = max(0, each - job.price_micros) - max(0, each - price_micros)
    return min(less * answer_count, reserve_micros(job=job)) if less else 0


def for_one_more(*, job: Job, key: str) -> list[Movement]:
    """What one more wanted answer sets aside for the guarantee, to move with its pay; an empty list for nothing."""
    micros = max(0, job.floor_each_micros - job.price_micros)
    if not micros:
        return []
    funds, escrow = books.funds(owner_id=job.requester_id), books.escrow(job_number=job.pk)
    return [Movement(funds.pk, escrow.pk, micros, Transfer.Reason.FLOOR_SET_ASIDE, key)]


def owed_micros(*, job: Job, at: datetime) -> int:
    """What a job's escrow must keep for the guarantee: all of the reserve while it runs, then what may become due."""
    reserve = reserve_micros(job=job)
    return reserve if job.is_running else min(reserve, _may_become_due(job, at))


def owed_once_closed(*, job_numbers: Sequence[int], at: datetime) -> dict[int, int]:
    """What of the reserve of each of these jobs stays once it is closed; those without a reserve are absent."""
    found = {}
    for job in Job.objects.filter(pk__in=job_numbers, guarantees_floor=True):
        reserve = reserve_micros(job=job)
        if reserve:
            found[job.pk] = min(reserve, _may_become_due(job, at))
    return found


def _may_become_due(job: Job, at: datetime) -> int:
    """For answers that nobody has decided on for good, or that no night has looked at: what each may come to.

    As much as was set aside for one, or as the last night's estimate comes to if that is more; and a cent a worker.
    """
    unpaid = FloorPay.objects.filter(job=job, paid_at__isnull=True).aggregate(total=Sum("amount_micros"))["total"] or 0
    waiting = Assignment.objects.filter(Q(state__in=["claimed", "submitted"]) | _contested(at) | _unseen(job), job=job)
    lacks = Greatest(_each_may_come_to(job) - Coalesce(F("price_micros"), Value(job.price_micros)), Value(0))
    found = waiting.aggregate(total=Sum(lacks), workers=Count("worker_id", distinct=True))
    return (found["total"] or 0) + unpaid + (CENT * found["workers"] if found["total"] else 0)


def _contested(at: datetime) -> Q:
    """Rejected answers that may be approved after all."""
    appealable = Q(appeal__isnull=True, decided_at__gt=at - settings.APPEAL_TIME) & redoing.not_redone()
    return Q(appealable | Q(appeal__state__in=Appeal.OPEN), state="rejected")


def _unseen(job: Job) -> Q:
    """Approved answers that no night has looked at."""
    if job.floor_looked_at is None:
        return Q(state="approved")
    return Q(state="approved", decided_at__gt=job.floor_looked_at)


def _each_may_come_to(job: Job) -> int:
    last = FloorEstimate.objects.filter(job=job).order_by("-at").first()
    measured = -(-floor_sums.highest_floor_micros() * last.quarter_ms // QUARTERS_AN_HOUR) if last else 0
    return max(job.floor_each_micros, measured)
