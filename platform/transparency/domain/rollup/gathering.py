"""What the log, and the times at work that still run, tell of one worker's days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from transparency.domain.rollup.attempts import Happening, Type
from transparency.domain.rollup.days import day, line, moment
from transparency.domain.rollup.sweep import LEADS_TO_SECONDS
from transparency.models import Presence

# What happened so shortly before or after a day may change how its time counts.
MARGIN = timedelta(seconds=LEADS_TO_SECONDS)
# What becomes of an answer, whenever that is decided.
DECISIONS = [Type.PAID.value, Type.REJECTED.value, Type.APPEAL_DECIDED.value, Type.UNDONE.value]
# Nothing of a worker's time or pay hangs on these.
_LEFT_OUT = [Type.APPROVED.value, Type.SHOWN.value, Type.SET_ASIDE.value]

Outages = Sequence[tuple[int, int]]

_OWN = """
    WITH near AS MATERIALIZED (
        SELECT id, type, at, job_number, assignment_number, started_at, ended_at, micros, note, withheld_micros
        FROM transparency_workevent
        WHERE worker_number = %(worker)s AND at >= %(first)s AND (at < %(last)s OR started_at < %(last)s)
          AND type <> ALL(%(left_out)s)
    )
    SELECT * FROM near
    UNION
    SELECT id, type, at, job_number, assignment_number, started_at, ended_at, micros, note, withheld_micros
    FROM transparency_workevent
    WHERE assignment_number = ANY(ARRAY(SELECT DISTINCT assignment_number FROM near WHERE started_at IS NOT NULL))
      AND at >= %(last)s AND worker_number = %(worker)s AND type = ANY(%(decisions)s)
"""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one worker's days are reckoned from."""

    happenings: list[Happening]
    running: tuple[int, int] | None


def of_worker(*, worker_number: int, days: Sequence[date]) -> Gathered:
    """What happened on these days and about them, and what was decided on their work until now."""
    first, last = moment(day(min(days)).start) - MARGIN, moment(day(max(days)).end) + MARGIN
    with connection.cursor() as cursor:
        cursor.execute(
            _OWN,
            {"worker": worker_number, "first": first, "last": last, "decisions": DECISIONS, "left_out": _LEFT_OUT},
        )
        happenings = [_happening(*row) for row in cursor.fetchall()]
    return Gathered(happenings, running=_running(worker_number))


def _happening(
    number: int,
    kind: str,
    at: datetime,
    job: int | None,
    assignment: int | None,
    started_at: datetime | None,
    ended_at: datetime | None,
    micros: int,
    note: str,
    withheld_micros: int | None,
) -> Happening:
    started = None if started_at is None else line(started_at)
    ended = None if ended_at is None else line(ended_at)
    return Happening(number, kind, line(at), job, assignment, started, ended, micros, note, withheld_micros)


def _running(worker_number: int) -> tuple[int, int] | None:
    """The time at work that has not ended, up to its last sign of life."""
    presence = Presence.objects.filter(worker_number=worker_number, ended_at__isnull=True).first()
    return None if presence is None else (line(presence.started_at), line(presence.last_seen_at))


def outages() -> list[tuple[int, int]]:
    """When the site was out of order. There are few, and they stand for everybody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT started_at, ended_at FROM transparency_workevent"
            " WHERE type = 'outage.ended' AND worker_number IS NULL AND job_number IS NULL ORDER BY started_at"
        )
        return [(line(started_at), line(ended_at)) for started_at, ended_at in cursor.fetchall()]
