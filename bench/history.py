"""Made-up labour of any size, written by the database itself: facts of jobs, events, days of work and measures.

Everybody does fifty tasks a day, one minute after the other, of one job each day; of twenty answers one is rejected
and one returned. The sums of the days are those events' own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from accounts.models import User
from transparency.domain import partitions
from transparency.models import CLUSTER_MINUTES

A_DAY = 50
MADE_UP = 10**12
PRICE_MICROS = 100_000


@dataclass(frozen=True, slots=True)
class Size:
    """So many assignments, of so many workers, in so many jobs."""

    assignments: int
    workers: int
    jobs: int

    @property
    def days(self) -> int:
        return -(-self.assignments // (self.workers * A_DAY))


_FACTS = """
    INSERT INTO transparency_jobfact (job_number, public_id, requester_number, title, purpose, kind, price_micros,
        expected_seconds, wanted_answers, micro_task_count, published_at)
    SELECT %(made_up)s + n, 'made' || lpad(n::text, 12, 'x'), %(requester)s, 'Job ' || n, 'Measuring.',
        (ARRAY['text_classification', 'image_boxes', 'audio_transcription'])[1 + n %% 3], %(price)s, 40, 1,
        %(assignments)s / %(jobs)s, %(first)s + n * interval '1 minute'
    FROM generate_series(0, %(jobs)s - 1) n ON CONFLICT DO NOTHING
"""
# One row for each assignment: whose, of which job, when, and what became of it.
_DONE = """
    SELECT n, CASE WHEN n %% %(workers)s = 0 THEN %(worker)s ELSE %(made_up)s + n %% %(workers)s END AS worker,
        %(made_up)s + (n %% %(workers)s + n / %(workers)s / %(a_day)s * 7) %% %(jobs)s AS job,
        %(first)s + (n / %(workers)s / %(a_day)s) * interval '1 day'
            + (n / %(workers)s %% %(a_day)s) * interval '1 minute' AS started,
        20 + n %% 30 AS seconds,
        CASE WHEN n %% 20 = 7 THEN 'rejected' WHEN n %% 20 = 13 THEN 'returned' ELSE 'paid' END AS outcome
    FROM generate_series(%(from)s, %(to)s - 1) n
"""
_EVENTS = f"""
    INSERT INTO transparency_workevent (at, type, worker_number, requester_number, job_number, assignment_number,
        started_at, ended_at, micros, note)
    SELECT CASE WHEN event.number < 3 THEN started + seconds * interval '1 s' ELSE started + interval '3 hours' END,
        event.type, worker, %(requester)s, job, %(made_up)s + n,
        CASE WHEN event.number < 3 THEN started END,
        CASE WHEN event.number < 3 THEN started + seconds * interval '1 s' END,
        CASE WHEN event.type = 'task.paid' THEN %(price)s ELSE 0 END, ''
    FROM ({_DONE}) done
    JOIN (VALUES (1, 'task.submitted', '{{paid,rejected}}'::text[]), (2, 'task.returned', '{{returned}}'),
        (3, 'task.paid', '{{paid}}'), (4, 'task.rejected', '{{rejected}}')) AS event (number, type, outcomes)
        ON outcome = ANY(event.outcomes)
"""
_COUNTED = """pay_micros, withheld_micros, paid_seconds, counted_seconds, rejected_seconds, returned_seconds,
    submitted_count, paid_count, rejected_count, returned_count"""
_SUMS = """count(*) FILTER (WHERE outcome = 'paid') * %(price)s, 0,
    coalesce(sum(seconds) FILTER (WHERE outcome = 'paid'), 0), sum(seconds),
    coalesce(sum(seconds) FILTER (WHERE outcome = 'rejected'), 0),
    coalesce(sum(seconds) FILTER (WHERE outcome = 'returned'), 0),
    count(*) FILTER (WHERE outcome <> 'returned'), count(*) FILTER (WHERE outcome = 'paid'),
    count(*) FILTER (WHERE outcome = 'rejected'), count(*) FILTER (WHERE outcome = 'returned')"""
_WORKER_DAYS = f"""
    INSERT INTO transparency_workerday (worker_number, day, {_COUNTED}, waiting_seconds, presence_seconds,
        cluster_seconds, hour_seconds, {{nothing}})
    SELECT worker, started::date, {_SUMS}, 3000 - sum(seconds), 3000,
        array_fill(sum(seconds)::float8, ARRAY[1]) || array_fill(3000::float8, ARRAY[{len(CLUSTER_MINUTES) - 1}]),
        array_fill(0::float8, ARRAY[9]) || ARRAY[3000::float8] || array_fill(0::float8, ARRAY[14]), {{zeros}}
    FROM ({_DONE}) done GROUP BY worker, started::date
"""
_JOB_DAYS = f"""
    INSERT INTO transparency_jobday (job_number, worker_number, day, {_COUNTED}, waiting_seconds, {{nothing}})
    SELECT job, worker, started::date, {_SUMS}, 0, {{zeros}}
    FROM ({_DONE}) done GROUP BY job, worker, started::date
"""
_NOTHING = [
    "floor_micros", "bonus_micros", "pending_seconds", "training_count", "expired_count", "search_seconds",
    "preview_seconds", "instructions_seconds", "qualification_seconds", "expired_seconds", "messages_seconds",
    "payment_seconds", "technical_seconds",
]  # fmt: skip
_OF_DAYS = ["night_seconds", "weekend_seconds", "night_or_weekend_seconds"]


def make(*, size: Size, worker: User, requester: User, at: datetime, slice_size: int = 500_000) -> list[str]:
    """Write the labour of so many assignments, the last of it two days ago; the public ids of its jobs."""
    first = (at - timedelta(days=size.days + 2)).replace(hour=8, minute=0, second=0, microsecond=0)
    values = {
        "made_up": MADE_UP, "requester": requester.pk, "worker": worker.pk, "price": PRICE_MICROS, "a_day": A_DAY,
        "assignments": size.assignments, "workers": size.workers, "jobs": size.jobs, "first": first,
        "from": 0, "to": size.assignments,
    }  # fmt: skip
    with connection.cursor() as cursor:
        for month in _months(first, at):
            partitions.make_months(at=month)
        cursor.execute("SET synchronous_commit = off")
        cursor.execute(_FACTS, values)
        # A day of everybody's is never cut in two, so a slice's sums are whole.
        step = max(1, slice_size // (size.workers * A_DAY)) * size.workers * A_DAY
        for begin in range(0, size.assignments, step):
            values |= {"from": begin, "to": min(size.assignments, begin + step)}
            cursor.execute(_EVENTS, values)
            for statement, more in ((_WORKER_DAYS, _OF_DAYS), (_JOB_DAYS, [])):
                cursor.execute(_filled(statement, [*_NOTHING, *more]), values)
        cursor.execute("SELECT public_id FROM transparency_jobfact WHERE job_number >= %s ORDER BY 1", [MADE_UP])
        return [public_id for (public_id,) in cursor.fetchall()]


def _filled(statement: str, names: Sequence[str]) -> str:
    return statement.replace("{nothing}", ", ".join(names)).replace("{zeros}", ", ".join("0" for _name in names))


def _months(first: datetime, last: datetime) -> list[datetime]:
    return [first + timedelta(days=28 * number) for number in range((last - first).days // 28 + 1)]
