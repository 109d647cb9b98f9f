"""Each look of an auditor at what one worker did, said or was paid: kept, for that worker to see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from accounts.models import User
from transparency.models import PersonLook

What = PersonLook.What
# Turning a page, or coming back to it, is the same look.
SAME_LOOK = timedelta(hours=1)


def note(*, auditor: User, workers: Iterable[int], what: PersonLook.What, about: str = "", at: datetime) -> int:
    """Keep that `auditor` looked at these workers; how many looks were new. Safe to repeat.

    An auditor who works here as well and meets their own rows looks at nobody.
    """
    wanted = set(workers) - {auditor.pk}
    if not wanted:
        return 0
    lately = PersonLook.objects.filter(
        worker_number__in=wanted, auditor=auditor, what=what, about=about, at__gt=at - SAME_LOOK
    )
    fresh = sorted(wanted - set(lately.values_list("worker_number", flat=True)))
    PersonLook.objects.bulk_create(
        [PersonLook(worker_number=number, auditor=auditor, what=what, about=about, at=at) for number in fresh],
        batch_size=1000,
    )
    return len(fresh)


def at_worker(*, worker_number: int) -> QuerySet[PersonLook]:
    """Every such look at a worker, the latest first."""
    return PersonLook.objects.filter(worker_number=worker_number).select_related("auditor").order_by("-at", "-pk")
