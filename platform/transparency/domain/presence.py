"""When a worker is at work: from Start to Stop, or to the last sign of life. Each change stands in the labour log."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models.functions import Greatest

from transparency.domain import log
from transparency.domain.systems import automated_decision
from transparency.models import Presence

# Three heartbeats that did not come: whoever was there has gone.
SILENCE = timedelta(seconds=45)


@automated_decision("presence", silence=SILENCE)
def be_present(*, worker_number: int, at: datetime) -> None:
    """Start, or a sign of life. Safe to repeat.

    After a silence it begins a new time at work, and the one before ended where it fell silent. What was seen before
    the worker stopped, and is told late, begins nothing.
    """
    present = Presence.objects.filter(worker_number=worker_number, ended_at__isnull=True)
    if present.filter(last_seen_at__gte=at - SILENCE).update(last_seen_at=Greatest("last_seen_at", at)):
        return
    latest = _latest(worker_number)
    if latest is not None and (latest.ended_at or latest.last_seen_at) >= at:
        return
    try:
        with transaction.atomic():
            _end(present.select_for_update().first(), ending=Presence.Ending.SILENCE, at=at)
            Presence.objects.create(worker_number=worker_number, started_at=at, last_seen_at=at)
            log.record([log.Event(type=log.Type.PRESENCE_STARTED, at=at, worker_number=worker_number)])
    except IntegrityError:
        # Another page of the same worker said so in the same moment.
        return


@transaction.atomic
def stop(*, worker_number: int, at: datetime) -> None:
    """The worker says that they stop. Nothing more is measured until they start again. Safe to repeat."""
    if is_stopped(worker_number=worker_number):
        return
    be_present(worker_number=worker_number, at=at)
    _end(
        Presence.objects.select_for_update().filter(worker_number=worker_number, ended_at__isnull=True).first(),
        ending=Presence.Ending.STOP,
        at=at,
    )


def is_stopped(*, worker_number: int) -> bool:
    """Whether the last thing that the worker said was Stop."""
    latest = _latest(worker_number)
    return latest is not None and latest.ending == Presence.Ending.STOP


def _latest(worker_number: int) -> Presence | None:
    return Presence.objects.filter(worker_number=worker_number).order_by("-started_at", "-pk").first()


def now_at_work(*, worker_number: int, at: datetime) -> Presence | None:
    """The time at work that is running; None when there is none, or it fell silent."""
    return Presence.objects.filter(
        worker_number=worker_number, ended_at__isnull=True, last_seen_at__gte=at - SILENCE
    ).first()


def close_silent(*, at: datetime, limit: int = 500) -> int:
    """End the times at work of whoever fell silent; how many. Safe to repeat and to interrupt."""
    with transaction.atomic():
        silent = Presence.objects.select_for_update(skip_locked=True).filter(
            ended_at__isnull=True, last_seen_at__lt=at - SILENCE
        )
        ended = list(silent.order_by("last_seen_at")[:limit])
        for presence in ended:
            _end(presence, ending=Presence.Ending.SILENCE, at=at)
    return len(ended)


def _end(presence: Presence | None, *, ending: Presence.Ending, at: datetime) -> None:
    """End a locked time at work with its last sign of life, and log its length."""
    if presence is None:
        return
    presence.ended_at, presence.ending = presence.last_seen_at, ending.value
    presence.save(update_fields=["ended_at", "ending"])
    log.record(
        [
            log.Event(
                type=log.Type.PRESENCE_STOPPED,
                at=at,
                worker_number=presence.worker_number,
                started_at=presence.started_at,
                ended_at=presence.last_seen_at,
                note=ending.value,
            )
        ]
    )
