"""Asking for the study of a month's gap, and reading those that are done. `study` reckons them."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from transparency.domain.release import months
from transparency.models import GapStudy, WorkerDay

# A month's days are complete, and its appeals mostly decided, on this day of the next one: that of the release.
READY_ON = 8


class NotOver(Exception):
    """The month isn't over long enough for its figures."""


def ask(*, month: date, asked_by: User | None, at: datetime) -> GapStudy:
    """A study of `month` (its first day), to be reckoned in the background; the one there is, where there is one.

    A study that failed is tried anew. `asked_by` is None where the clock asks. Raises NotOver.
    """
    if month > latest_month(at=at):
        raise NotOver
    study, made = GapStudy.objects.get_or_create(month=month, defaults={"asked_by": asked_by, "asked_at": at})
    if not made:
        failed = GapStudy.objects.filter(pk=study.pk, state=GapStudy.State.FAILED)
        failed.update(state=GapStudy.State.WAITING, attempts=0, asked_by=asked_by, asked_at=at)
        study.refresh_from_db()
    return study


def latest_month(*, at: datetime) -> date:
    """The first day of the last month whose figures are complete."""
    today = timezone.localtime(at, timezone.get_default_timezone()).date()
    return months.before(today.replace(day=1), months=1 if today.day >= READY_ON else 2)


def months_to_ask(*, at: datetime) -> list[date]:
    """Complete months with days of work and no study, the latest first: twelve at most."""
    known = set(GapStudy.objects.exclude(state=GapStudy.State.FAILED).values_list("month", flat=True))
    latest = latest_month(at=at)
    first = WorkerDay.objects.order_by("day").values_list("day", flat=True).first()
    found: list[date] = []
    month = latest
    while first and month >= first.replace(day=1) and len(found) < 12:
        if month not in known:
            found.append(month)
        month = months.before(month)
    return found


def due(*, at: datetime) -> list[int]:
    """The numbers of studies that wait; that of the last complete month is asked for here. The clock calls this."""
    latest = latest_month(at=at)
    if latest in months_to_ask(at=at) and not GapStudy.objects.filter(month=latest).exists():
        ask(month=latest, asked_by=None, at=at)
    return list(GapStudy.objects.filter(state=GapStudy.State.WAITING).order_by("pk").values_list("pk", flat=True))


def all_studies() -> QuerySet[GapStudy]:
    """Every study, the latest month first."""
    return GapStudy.objects.select_related("asked_by").order_by("-month")
