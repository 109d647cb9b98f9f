"""What a draft may still change about pay and time."""

from __future__ import annotations

from dataclasses import dataclass, fields

from django.conf import settings

from tasks.models import Job


@dataclass(frozen=True, slots=True)
class Terms:
    """What a draft may still change about pay and time. Priced by the hour, the price is what follows from it.

    `guarantees_floor` is None where it stays as it is.
    """

    wanted_answers: int
    price_micros: int
    expected_seconds: int
    auto_approval_seconds: int
    hour_price_micros: int | None = None
    guarantees_floor: bool | None = None


def terms_of(job: Job) -> Terms:
    """The terms as they are set now."""
    return Terms(**{field.name: getattr(job, field.name) for field in fields(Terms)})


def lease_of(*, expected_seconds: int) -> int:
    """How long a worker may keep one that takes so long, in seconds."""
    return max(settings.LEASE_SECONDS, 3 * expected_seconds)
