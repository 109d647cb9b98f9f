"""What waits to be sealed: found at a cost that doesn't grow with the log, and without forgetting who commits late.

Numbers are given when a row is written, and rows are seen when their transaction commits: a lower number may come
after a higher one. So nothing is sealed "from the last number on". A mark remembers up to which number all is
settled; above it, every row without a leaf is taken. The mark rises to a number only when every transaction that wrote
to the table while that number was the greatest has ended: writers hold a lock on the table from before they take a
number until they commit, and the database shows who holds one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from transparency.domain.attention import FROZEN_AFTER
from transparency.domain.sealing import leaves
from transparency.domain.sealing.leaves import NEWEST, TABLES, Row
from transparency.models import SealMark, Source

# An hour after nothing can change a stretch of attention any more: whoever was still telling it has committed.
SEALED_AFTER = FROZEN_AFTER + timedelta(hours=1)

_WRITERS = """
    SELECT DISTINCT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND relation = %s::regclass AND mode = 'RowExclusiveLock' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND pid IS DISTINCT FROM pg_backend_pid()
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows to seal, by number, and up to where all is sealed once they are."""

    rows: list[Row]
    settled_id: int


def waiting(*, mark: SealMark, most: int, at: datetime) -> Waiting:
    """The next `most` rows without a leaf. Renews the mark's `reached_id` and `writers`, and saves nothing."""
    settled = _settle(mark)
    rows = _unsealed(mark, most=most, at=at)
    if len(rows) == most:
        settled = min(settled, rows[-1].id)
    if mark.source == Source.ATTENTION:
        settled = min(settled, _before_the_first_unfrozen(mark, at=at, last=settled))
    return Waiting(rows=rows, settled_id=max(mark.settled_id, settled))


def count_waiting(*, at: datetime) -> tuple[int, datetime | None]:
    """How many events are not sealed yet, and the moment of the earliest; of the first 10,000."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), min(at) FROM (SELECT at FROM ({_select(Source.EVENT)} LIMIT 10000) w) first",  # noqa: S608 (names of our tables and columns)
            {"settled": _mark_of(Source.EVENT), "at": at},
        )
        count, earliest = cursor.fetchone()
    return count, earliest


def _settle(mark: SealMark) -> int:
    """Up to which number no row can come any more."""
    table = TABLES[Source(mark.source)]
    with connection.cursor() as cursor:
        # The number first, then who writes: whoever may still add a lower one is among them.
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608 (one of our two tables)
        (reached,) = cursor.fetchone()
        cursor.execute(_WRITERS, [table])
        writers = [name for (name,) in cursor.fetchall()]
    settled = mark.settled_id if set(writers) & set(mark.writers) else mark.reached_id
    if settled == mark.reached_id or not writers:
        mark.reached_id, mark.writers = reached, writers
    return settled if writers else int(reached)


def _select(source: int) -> str:
    named = leaves.columns(source=source, version=NEWEST[Source(source)])
    frozen = "AND told_at < %(frozen)s" if source == Source.ATTENTION else ""
    return f"""
        SELECT {named} FROM {TABLES[Source(source)]} e
        WHERE id > %(settled)s {frozen} AND NOT EXISTS (
            SELECT 1 FROM transparency_leaf l WHERE l.source = {int(source)} AND l.event_id = e.id
        )
    """  # noqa: S608 (names of our tables and columns)


def _unsealed(mark: SealMark, *, most: int, at: datetime) -> list[Row]:
    source = Source(mark.source)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_select(source)} ORDER BY id LIMIT %(most)s",
            {"settled": mark.settled_id, "frozen": at - SEALED_AFTER, "most": most},
        )
        return [leaves.row(source=source, version=NEWEST[source], values=values) for values in cursor.fetchall()]


def _before_the_first_unfrozen(mark: SealMark, *, at: datetime, last: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(min(id) - 1, %(last)s) FROM transparency_attention"
            " WHERE id > %(settled)s AND told_at >= %(frozen)s",
            {"last": last, "settled": mark.settled_id, "frozen": at - SEALED_AFTER},
        )
        (number,) = cursor.fetchone()
    return int(number)


def _mark_of(source: int) -> int:
    return SealMark.objects.filter(pk=source).values_list("settled_id", flat=True).first() or 0
