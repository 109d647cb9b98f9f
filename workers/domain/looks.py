"""When an auditor looks at one worker by name: kept, with the reason, and shown to that worker."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from accounts.models import User
from workers.models import Look

# So long a look stays open to the auditor who took it; then another one, with its reason, is needed.
OPEN_FOR = timedelta(hours=1)


class NoSuchWorker(Exception):
    """Nobody who works here signs in by this address."""


class Wordless(Exception):
    """A look without a reason."""


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
