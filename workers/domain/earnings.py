"""What a worker has earned since a moment, from the worker's own rows: cheap enough for the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from accounts.models import User
from ledger.domain import accounts as books
from tasks.models import Assignment


@dataclass(frozen=True, slots=True)
class Takings:
    """Finished work of one worker. A second counts once, however many assignments it was spent on.

    `approved_micros` is paid, late answers included; `waiting_micros` is submitted and not decided.
    `earning_seconds` were spent on either, `unpaid_seconds` on returned, expired and rejected work alone.
    """

    approved_micros: int
    waiting_micros: int
    rejected_micros: int
    answer_count: int
    waiting_count: int
    earning_seconds: float
    unpaid_seconds: float

    @property
    def total_micros(self) -> int:
        return self.approved_micros + self.waiting_micros

    @property
    def decided_count(self) -> int:
        return self.answer_count - self.waiting_count

    @property
    def hourly_micros(self) -> int | None:
        """What an hour comes to if all that waits is approved, rounded down; None for no time at all."""
        milliseconds = round((self.earning_seconds + self.unpaid_seconds) * 1000)
        return self.total_micros * 3_600_000 // milliseconds if milliseconds else None


@dataclass(frozen=True, slots=True)
class Starts:
    """When the day, the week and the month of a moment began, by the platform's own clock."""

    day: datetime
    week: datetime
    month: datetime


# A stretch counts where it ended. It began at most a day earlier: no lease lasts so long unattended.
_TAKINGS = """
    WITH mine AS (
        SELECT a.price_micros,
            a.state = 'approved' OR (a.state = 'expired' AND a.submitted_at IS NOT NULL) AS is_paid,
            a.state = 'submitted' AS is_waiting,
            a.state = 'rejected' AS is_rejected,
            a.submitted_at IS NOT NULL AS is_answer,
            coalesce(a.shown_at, a.claimed_at) AS started_at,
            CASE WHEN a.submitted_at IS NOT NULL THEN least(a.submitted_at, a.last_seen_at)
                 WHEN a.state = 'expired' THEN a.last_seen_at ELSE a.ended_at END AS ended_at
        FROM tasks_assignment a
        WHERE a.worker_id = %(worker)s AND a.claimed_at >= %(since)s - interval '1 day'
          AND a.state NOT IN ('open', 'claimed') AND (a.shown_at IS NOT NULL OR a.submitted_at IS NOT NULL)
        UNION ALL
        -- Training is paid as soon as it is answered.
        SELECT j.training_price_micros, true, false, false, true, t.shown_at, least(t.submitted_at, t.due_at)
        FROM tasks_training training JOIN tasks_job j ON j.id = training.job_id
        JOIN tasks_traininganswer t ON t.training_id = training.id
        WHERE training.worker_id = %(worker)s AND t.submitted_at >= %(since)s - interval '1 day'
    ),
    counted AS (
        SELECT *, tstzrange(started_at, greatest(started_at, ended_at)) AS stretch
        FROM mine WHERE ended_at >= %(since)s
    ),
    summed AS (
        SELECT coalesce(sum(price_micros) FILTER (WHERE is_paid), 0)::bigint AS approved,
            coalesce(sum(price_micros) FILTER (WHERE is_waiting), 0)::bigint AS waiting,
            coalesce(sum(price_micros) FILTER (WHERE is_rejected), 0)::bigint AS rejected,
            count(*) FILTER (WHERE is_answer) AS answers,
            count(*) FILTER (WHERE is_waiting) AS waiting_answers,
            range_agg(stretch) FILTER (WHERE is_paid OR is_waiting) AS earning,
            range_agg(stretch) AS everything
        FROM counted
    )
    SELECT approved, waiting, rejected, answers, waiting_answers,
        coalesce((SELECT sum(extract(epoch FROM upper(r) - lower(r))) FROM unnest(earning) r), 0)::float8,
        coalesce((SELECT sum(extract(epoch FROM upper(r) - lower(r))) FROM unnest(everything) r), 0)::float8
    FROM summed
"""


def takings(*, worker: User, since: datetime) -> Takings:
    """What `worker` finished since a moment and what it pays, in one query over their own rows."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKINGS, {"worker": worker.pk, "since": since})
        row = cursor.fetchone() or (0, 0, 0, 0, 0, 0.0, 0.0)
    approved, waiting, rejected, answers, waiting_answers, earning, everything = row
    return Takings(approved, waiting, rejected, answers, waiting_answers, earning, max(0.0, everything - earning))


def starts(*, at: datetime) -> Starts:
    """Midnight, Monday and the first of the month before `at`, where the platform is (TIME_ZONE)."""
    local = timezone.localtime(at, timezone.get_default_timezone())
    day = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return Starts(day=day, week=day - timedelta(days=day.weekday()), month=day.replace(day=1))


def today(*, worker: User, at: datetime) -> Takings:
    """The takings of the day of `at`."""
    return takings(worker=worker, since=starts(at=at).day)


def balance_micros(*, worker: User) -> int:
    """What stands on the worker's account."""
    return books.earnings(owner_id=worker.pk).balance_micros


def waiting_micros(*, worker: User) -> int:
    """What the worker's submitted answers will pay if they are approved, whenever they were given."""
    waiting: int | None = Assignment.objects.filter(worker=worker, state=Assignment.State.SUBMITTED).aggregate(
        total=Sum("price_micros")
    )["total"]
    return waiting or 0
