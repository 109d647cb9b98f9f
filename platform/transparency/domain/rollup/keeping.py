"""Keeping the days of work in step with the log. The days can be thrown away: the log makes them anew.

A day is always reckoned as a whole, by one process at a time, from what the log holds after it took its turn; so it
does no harm to do it again, to stop in the middle, or to begin in several places at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from transparency.domain.rollup import gathering, marks, totals
from transparency.domain.rollup.days import days_between, line
from transparency.domain.rollup.gathering import Gathered, Outages
from transparency.domain.rollup.sweep import time_of
from transparency.domain.sealing.streams import erased_since
from transparency.models import JobDay, WorkerDay

# Names of locks: of the one process that follows the log, and of one worker's days.
FOLLOWING = 7_401
ONE_WORKER = 7_402
_INT4 = 2**31
ROWS_AT_ONCE = 500


def roll_up(*, at: datetime) -> int:
    """Reckon anew whatever has changed since the last time; how many days of workers. The clock calls this.

    Safe to repeat, to interrupt and to run in several places: one of them does it, the others have nothing to do.
    """
    if not lock_following():
        return 0
    try:
        return _follow(at)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, 0)", [FOLLOWING])


def lock_following() -> bool:
    """Take the turn of the one process that follows the log, until it is given back or the connection ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, 0)", [FOLLOWING])
        (is_ours,) = cursor.fetchone()
    return bool(is_ours)


def _follow(at: datetime) -> int:
    mark, seen = marks.current(at=at), marks.look()
    changed = marks.changed(mark)
    _refresh(changed)
    marks.move(mark, seen=seen, at=at)
    return sum(len(days) for days in changed.values())


def refresh_worker(*, worker_number: int, at: datetime) -> None:
    """Bring one worker's own days up to this moment, for their own pages. Cheap: only what is new is looked at."""
    _refresh(marks.changed(marks.current(at=at), worker_number=worker_number))


def refresh_job(*, job_number: int, at: datetime) -> None:
    """Bring a job's days up to this moment, for what is written about it once and for all."""
    _refresh(marks.changed(marks.current(at=at), job_number=job_number))


def _refresh(changed: marks.Changed) -> None:
    outages = gathering.outages() if changed else []
    for worker_number in sorted(changed):
        _reckon(worker_number, changed[worker_number], outages)


def rebuild(*, at: datetime, tell: Callable[[int], None] = lambda done: None) -> int:
    """Make all days anew from the whole log; of how many workers. Safe to repeat and to interrupt.

    `tell` hears after each worker how many are done.
    """
    mark, seen, outages, done = marks.current(at=at), marks.look(), gathering.outages(), 0
    for worker_number in _everybody():
        days = _days_of(worker_number)
        _reckon(worker_number, set(days), outages)
        for model in (WorkerDay, JobDay):
            made_anew = model.objects.filter(worker_number=worker_number, day__gte=_first_open_day(worker_number))
            made_anew.exclude(day__in=days).delete()
        done += 1
        tell(done)
    marks.move(mark, seen=seen, at=at)
    return done


def worker_count() -> int:
    """How many workers the log and the days know."""
    return sum(1 for _number in _everybody())


def _everybody() -> Iterator[int]:
    """Everybody whom the log or the days know, each found by one look into an index."""
    with connection.cursor() as cursor:
        number = None
        while True:
            cursor.execute(
                """
                SELECT least(
                    (SELECT min(worker_number) FROM transparency_workevent WHERE worker_number > %(last)s),
                    (SELECT min(worker_number) FROM transparency_workerday WHERE worker_number > %(last)s),
                    (SELECT min(worker_number) FROM transparency_presence WHERE worker_number > %(last)s))
                """,
                {"last": number if number is not None else -(2**63)},
            )
            (number,) = cursor.fetchone()
            if number is None:
                return
            yield number


def _days_of(worker_number: int) -> list[date]:
    """All days from one worker's first event to the last, or to the last sign of life."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT min(first), max(last) FROM (
                SELECT least(at, started_at) AS first, greatest(at, ended_at) AS last FROM transparency_workevent
                WHERE worker_number = %(worker)s
                UNION ALL
                SELECT started_at, last_seen_at FROM transparency_presence
                WHERE worker_number = %(worker)s AND ended_at IS NULL
            ) known
            """,
            {"worker": worker_number},
        )
        first, last = cursor.fetchone()
    return [] if first is None else days_between(line(first), line(last))


@transaction.atomic
def _reckon(worker_number: int, days: set[date], outages: Outages) -> None:
    """Make these days of one worker anew. Whoever else is about to waits, and then reads what we could not see."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ONE_WORKER, worker_number % _INT4])
    first = _first_open_day(worker_number)
    for run in marks.runs({day for day in days if day >= first}):
        _write(worker_number, run, gathering.of_worker(worker_number=worker_number, days=run), outages)


def _first_open_day(worker_number: int) -> date:
    """The day from which on a worker's days can be made anew: before it, what the log told was erased.

    What it came to stands. On the day itself the time before the erasure counts only as far as it was paid.
    """
    erased_at = erased_since(worker_number=worker_number)
    return date.min if erased_at is None else timezone.localdate(erased_at)


def _write(worker_number: int, days: Sequence[date], gathered: Gathered, outages: Outages) -> None:
    time = time_of(gathered.happenings, outages=outages, running=gathered.running)
    gifts = [row for row in gathered.happenings if row.type in totals.GIFTS]
    own, of_jobs = totals.worker_days(time, gifts, days), totals.job_days(time, gifts, days)
    _keep(WorkerDay, worker_number, days, [{"day": one, **sums} for one, sums in own.items()], ["day"])
    _keep(
        JobDay,
        worker_number,
        days,
        [{"job_number": job, "day": one, **sums} for (job, one), sums in of_jobs.items()],
        ["job_number", "day"],
    )


def _keep(
    model: type[Model], worker_number: int, days: Sequence[date], rows: list[dict[str, Any]], names: list[str]
) -> None:
    """Let these rows, and no others, stand for a worker's days."""
    manager = model._default_manager
    kept = {tuple(row[name] for name in names) for row in rows}
    known = manager.filter(worker_number=worker_number, day__in=days).values_list("pk", *names)
    gone = [pk for pk, *place in known if tuple(place) not in kept]
    if gone:
        manager.filter(pk__in=gone).delete()
    unique = ["worker_number", *names]
    manager.bulk_create(
        [model(worker_number=worker_number, **row) for row in rows],
        update_conflicts=True,
        unique_fields=unique,
        update_fields=[
            field.name for field in model._meta.concrete_fields if not field.primary_key and field.name not in unique
        ],
        batch_size=ROWS_AT_ONCE,
    )
