"""Which appeals there are, and for whom they wait: reads alone, for pages, letters and the API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Prefetch, Q, QuerySet

from accounts.models import User
from tasks.domain import appeals, redoing
from tasks.models import Appeal, AppealStep, Assignment, Job

_ANSWERED = ("worker", "against", "assignment__job", "assignment__answer", "assignment__micro_task__item", "suspension")


def _whole() -> QuerySet[Appeal]:
    """Appeals with all that a page shows of them, in two queries."""
    steps = AppealStep.objects.order_by("at", "pk")
    return Appeal.objects.select_related(*_ANSWERED).prefetch_related(Prefetch("steps", queryset=steps))


def undecided() -> QuerySet[Appeal]:
    """Appeals that nobody has decided, the one whose time ends first on top."""
    return _whole().filter(state__in=Appeal.OPEN).order_by("decide_until", "pk")


def decided() -> QuerySet[Appeal]:
    """Appeals that are decided, the latest first."""
    return _whole().exclude(state__in=Appeal.OPEN).order_by("-decided_at", "-pk")


def for_auditor(*, auditor: User, at: datetime) -> QuerySet[Appeal]:
    """What this auditor may decide now: the other side has spoken or let its time pass, and it is not their case."""
    ready = Q(state=Appeal.State.REPLIED) | Q(state=Appeal.State.FILED, reply_until__lte=at)
    return undecided().filter(ready).exclude(against=auditor).exclude(worker=auditor)


def overdue_count(*, at: datetime) -> int:
    """How many appeals should have been decided before now."""
    return Appeal.objects.filter(state__in=Appeal.OPEN, decide_until__lte=at).count()


def of_worker(*, worker: User) -> QuerySet[Appeal]:
    """A worker's own appeals, newest first."""
    return _whole().filter(worker=worker).order_by("-filed_at", "-pk")


def unread_count(*, worker: User) -> int:
    """How many of the worker's appeals have news that they haven't read."""
    moved = Appeal.objects.filter(worker=worker).exclude(state=Appeal.State.FILED)
    return moved.filter(Q(worker_read_at__isnull=True) | Q(worker_read_at__lt=F("changed_at"))).count()


def of_job(*, job: Job) -> QuerySet[Appeal]:
    """The appeals about the answers to a job, those that wait for its requester first."""
    waits_first = Q(state=Appeal.State.FILED)
    found = _whole().filter(assignment__job=job)
    return found.alias(waits=waits_first).order_by("-waits", "-filed_at", "-pk")


def waiting_for_requester(*, job: Job) -> int:
    """How many appeals of a job wait for its requester's word."""
    return Appeal.objects.filter(assignment__job=job, state=Appeal.State.FILED).count()


def one(*, public_id: str) -> Appeal | None:
    """One appeal with all that a page shows of it."""
    return _whole().filter(public_id=public_id.lower()).first()


def mark_read(*, appeal: Appeal, at: datetime) -> None:
    """Its worker has read what was said so far. Safe to repeat."""
    Appeal.objects.filter(pk=appeal.pk).update(worker_read_at=at)


def appealable(*, assignments: Sequence[Assignment], at: datetime) -> set[int]:
    """The numbers of those of a worker's `assignments` whose rejection they may appeal now, in one query."""
    rejected = [one.pk for one in assignments if one.state == Assignment.State.REJECTED]
    if not rejected:
        return set()
    found = Assignment.objects.filter(redoing.not_redone(), pk__in=rejected, appeal__isnull=True)
    return {one.pk for one in found if (until := appeals.appeal_until(assignment=one)) and at < until}
