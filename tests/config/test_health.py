"""What `/health/live` and `/health/ready` answer, and when."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now

from config import health
from config.launch.processes import free_port
from web.domain import processes


@pytest.fixture
def never_asked(monkeypatch):
    """As in a process that has just started: nothing is known of the migrations."""
    monkeypatch.setattr(health.all_migrations_applied, "is_true", False)


def answer(view, rf, method="get"):
    response = view(getattr(rf, method)("/health"))
    return response.status_code, json.loads(response.content)


def test_live_touches_nothing(rf):
    response = health.live(rf.get("/health/live"))

    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_ready_tells_what_it_found(rf, never_asked):
    processes.saw(name="background", at=now() - timedelta(seconds=3))

    status, found = answer(health.ready, rf)

    assert 3 <= found.pop("background_seen_seconds_ago") < 10
    assert (status, found) == (200, {"ready": True, "database": "ok", "migrations": "ok", "broker": "ok"})


@pytest.mark.django_db
def test_a_silent_background_is_told_and_is_no_reason_to_send_visitors_away(rf, never_asked):
    processes.saw(name="background", at=now() - timedelta(minutes=5))

    status, found = answer(health.ready, rf)

    assert (status, found["background_seen_seconds_ago"]) == (200, None)


@pytest.mark.django_db
def test_ready_waits_for_migrations(rf, never_asked):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'web'")

    status, found = answer(health.ready, rf)

    assert (status, found["ready"], found["migrations"]) == (503, False, "pending")


@pytest.mark.django_db
def test_ready_refuses_without_a_broker(rf, settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"

    status, found = answer(health.ready, rf)

    assert (status, found["broker"]) == (503, "does not answer")


def test_ready_only_answers_to_questions(rf):
    assert health.ready(rf.post("/health/ready")).status_code == 405
