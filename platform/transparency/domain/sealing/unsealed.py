"""Rows that no block holds and that one should: put in behind what is sealed, or waiting while nobody seals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection

from transparency.domain.sealing import leaves
from transparency.domain.sealing.findings import Fault, Finding
from transparency.domain.sealing.leaves import TABLES
from transparency.models import SealMark, Source

# So many numbers are looked through by one statement.
STEP = 200_000
# So many such rows are named; one is enough to know.
MOST_NAMED = 100
PATIENCE = timedelta(minutes=10)


def unsealed(*, at: datetime) -> Iterator[Finding]:
    """What should have been sealed by now and isn't."""
    for source in Source:
        mark = SealMark.objects.filter(pk=source).first()
        yield from _behind(source, settled=mark.settled_id if mark else 0)
        first = _first_after(source, settled=mark.settled_id if mark else 0)
        if source == Source.EVENT and first is not None and (mark is None or mark.looked_at < at - PATIENCE):
            yield Finding(Fault.NOT_SEALING, source=leaves.name_of(source), row=first)


def _behind(source: Source, *, settled: int) -> Iterator[Finding]:
    named = 0
    for first in range(1, settled + 1, STEP):
        for number in _without_leaf(source, first=first, last=min(settled, first + STEP - 1)):
            if named < MOST_NAMED:
                yield Finding(Fault.FORGOTTEN, source=leaves.name_of(source), row=number)
                named += 1


def _without_leaf(source: Source, *, first: int, last: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT id FROM {TABLES[source]} e WHERE id BETWEEN %s AND %s AND NOT EXISTS (
                SELECT 1 FROM transparency_leaf l WHERE l.source = %s AND l.event_id = e.id
            ) ORDER BY id LIMIT {MOST_NAMED}
            """,  # noqa: S608 (names of our tables)
            [first, last, int(source)],
        )
        return [number for (number,) in cursor.fetchall()]


def _first_after(source: Source, *, settled: int) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT min(id) FROM {TABLES[source]} e WHERE id > %s AND NOT EXISTS (
                SELECT 1 FROM transparency_leaf l WHERE l.source = %s AND l.event_id = e.id)
            """,  # noqa: S608 (names of our tables)
            [settled, int(source)],
        )
        (number,) = cursor.fetchone()
    return None if number is None else int(number)
