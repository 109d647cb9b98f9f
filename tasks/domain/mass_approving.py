"""Approving many answers in the background: a row says how far it has come, and can be cancelled."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import User
from tasks.domain import review_list, reviewing
from tasks.models import Job, MassApproval
from transparency.domain.systems import automated_decision

State = MassApproval.State


@transaction.atomic
def ask(*, job: Job, asked_by: User, until: datetime, at: datetime) -> MassApproval:
    """An approval of all that was submitted `until` a moment and waits. One that is under way is given again."""
    Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    under_way = MassApproval.objects.filter(job=job, state=State.WAITING).first()
    if under_way is not None:
        return under_way
    wanted = review_list.waiting_until(job=job, until=until).count()
    return MassApproval.objects.create(job=job, asked_by=asked_by, until=until, wanted=wanted, created_at=at)


@transaction.atomic
@automated_decision("approving-many")
def go_on(*, approval_id: int, at: datetime) -> bool:
    """Approve one batch more; False once nothing is left to do here. Whoever else is at it is left alone.

    Killed at any point it can be called again: what was approved is counted in the same transaction.
    """
    waiting = MassApproval.objects.select_for_update(of=("self",), skip_locked=True).select_related("job")
    approval = waiting.filter(pk=approval_id, state=State.WAITING).first()
    if approval is None:
        return False
    batch = review_list.waiting_until(job=approval.job, until=approval.until).order_by("submitted_at")
    numbers = list(batch.values_list("pk", flat=True)[: reviewing.BATCH])
    if not numbers:
        MassApproval.objects.filter(pk=approval.pk).update(state=State.DONE, ended_at=at)
        return False
    approved = reviewing.approve(job=approval.job, assignment_ids=numbers, decided_by_id=approval.asked_by_id, at=at)
    MassApproval.objects.filter(pk=approval.pk).update(approved=F("approved") + approved)
    return True


def cancel(*, approval: MassApproval, at: datetime) -> bool:
    """Approve no more of it; False when it was done or cancelled before. What is approved stays approved and paid."""
    under_way = MassApproval.objects.filter(pk=approval.pk, state=State.WAITING)
    return under_way.update(state=State.CANCELLED, ended_at=at) > 0


def of_job(*, job: Job) -> MassApproval | None:
    """The newest one of a job."""
    return MassApproval.objects.filter(job=job).order_by("-pk").first()
