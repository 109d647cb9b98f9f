"""A pilot: a few of a job's micro-tasks, paid like all others, that tell how long one takes before the rest is priced.

docs/adr says what it is. A job in its pilot is open like any other; what isn't in the pilot has no places yet.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db import connection, transaction
from django.db.models import F

from tasks.domain import floor_policy, jobs, pilot_plan, pricing
from tasks.domain.floor_policy import BelowFloor
from tasks.domain.jobs import CostChanged, NotADraft
from tasks.domain.pausing import NotRunning
from tasks.domain.pilot_plan import PilotPlan
from tasks.domain.setting_aside import set_aside
from tasks.models import Assignment, Job
from transparency.domain import log


class NotAPilot(Exception):
    """The job never had a pilot, or the rest of it is published."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a pilot has come. What was withdrawn after reports is not waited for."""

    micro_task_count: int
    answer_count: int
    answered_count: int
    left_count: int
    waiting_count: int

    @property
    def is_complete(self) -> bool:
        return not self.left_count


@transaction.atomic
def start(*, job: Job, at: datetime, micro_tasks: int | None = None, agreed_micros: int | None = None) -> bool:
    """Publish a pilot of a draft: set its cost aside and hand out its micro-tasks; False when it runs already.

    They are drawn at random, one out of each of as many equal parts of the job.
    Raises what `jobs.publish` does, TooSmall, OutOfRange, BelowFloor and NotADraft.
    """
    locked = Job.objects.select_for_update().get(pk=job.pk)
    if not locked.is_draft:
        if locked.pilot_began_at is None:
            raise NotADraft
        job.refresh_from_db()
        return False
    jobs.follow_measured(job=locked)
    if locked.price_micros:
        refuse_below_floor(job=locked, at=at)
    waiting = pricing.cut_micro_tasks(job=locked)
    plan = pilot_plan.plan_for(job=locked, waiting_count=waiting, micro_tasks=micro_tasks) if waiting else None
    jobs.publish(job=job, at=at, agreed_micros=agreed_micros, pilot=plan)
    drawn = _draw(job, plan.micro_task_count if plan else 0, answered=False)
    with connection.cursor() as cursor:
        # A draft's rows have no history: those of the rest are made again when it is published.
        cursor.execute("DELETE FROM tasks_assignment WHERE job_id = %s AND micro_task_id <> ALL(%s)", [job.pk, drawn])
    _open_places(drawn, first=job.wanted_answers + 1, last=pilot_plan.answers_each(wanted_answers=job.wanted_answers))
    cost = pricing.cost_of(job=job, fee_permille=job.fee_permille)
    record(log.JobType.PILOT_STARTED, job, at, micros=cost.total_micros, count=len(drawn))
    return True


@transaction.atomic
def go_on(*, job: Job, at: datetime, micro_tasks: int, round_number: int, agreed_micros: int | None = None) -> bool:
    """Put more micro-tasks into a pilot that tells too little, at the job's price; False when that was done before.

    `round_number` counts the pilot's rounds, the first is 1: it makes a repetition harmless.
    Raises NotRunning, NotAPilot, TooSmall, OutOfRange, CostChanged and InsufficientFunds.
    """
    locked = _locked(job)
    if round_number != rounds_of(job=locked) + 1:
        return False
    plan = plan_of_more(job=locked, micro_tasks=micro_tasks)
    cost = cost_of_more(job=locked, plan=plan)
    if agreed_micros not in (None, cost.total_micros):
        raise CostChanged(cost.total_micros)
    set_aside(job=locked, cost=cost, at=at, part=f":pilot:{round_number}")
    drawn = _draw(locked, plan.micro_task_count, answered=True)
    _open_places(drawn, first=1, last=plan.answers_each)
    Job.objects.filter(pk=locked.pk).update(
        micro_task_count=F("micro_task_count") + len(drawn), extra_answers=F("extra_answers") + cost.extra_answers
    )
    record(log.JobType.PILOT_STARTED, locked, at, micros=cost.total_micros, count=len(drawn))
    job.refresh_from_db()
    return True


def rounds_of(*, job: Job) -> int:
    """How often micro-tasks were put into the job's pilot."""
    return log.count_of(job_number=job.pk, type=log.JobType.PILOT_STARTED)


def plan_of_more(*, job: Job, micro_tasks: int | None = None) -> PilotPlan:
    """What another round of the pilot would hand out. Raises TooSmall and OutOfRange."""
    return pilot_plan.plan_for(job=job, waiting_count=waiting_count(job=job), micro_tasks=micro_tasks)


