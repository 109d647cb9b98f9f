"""The engine: a kept connection that the server ended is noticed without asking, and plans are made once."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection

from web.domain.statements import prepared_cursor


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_is_replaced_before_it_is_used() -> None:
    connection.ensure_connection()
    number = connection.connection.info.backend_pid
    with psycopg.connect(**{**connection.get_connection_params(), "context": None, "cursor_factory": None}) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
    connection.close_if_unusable_or_obsolete()

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (now,) = cursor.fetchone()

    assert now != number


@pytest.mark.django_db
def test_a_prepared_statement_is_planned_once_for_any_values() -> None:
    for number in range(3):
        with prepared_cursor() as cursor:
            cursor.execute("SELECT %(number)s::int + 1", {"number": number})
            assert cursor.fetchone() == (number + 1,)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%::int + 1'"
        )
        assert cursor.fetchall() == [(3, 0)]
