"""How many requests a person may send."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast

import redis
from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

if TYPE_CHECKING:
    # At run time this would be a circle: the framework's views import their throttles.
    from rest_framework.views import APIView

# A process tells the others what it counted so often: between two tellings a person may have sent at most what the
# other processes let through in this time beyond the limit.
TELL_SECONDS = 0.5
MOST_COUNTED = 10_000
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Counted:
    """One person's requests in one window: those that all processes told of, and our own that we didn't tell yet."""

    told: int = 0
    untold: int = 0
    told_at: float = float("-inf")


_lock = threading.Lock()
_counted: dict[str, Counted] = {}


@lru_cache(maxsize=4)
def _counters(address: str) -> redis.Redis:
    return redis.Redis.from_url(address)


class PersonThrottle(SimpleRateThrottle):
    """So many requests a person and window; whoever isn't signed in counts by address.

    Each process counts for itself and adds up with the others in Redis twice a second, so the busiest paths don't
    wait for a round trip. When Redis is away each goes on by its own count: a limit guards against floods, and is no
    reason to stop paid work.
    """

    scope = "person"
    num_requests: int | None
    duration: int | None

    def get_rate(self) -> str | None:
        rates = cast(dict[str, str | None], settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"])
        return rates[self.scope]

    def get_cache_key(self, request: Request, view: APIView) -> str:
        person = request.user.pk if request.user else None
        return f"vh:throttle:{self.scope}:{person or self.get_ident(request)}"

    def allow_request(self, request: Request, view: APIView) -> bool:
        if self.num_requests is None or self.duration is None:
            return True
        window, self.past = divmod(time.time(), self.duration)
        key = f"{self.get_cache_key(request, view)}:{window:.0f}"
        return count(key, keep_seconds=self.duration) <= self.num_requests

    def wait(self) -> float | None:
        """Seconds until the next window."""
        return None if self.duration is None else self.duration - self.past


def count(key: str, *, keep_seconds: int) -> int:
    """Count one more under `key`; how many there were in all, as far as this process knows."""
    at = time.monotonic()
    with _lock:
        if len(_counted) >= MOST_COUNTED:
            _counted.clear()
        counted = _counted.setdefault(key, Counted())
        counted.untold += 1
        if at - counted.told_at < TELL_SECONDS:
            return counted.told + counted.untold
        telling, counted.untold, counted.told_at = counted.untold, 0, at
        counted.told += telling
    try:
        trip = _counters(settings.REDIS_URL).pipeline(transaction=False)
        trip.incrby(key, telling)
        trip.expire(key, keep_seconds)
        told, _ = trip.execute()
    except redis.RedisError as error:
        logger.warning("Requests are counted in this process only: %s", error)
    else:
        counted.told = int(told)
    return counted.told + counted.untold
