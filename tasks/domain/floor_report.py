"""What the guarantee came to: of one worker, of one job, and of the whole site (M35)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import Count, Max, Q, QuerySet, Sum

from accounts.models import User
from tasks.models import Assignment, FloorPay, Job


@dataclass(frozen=True, slots=True)
class FloorTotals:
    """M35 and what belongs to it: paid up to the floor, owed still, and which part of the answers that touched.

    `touched_share` is of the approved answers of all jobs, guaranteed or not; 0 where there is none.
    """

    paid_micros: int
    owed_micros: int
    worker_count: int
    touched_count: int
    approved_count: int

    @property
    def touched_share(self) -> float:
        return float(Fraction(self.touched_count, self.approved_count)) if self.approved_count else 0.0


def totals(*, since: datetime | None = None) -> FloorTotals:
    """M35: what was paid to reach the floor, and the share of approved answers that it was paid for.

    With `since`, what was paid from then on, for answers that were approved from then on. An answer is touched when it
    lay below the floor on the night of its worker's latest grant in its job.
    """
    grants, answers = FloorPay.objects.all(), Assignment.objects.filter(state=Assignment.State.APPROVED)
    if since is not None:
        grants, answers = grants.filter(owed_at__gte=since), answers.filter(decided_at__gte=since)
    sums = grants.aggregate(
        paid=Sum("amount_micros", filter=Q(paid_at__isnull=False)),
        owed=Sum("amount_micros", filter=Q(paid_at__isnull=True)),
        workers=Count("worker", distinct=True),
    )
    latest = grants.values("job_id", "worker_id").annotate(answers=Max("answer_count"))
    approved = answers.count()
    touched = sum(latest.values_list("answers", flat=True))
    return FloorTotals(sums["paid"] or 0, sums["owed"] or 0, sums["workers"], min(touched, approved), approved)


def of_worker(*, worker: User) -> QuerySet[FloorPay]:
    """What a worker got or is owed up to the floor, the latest first, with the estimate that it was reckoned with."""
    return FloorPay.objects.filter(worker=worker).select_related("job", "estimate").order_by("-owed_at", "-pk")


def owed_for(*, job: Job) -> int:
    """What workers of one job are owed up to the floor still, in micros."""
    owed: int | None = FloorPay.objects.filter(job=job, paid_at__isnull=True).aggregate(sum=Sum("amount_micros"))["sum"]
    return owed or 0


def owed() -> QuerySet[FloorPay]:
    """What workers are owed up to the floor because no money is there, the oldest first."""
    return _with_people(FloorPay.objects.filter(paid_at__isnull=True)).order_by("owed_at", "pk")


def paid() -> QuerySet[FloorPay]:
    """What was paid up to the floor, the latest first."""
    return _with_people(FloorPay.objects.filter(paid_at__isnull=False)).order_by("-paid_at", "-pk")


def _with_people(pays: QuerySet[FloorPay]) -> QuerySet[FloorPay]:
    return pays.select_related("job__requester", "estimate")
