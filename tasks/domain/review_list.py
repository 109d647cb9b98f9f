"""The answers of a job as its requester reads them: who gave them is a code, and how fast is not told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet, Sum

from tasks.domain import quota
from tasks.models import Assignment, Job

_IN_STATE = {
    "waiting": Q(state=Assignment.State.SUBMITTED),
    "approved": Q(state=Assignment.State.APPROVED),
    "rejected": Q(state=Assignment.State.REJECTED),
    # Somebody else had taken the place: kept beside the wanted answers, paid from the reserve, never exported.
    "late": Q(state=Assignment.State.EXPIRED),
}


def all_answers(*, job: Job) -> QuerySet[Assignment]:
    """Everything that was ever submitted to `job`, with what it answers."""
    submitted = Assignment.objects.filter(job=job, submitted_at__isnull=False)
    return submitted.select_related("answer", "micro_task__item", "appeal")


def answers_of(*, job: Job, state: str, newest_first: bool) -> QuerySet[Assignment]:
    """The answers in one state (waiting, approved, rejected, late) by the time they were submitted."""
    order = ("-submitted_at", "-pk") if newest_first else ("submitted_at", "pk")
    return all_answers(job=job).filter(_IN_STATE[state]).order_by(*order)


def late_count(*, job: Job) -> int:
    """How many answers came after somebody else had taken the place."""
    return Assignment.objects.filter(_IN_STATE["late"], job=job, submitted_at__isnull=False).count()


def waiting_until(*, job: Job, until: datetime) -> QuerySet[Assignment]:
    """The answers that wait for their requester’s decision, not for an auditor’s, and were submitted by `until`."""
    waiting = Assignment.objects.filter(job=job, state=Assignment.State.SUBMITTED, submitted_at__lte=until)
    return waiting.exclude(quota.asked_about())


def pay_waiting_micros(*, job: Job, until: datetime) -> int:
    """What approving every answer that was submitted by `until` would pay, each at its own price."""
    total: int | None = waiting_until(job=job, until=until).aggregate(total=Sum("price_micros"))["total"]
    return total or 0


def paid_micros(*, job: Job, assignment_ids: Sequence[int], decided_at: datetime) -> int:
    """What those of the answers were paid that one decision approved: the others had been decided on before."""
    decided = Assignment.objects.filter(job=job, pk__in=assignment_ids, decided_at=decided_at)
    total: int | None = decided.filter(_IN_STATE["approved"]).aggregate(total=Sum("price_micros"))["total"]
    return total or 0


def numbers_of(*, job: Job, public_ids: Sequence[str]) -> list[int]:
    """The numbers of those of a job's answers that have these public ids; others are passed over."""
    named = [public_id.lower() for public_id in public_ids]
    return list(all_answers(job=job).filter(public_id__in=named).order_by("pk").values_list("pk", flat=True))
