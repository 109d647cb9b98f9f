"""`/health/live` and `/health/ready`: what a load balancer, Compose and the launcher ask."""

from collections.abc import Callable
from functools import lru_cache

import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from web.domain.processes import BACKGROUND, silent_seconds

BROKER_SECONDS = 2
OK = "ok"


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """This process answers. Touches nothing else: a database that is away is no reason to kill it."""
    return HttpResponse(OK, content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """May visitors be sent here? 200 or 503, and what was found.

    The background is told, never counted: pages work without it, and say so themselves.
    """
    found: dict[str, object] = {"database": database_state()}
    found["migrations"] = migrations_state() if found["database"] == OK else "unknown"
    found["broker"] = broker_state()
    is_ready = all(state == OK for state in found.values())
    silence = background_silence() if found["migrations"] == OK else None
    found["background_seen_seconds_ago"] = silence
    return JsonResponse({"ready": is_ready, **found}, status=200 if is_ready else 503)


def database_state() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return "does not answer"
    return OK


def migrations_state() -> str:
    return OK if all_migrations_applied() else "pending"


class KnownOnce:
    """A question that is asked until the answer is yes, and then never again."""

    def __init__(self, ask: Callable[[], bool]) -> None:
        self.ask = ask
        self.is_true = False

    def __call__(self) -> bool:
        self.is_true = self.is_true or self.ask()
        return self.is_true


def nothing_to_migrate() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


all_migrations_applied = KnownOnce(nothing_to_migrate)


@lru_cache
def broker_client(address: str) -> "redis.Redis":
    return redis.Redis.from_url(address, socket_timeout=BROKER_SECONDS, socket_connect_timeout=BROKER_SECONDS)


def broker_state() -> str:
    try:
        broker_client(settings.REDIS_URL).ping()
    except redis.RedisError:
        return "does not answer"
    return OK


def background_silence() -> float | None:
    """Seconds since the background was last seen, when that was in the last minute; None: nobody is there."""
    silence = silent_seconds(name=BACKGROUND, at=now())
    return round(silence, 1) if silence is not None and silence <= 60 else None
