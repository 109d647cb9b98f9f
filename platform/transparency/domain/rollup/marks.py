"""Which days have changed since the log was summed up last.

Events are numbered when they are written and seen when their transaction commits, so a lower number may come to light
after a higher one. Nothing is missed: everything is looked at that a transaction wrote which had not ended by the last
look, however long it ran. A mark on an event moves on only over events that all have come to light.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.timezone import get_default_timezone_name

from transparency.domain.rollup.attempts import Type
from transparency.domain.rollup.gathering import DECISIONS, MARGIN
from transparency.models import RollUpMark

# A number is drawn a moment before its transaction has one of its own.
DRAWN_AT_ONCE = 1000
# A sign of life is written down a moment after it was given.
WRITTEN_WITHIN = timedelta(minutes=5)
_NOTHING_CHANGES = [Type.APPROVED.value, Type.SHOWN.value, Type.SET_ASIDE.value, *DECISIONS]
_NOTICED_LATE = [Type.EXPIRED.value, Type.PRESENCE_STOPPED.value]

Changed = dict[int, set[date]]


@dataclass(frozen=True, slots=True)
class Look:
    """What the database stood at when one began to look: transactions before `oldest_xid` had all ended."""

    oldest_xid: int
    newest_xid: int
    newest_event: int


def look() -> Look:
    """Look where the log stands. What is read afterwards may be newer, which does no harm."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('transparency_workevent', 'id')), 0)"
        )
        newest_event: int = _value(cursor)
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        newest_xid: int = _value(cursor)
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return Look(oldest_xid=_value(cursor), newest_xid=newest_xid, newest_event=newest_event)


def _value(cursor: Any) -> int:
    (value,) = cursor.fetchone()
    return int(value)


def current(*, at: datetime) -> RollUpMark:
    """The mark; before anything was summed up one that says so."""
    return RollUpMark.objects.filter(pk=1).first() or RollUpMark(pk=1, rolled_up_at=at)


def move(mark: RollUpMark, *, seen: Look, at: datetime) -> None:
    """All that had come to light at that look stands in the days now."""
    if mark.next_xid > seen.newest_xid:
        # The numbers of transactions began anew: the database was moved to another one.
        mark.next_event, mark.next_xid = seen.newest_event, seen.newest_xid
    elif mark.next_xid <= seen.oldest_xid:
        mark.seen_event = max(mark.seen_event, mark.next_event - DRAWN_AT_ONCE)
        mark.next_event, mark.next_xid = seen.newest_event, seen.newest_xid
    mark.seen_xid, mark.rolled_up_at = seen.oldest_xid, at
    mark.save()


_FRESH = """
    WITH place AS (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next),
    fresh AS MATERIALIZED (
        SELECT worker_number, type, at, assignment_number, started_at, ended_at
        FROM (
            SELECT event.*, (place.next - event.xmin::text::bigint) & 4294967295 AS age,
                place.next - %(seen_xid)s AS oldest
            FROM transparency_workevent event, place
            WHERE id > %(seen_event)s AND (%(worker)s::bigint IS NULL OR worker_number = %(worker)s)
              AND (%(job)s::bigint IS NULL OR job_number = %(job)s)
        ) event
        -- Of transactions that have not ended the age is below zero.
        WHERE age <= oldest OR age >= 2147483648 OR oldest < 0
    ),
    touched AS (
        SELECT worker_number, coalesce(started_at, at) - %(margin)s AS first,
            greatest(ended_at, CASE WHEN type <> ALL(%(noticed_late)s) THEN at END) + %(margin)s AS last
        FROM fresh WHERE worker_number IS NOT NULL AND type <> ALL(%(no_change)s)
        UNION ALL
        SELECT fresh.worker_number, work.started_at, work.ended_at
        FROM fresh JOIN transparency_workevent work ON work.assignment_number = fresh.assignment_number
        WHERE fresh.type = ANY(%(decisions)s) AND work.started_at IS NOT NULL
        UNION ALL
        SELECT days.worker_number, fresh.started_at, fresh.ended_at
        FROM fresh JOIN transparency_workerday days ON days.day BETWEEN
            (fresh.started_at AT TIME ZONE %(zone)s)::date AND (fresh.ended_at AT TIME ZONE %(zone)s)::date
        WHERE fresh.type = 'outage.ended'
        UNION ALL
        SELECT worker_number, greatest(started_at, least(%(rolled_up_at)s, last_seen_at)), last_seen_at
        FROM transparency_presence
        WHERE ended_at IS NULL AND last_seen_at >= %(rolled_up_at)s
          AND (%(worker)s::bigint IS NULL OR worker_number = %(worker)s) AND %(job)s::bigint IS NULL
    )
    SELECT DISTINCT worker_number, (first AT TIME ZONE %(zone)s)::date, (last AT TIME ZONE %(zone)s)::date FROM touched
"""


def changed(mark: RollUpMark, *, worker_number: int | None = None, job_number: int | None = None) -> Changed:
    """The days of each worker, or of one, or of a job's, about which something came to light since the mark."""
    values: dict[str, Any] = {
        "worker": worker_number,
        "job": job_number,
        "seen_event": mark.seen_event,
        "seen_xid": mark.seen_xid,
        "rolled_up_at": mark.rolled_up_at - WRITTEN_WITHIN,
        "margin": MARGIN,
        "zone": get_default_timezone_name(),
        "decisions": DECISIONS,
        "no_change": _NOTHING_CHANGES,
        "noticed_late": _NOTICED_LATE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FRESH, values)
        found: Changed = defaultdict(set)
        for number, first, last in cursor.fetchall():
            found[number].update(first + timedelta(days=more) for more in range((last - first).days + 1))
    return found


def runs(days: set[date]) -> list[Sequence[date]]:
    """Days that follow each other, together: the log is read once for each run of them."""
    found: list[list[date]] = []
    for one in sorted(days):
        if found and found[-1][-1] + timedelta(days=1) == one:
            found[-1].append(one)
        else:
            found.append([one])
    return list(found)