def cost_of_more(*, job: Job, plan: PilotPlan) -> pricing.Cost:
    """What another round sets aside."""
    each = job.floor_each_micros
    return plan.part_of(pricing.Cost(0, job.wanted_answers, job.price_micros, job.fee_permille, floor_each_micros=each))


def waiting_count(*, job: Job) -> int:
    """How many micro-tasks wait for the end of the job's pilot; what was added to it meanwhile isn't among them."""
    if not job.is_pilot:
        return 0
    return pricing.made_micro_tasks(job=job) - pricing.training_tasks(job=job) - job.micro_task_count


def progress_of(*, job: Job) -> Progress:
    """How far the job's pilot has come."""
    states = list(Assignment.objects.filter(job=job).values_list("state", flat=True))
    left = sum(state in (Assignment.State.OPEN, Assignment.State.CLAIMED) for state in states)
    answered = sum(state in (Assignment.State.SUBMITTED, Assignment.State.APPROVED) for state in states)
    return Progress(
        micro_task_count=job.micro_task_count,
        answer_count=job.micro_task_count * job.wanted_answers + job.extra_answers,
        answered_count=answered,
        left_count=left,
        waiting_count=waiting_count(job=job),
    )


def refuse_below_floor(*, job: Job, at: datetime) -> None:
    """Raise BelowFloor where a pilot would pay less than the floor at the expected time, and doesn't guarantee it."""
    floor = floor_policy.named_floor_micros(at=at)
    least = pricing.piece_price_micros(hourly_micros=floor, seconds=job.expected_seconds)
    if job.price_micros < least and not floor_policy.promises_floor(job=job, at=at):
        raise BelowFloor(least)


def _locked(job: Job) -> Job:
    locked = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    refuse_no_pilot(locked)
    return locked


def refuse_no_pilot(job: Job) -> None:
    """Raise NotRunning or NotAPilot where no pilot is going on."""
    if not job.is_running:
        raise NotRunning
    if not job.is_pilot:
        raise NotAPilot


def _draw(job: Job, count: int, *, answered: bool) -> list[int]:
    """Numbers of micro-tasks, one at random out of each of `count` equal parts of the job.

    When some are `answered` in the pilot already, only those count that aren't handed out.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT m.id FROM tasks_microtask m JOIN tasks_item i ON i.id = m.item_id
            JOIN tasks_upload u ON u.id = i.upload_id
            WHERE m.job_id = %(job)s AND u.addition_id IS NULL
              AND NOT EXISTS (SELECT 1 FROM tasks_trainingtask t WHERE t.micro_task_id = m.id)
              AND NOT EXISTS (SELECT 1 FROM tasks_assignment a WHERE a.micro_task_id = m.id AND %(answered)s)
            ORDER BY m.position
            """,
            {"job": job.pk, "answered": answered},
        )
        waiting = [number for (number,) in cursor.fetchall()]
    edges = [part * len(waiting) // count for part in range(count + 1)]
    return [waiting[low + secrets.randbelow(high - low)] for low, high in pairwise(edges)]


def _open_places(micro_task_ids: list[int], *, first: int, last: int) -> None:
    """Open the places `first` to `last` of these micro-tasks, behind all others."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO tasks_assignment (public_id, job_id, micro_task_id, ordinal, place, state,
                visible_ms, active_ms, reject_code, reject_words)
            SELECT substr(translate(md5(gen_random_uuid()::text), '0189', 'wxyz'), 1, 16), wanted.job_id, wanted.id,
                wanted.n, ((1::bigint << 50) + nextval(pg_get_serial_sequence('tasks_assignment', 'id'))) * 16,
                'open', 0, 0, '', ''
            FROM (
                SELECT m.job_id, m.id, n FROM tasks_microtask m CROSS JOIN generate_series(%s::int, %s::int) AS n
                WHERE m.id = ANY(%s) ORDER BY n, m.position
            ) wanted
            """,
            [first, last, micro_task_ids],
        )


def record(kind: log.JobType, job: Job, at: datetime, *, micros: int, count: int, before_micros: int = 0) -> None:
    """Write into the log of the job what was done to its pilot."""
    log.record_job(
        type=kind,
        at=at,
        job_number=job.pk,
        requester_number=job.requester_id,
        micros=micros,
        before_micros=before_micros,
        count=count,
    )
