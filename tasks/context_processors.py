"""What every page of an auditor knows of the work: how many appeals wait for them."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now

from accounts.models import User
from tasks.domain import appeal_lists


def appeals(request: HttpRequest) -> dict[str, Any]:
    """Counted where it is shown, once a page, and for auditors alone."""
    return {"appeals_waiting": cache(partial(waiting_count, getattr(request, "user", None)))}


def waiting_count(person: object) -> int:
    """How many appeals this person may decide now; 0 for whoever is no auditor."""
    if not isinstance(person, User) or not person.is_auditor:
        return 0
    return appeal_lists.for_auditor(auditor=person, at=now()).count()
