"""Which jobs a worker can choose from. Who somebody is has no part in it: everyone sees the same list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from django.db.models import BigIntegerField, ExpressionWrapper, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from tasks.models import Assignment, Item, Job


class Order(Enum):
    """How open jobs are listed."""

    HOURLY = "hourly"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a worker looks for. An empty kind means all; 0 micros an hour means any pay."""

    kind: str = ""
    least_hourly_micros: int = 0
    order: Order = Order.HOURLY


def own_job_sentence() -> str:
    """Why a requester who is a worker too can't work on a job of theirs."""
    return _("You asked for this work yourself, so others do it. Choose another job.")


def published_jobs() -> QuerySet[Job]:
    """Open and closed jobs with their requesters."""
    return Job.objects.exclude(state=Job.State.DRAFT).select_related("requester")


def open_jobs(*, wanted: Wanted) -> QuerySet[Job]:
    """The open jobs that fit what a worker looks for, in the order asked for. An hour's pay is M12."""
    hourly = ExpressionWrapper(F("price_micros") * 3600 / F("expected_seconds"), output_field=BigIntegerField())
    jobs = published_jobs().filter(state=Job.State.OPEN).alias(hourly=hourly)
    if wanted.kind:
        jobs = jobs.filter(kind=wanted.kind)
    if wanted.least_hourly_micros:
        jobs = jobs.filter(hourly__gte=wanted.least_hourly_micros)
    if wanted.order is Order.NEWEST:
        return jobs.order_by("-published_at", "-pk")
    return jobs.order_by("-hourly", "-published_at", "-pk")


def first_thumbs(*, jobs: Sequence[Job]) -> dict[int, str]:
    """The key of the thumbnail of each job's first item, by job; texts, sounds and far pictures have none."""
    first_items = Item.objects.filter(job=OuterRef("pk")).order_by("position")
    keys = Job.objects.filter(pk__in=[job.pk for job in jobs]).values_list(
        "pk", Subquery(first_items.values("thumb_key")[:1])
    )
    return {pk: key for pk, key in keys if key}


def held_jobs(*, worker: User, jobs: Sequence[Job]) -> set[int]:
    """The numbers of those of `jobs` of which the worker has an assignment in hand."""
    return set(
        Assignment.objects.filter(worker=worker, state=Assignment.State.CLAIMED, job__in=jobs).values_list(
            "job_id", flat=True
        )
    )


def held_assignment(*, worker: User, job: Job) -> Assignment | None:
    """What the worker has in hand of `job`, with its micro-task and draft; nothing is claimed."""
    return (
        Assignment.objects.select_related("job__requester", "micro_task__item", "draft")
        .filter(worker=worker, job=job, state=Assignment.State.CLAIMED)
        .order_by("claimed_at")
        .first()
    )


def assignments_of(*, worker: User) -> QuerySet[Assignment]:
    """Everything the worker ever took in hand, newest first."""
    return Assignment.objects.filter(worker=worker).select_related("job").order_by("-claimed_at", "-pk")
