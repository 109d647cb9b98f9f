"""Changes of the wage floor that pay is held against, as the labour log tells them.

A floor changes with its day, by new data or by a setting: whoever looks each night finds all of these.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from transparency.domain import log
from transparency.domain.reports import floor_of_day
from transparency.domain.systems import automated_decision
from transparency.models import WorkEvent


@automated_decision("floor-changes")
@transaction.atomic
def notice(*, at: datetime) -> bool:
    """Whether the floor is another than the log last told; then it tells. 0 stands for no floor. Safe to repeat."""
    floor = floor_of_day(at=at)
    micros = floor.hourly_micros if floor else 0
    told = WorkEvent.objects.filter(
        type=log.Type.FLOOR_CHANGED, worker_number__isnull=True, job_number__isnull=True
    ).order_by("-at", "-pk")
    latest = told.first()
    if micros == (latest.micros if latest else 0):
        return False
    log.record(
        [
            log.Event(
                type=log.Type.FLOOR_CHANGED,
                at=at,
                micros=micros,
                before_micros=latest.micros if latest else None,
                note=settings.PAY_FLOOR_COUNTRY,
            )
        ]
    )
    return True
