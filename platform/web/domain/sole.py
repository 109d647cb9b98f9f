"""Something that one process does at a time, however many come for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

LARGEST = 2**31


@contextmanager
def held_alone(*, what: int, number: int) -> Iterator[bool]:
    """Whether nobody else holds this one of its kind: `what` tells the kinds apart. The others don't wait.

    The lock is no transaction's: what is committed meanwhile stays. It goes with the connection, so that a kill leaves
    none behind.
    """
    values = [what, number % LARGEST]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", values)
        (is_ours,) = cursor.fetchone() or (False,)
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", values)
