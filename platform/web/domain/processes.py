"""Is somebody in the machine room? A page that waits for a dead process says so."""

from datetime import datetime

from web.models import ProcessSeen

BACKGROUND = "background"
CLOCK = "clock"


def saw(*, name: str, at: datetime) -> None:
    """Note that process `name` was alive at `at`; one row a process, however often it is called."""
    ProcessSeen.objects.bulk_create(
        [ProcessSeen(name=name, at=at)], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
    )


def last_seen(name: str) -> datetime | None:
    """When `name` was last alive; None: never."""
    return ProcessSeen.objects.filter(name=name).values_list("at", flat=True).first()


def silent_seconds(*, name: str, at: datetime) -> float | None:
    """How long nothing has been heard of `name`; None: it was never there. Never below zero."""
    seen = last_seen(name)
    return None if seen is None else max(0.0, (at - seen).total_seconds())


def is_alive(*, name: str, at: datetime, within_seconds: float = 30) -> bool:
    """Was `name` seen in the last `within_seconds`? (It is noted every 5 seconds.)"""
    silence = silent_seconds(name=name, at=at)
    return silence is not None and silence <= within_seconds
