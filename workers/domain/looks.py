"""When an auditor looks at one worker by name: kept, with the reason, and shown to that worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.utils.functional import Promise

from accounts.models import User
from transparency.models import PersonLook
from workers.models import Look

# So long a look stays open to the auditor who took it; then another one, with its reason, is needed.
OPEN_FOR = timedelta(hours=1)
# What rows of the log are besides events: a look by name, and one in passing, at one thing.
BY_NAME, IN_PASSING = "look", "passing"


class NoSuchWorker(Exception):
    """Nobody who works here signs in by this address."""


class Wordless(Exception):
    """A look without a reason."""


@dataclass(frozen=True, slots=True)
class LookAt:
    """One look as the worker reads it: when, who, what was seen (empty: their whole page, by name), and why.

    `about` names the thing that was seen: an assignment, a batch, a year.
    """

    at: datetime
    auditor: User
    what: str | Promise = ""
    about: str = ""
    why: str = ""


def take(*, email: str, auditor: User, why: str, at: datetime) -> Look:
    """Keep that `auditor` looks at the worker with this address, and why. Raises NoSuchWorker, Wordless."""
    if not why.strip():
        raise Wordless
    worker = User.objects.filter(email__iexact=email.strip(), is_worker=True).first()
    if worker is None:
        raise NoSuchWorker
    return Look.objects.create(worker=worker, auditor=auditor, why=why.strip(), at=at)


def opened_by(*, auditor: User, at: datetime) -> QuerySet[Look]:
    """The looks of this auditor that are still open."""
    return Look.objects.filter(auditor=auditor, at__gt=at - OPEN_FOR).select_related("worker")


def at(*, worker: User) -> list[Look]:
    """Every look at this worker, the latest first."""
    return list(Look.objects.filter(worker=worker).select_related("auditor").order_by("-at", "-pk"))


def rows(*, worker: User, since: datetime | None, until: datetime | None) -> list[QuerySet[Any, dict[str, Any]]]:
    """The looks at a worker as rows that stand beside others in one order: `at`, `pk`, and what `row` they are."""
    by_name: QuerySet[Any] = Look.objects.filter(worker=worker)
    in_passing: QuerySet[Any] = PersonLook.objects.filter(worker_number=worker.pk)
    found = []
    for looks, what in ((by_name, BY_NAME), (in_passing, IN_PASSING)):
        chosen = looks.filter(at__gte=since, at__lt=until) if since and until else looks
        named = chosen.order_by().annotate(row=Value(what, output_field=CharField()))
        found.append(named.values("at", "pk", "row"))
    return found


def by_number(*, worker: User, found: Sequence[dict[str, Any]]) -> dict[tuple[str, int], LookAt]:
    """The looks among some rows, by what they are and their number."""
    told = {}
    for look in Look.objects.filter(worker=worker, pk__in=_numbers(found, BY_NAME)).select_related("auditor"):
        told[BY_NAME, look.pk] = LookAt(at=look.at, auditor=look.auditor, why=look.why)
    passing = PersonLook.objects.filter(worker_number=worker.pk, pk__in=_numbers(found, IN_PASSING))
    for each in passing.select_related("auditor"):
        what = each.get_what_display()
        told[IN_PASSING, each.pk] = LookAt(at=each.at, auditor=each.auditor, what=what, about=each.about)
    return told


def _numbers(found: Sequence[dict[str, Any]], what: str) -> list[int]:
    return [row["pk"] for row in found if row["row"] == what]
