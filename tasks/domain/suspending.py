"""Suspending a worker from new work: a person's decision, with a reason, that can be appealed and lifted.

Nothing in the background may import this module (Directive 2024/2831, Art. 10(5)): tests/tasks/test_suspending.py.
Order of locks: the worker, what they hold ahead, their payout, then accounts (docs/locks.md).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Suspension, User
from ledger.domain import payouts
from tasks.domain import ahead
from tasks.models import Appeal, Assignment, Job


class NotAWorker(Exception):
    """Only who works can be suspended from work."""


class NotAnAuditor(Exception):
    """Only an auditor suspends and lifts, and nobody themselves."""


class Wordless(Exception):
    """A decision without a reason."""


class AlreadySuspended(Exception):
    """Another decision suspended the worker before; it stands."""


class AppealIsOpen(Exception):
    """The worker has appealed: the suspension is lifted by deciding that."""


def of(*, worker: User) -> QuerySet[Suspension]:
    """A worker's suspensions, the latest first."""
    found = Suspension.objects.filter(worker=worker).select_related("decided_by", "lifted_by", "appeal")
    return found.order_by("-decided_at", "-pk")


def locked(*, worker: User) -> Suspension | None:
    """The worker's suspension of the moment, which nobody ends or begins meanwhile; None when they are not suspended.

    Inside the caller's transaction.
    """
    User.objects.select_for_update(no_key=True).get(pk=worker.pk)
    return Suspension.objects.select_for_update().filter(worker=worker, lifted_at__isnull=True).first()


@transaction.atomic
def suspend(*, worker: User, decided_by: User, reason: str, at: datetime) -> Suspension:
    """Give `worker` no new work from now on, and send the whole of their balance to their bank.

    What they have on screen they may finish, and are paid for, or give back; what was held ahead goes back. The same
    decision again changes nothing. Raises NotAWorker, NotAnAuditor, Wordless, AlreadySuspended.
    """
    reason = _written(reason)
    if not decided_by.is_auditor or decided_by.pk == worker.pk:
        raise NotAnAuditor
    if not worker.is_worker:
        raise NotAWorker
    before = locked(worker=worker)
    if before is not None:
        if (before.decided_by_id, before.reason) != (decided_by.pk, reason):
            raise AlreadySuspended
        return before
    made = Suspension.objects.create(worker=worker, decided_by=decided_by, reason=reason, decided_at=at)
    User.objects.filter(pk=worker.pk).update(suspension=made)
    worker.suspension = made
    held = Assignment.objects.filter(worker=worker, state=Assignment.State.CLAIMED, shown_at__isnull=True)
    for job in Job.objects.filter(pk__in=held.values("job_id")).order_by("pk"):
        ahead.give_back_ahead(job=job, worker=worker, at=at)
    payouts.pay_out_whole(worker_id=worker.pk, at=at)
    return made


@transaction.atomic
def lift(*, suspension: Suspension, lifted_by: User, because: str, at: datetime) -> bool:
    """Give the worker work again; False when that was done before. Raises NotAnAuditor, Wordless, AppealIsOpen."""
    because = _written(because)
    if not lifted_by.is_auditor or lifted_by.pk == suspension.worker_id:
        raise NotAnAuditor
    now = locked(worker=suspension.worker)
    if now is None or now.pk != suspension.pk:
        return False
    if Appeal.objects.filter(suspension=now, state__in=Appeal.OPEN).exists():
        raise AppealIsOpen
    Suspension.objects.filter(pk=now.pk).update(lifted_at=at, lifted_by=lifted_by, lifted_because=because)
    User.objects.filter(pk=now.worker_id).update(suspension=None)
    return True


def _written(reason: str) -> str:
    if not reason.strip():
        raise Wordless
    return reason.strip()
