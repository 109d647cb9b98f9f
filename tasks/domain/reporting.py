"""Reporting a micro-task: the worker's attempt ends at no cost, and after three reports nobody gets it any more.

Order of locks: the worker's assignment, the micro-task, open assignments that nobody else has locked (docs/locks.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from tasks.domain import ahead, claiming
from tasks.domain.private_words import masked
from tasks.domain.submitting import LeaseLost
from tasks.models import Assignment, Job, MicroTask, Report
from tasks.models.job import RUNNING
from transparency.domain import log
from transparency.domain.systems import automated_decision

MOST_REPORTS = 3
MOST_AN_HOUR = 30


class WordsMissing(Exception):
    """A report of something else says what it is."""


class TooManyReports(Exception):
    """One person reported so many in an hour that somebody should look first."""


class NotRunning(Exception):
    """The job is closed: nothing of it is handed out any more."""


class Dropped(Exception):
    """The requester dropped the micro-task for good."""


@automated_decision("reports", most_reports=MOST_REPORTS, most_an_hour=MOST_AN_HOUR)
def report(*, assignment: Assignment, worker: User, reason: str, words: str, at: datetime) -> bool:
    """End the worker's attempt without penalty and keep why; False when they had reported it already.

    They never get the micro-task again, and what they held ahead goes back. The third report that its requester hasn't
    settled withdraws it: open places are closed, and whoever holds it may still submit and is paid. Personal data in
    `words` is masked.

    Raises WordsMissing, TooManyReports, and LeaseLost when the assignment was submitted, given back or isn't theirs.
    """
    words = masked(words.strip())
    if reason not in Report.Reason.values or (reason == Report.Reason.OTHER and not words):
        raise WordsMissing
    if not _report(assignment, worker, reason, words, at):
        return False
    # In a transaction of its own: its places are of other micro-tasks, whose locks would be taken in no order.
    ahead.let_go(job=assignment.job, worker=worker, at=at)
    return True


@transaction.atomic
def _report(assignment: Assignment, worker: User, reason: str, words: str, at: datetime) -> bool:
    if not _end(assignment, worker, reason, at):
        return False
    if (
        Report.objects.filter(assignment__worker=worker, reported_at__gt=at - timedelta(hours=1)).count()
        >= MOST_AN_HOUR
    ):
        raise TooManyReports
    micro_task = _locked(assignment.micro_task_id)
    Report.objects.create(
        job_id=assignment.job_id,
        micro_task=micro_task,
        assignment=assignment,
        reason=reason,
        words=words,
        reported_at=at,
    )
    if _waiting(micro_task).count() >= MOST_REPORTS:
        _withdraw(micro_task, at)
    if assignment.state == Assignment.State.RETURNED:
        with connection.cursor() as cursor:
            claiming.reopen_places(cursor, assignment_ids=[assignment.pk])
    return True


def _end(assignment: Assignment, worker: User, reason: str, at: datetime) -> bool:
    """Return what is held, or mark what had run out; False when the worker had reported it. Raises LeaseLost."""
    # Who reports what was held ahead has looked at it.
    ahead.show(assignment=assignment, worker=worker, at=at)
    mine = Assignment.objects.filter(pk=assignment.pk, worker=worker)
    if mine.filter(state=Assignment.State.CLAIMED).update(
        state=Assignment.State.RETURNED, ended_at=at, last_seen_at=at, reported_at=at
    ):
        assignment.refresh_from_db(fields=["state", "shown_at", "claimed_at"])
        log.record([_returned(assignment, worker, reason, at)])
        return True
    now = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if now.worker_id == worker.pk and now.reported_at is not None:
        return False
    again = Assignment.objects.filter(micro_task_id=now.micro_task_id, worker=worker).filter(
        Q(state=Assignment.State.CLAIMED) | Q(submitted_at__isnull=False) | Q(reported_at__isnull=False)
    )
    if now.worker_id != worker.pk or now.state != Assignment.State.EXPIRED or again.exists():
        raise LeaseLost
    Assignment.objects.filter(pk=now.pk).update(reported_at=at)
    assignment.state = Assignment.State.EXPIRED
    return True


def _returned(assignment: Assignment, worker: User, reason: str, at: datetime) -> log.Event:
    started_at = assignment.shown_at or assignment.claimed_at
    return log.Event(
        type=log.Type.RETURNED,
        at=at,
        worker_number=worker.pk,
        requester_number=assignment.job.requester_id,
        job_number=assignment.job_id,
        assignment_number=assignment.pk,
        started_at=started_at,
        ended_at=at,
        note=f"reported: {reason}",
    )


def _locked(micro_task_id: int) -> MicroTask:
    return MicroTask.objects.select_for_update(no_key=True).get(pk=micro_task_id)


def _waiting(micro_task: MicroTask) -> QuerySet[Report]:
    return Report.objects.filter(micro_task=micro_task, settled_at__isnull=True)


def _withdraw(micro_task: MicroTask, at: datetime) -> None:
    """The caller holds the micro-task's lock."""
    if micro_task.withdrawn_at is None:
        micro_task.withdrawn_at = at
        micro_task.save(update_fields=["withdrawn_at"])
    _withdraw_places([micro_task.pk])


def _withdraw_places(micro_task_ids: Sequence[int]) -> int:
    """A place that is just being claimed is passed by: its worker holds it then."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE tasks_assignment SET state = 'withdrawn'
            WHERE id IN (
                SELECT id FROM tasks_assignment WHERE micro_task_id = ANY(%s) AND state = 'open'
                ORDER BY id FOR UPDATE SKIP LOCKED
            )
            """,
            [list(micro_task_ids)],
        )
        return int(cursor.rowcount)


def withdraw_leftovers() -> int:
    """Withdraw places whose claim was given up while their micro-task was withdrawn; how many. The clock calls this."""
    withdrawn = MicroTask.objects.filter(withdrawn_at__isnull=False, job__state__in=RUNNING)
    open_ones = Assignment.objects.filter(micro_task=OuterRef("pk"), state=Assignment.State.OPEN)
    found = list(withdrawn.filter(Exists(open_ones)).order_by("pk").values_list("pk", flat=True))
    return _withdraw_places(found) if found else 0


@transaction.atomic
def put_back(*, micro_task: MicroTask, at: datetime) -> bool:
    """Settle a micro-task's reports and hand it out again; False when nothing had to be done.

    Its money is still aside. Who reported it doesn't get it again. Raises NotRunning and Dropped.
    """
    _lock_running_job(micro_task)
    locked = _locked(micro_task.pk)
    if locked.dropped_at is not None:
        raise Dropped
    settled = _waiting(locked).update(settled_at=at)
    if locked.withdrawn_at is not None:
        locked.withdrawn_at = None
        locked.save(update_fields=["withdrawn_at"])
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE tasks_assignment SET state = 'open',
                    place = ((1::bigint << 50) + nextval(pg_get_serial_sequence('tasks_assignment', 'id'))) * 16
                WHERE micro_task_id = %s AND state = 'withdrawn'
                """,
                [locked.pk],
            )
        return True
    return bool(settled)


@transaction.atomic
def drop(*, micro_task: MicroTask, at: datetime) -> bool:
    """Settle a micro-task's reports and never hand it out again; False when it was dropped already.

    What is set aside for its open places goes back when the job closes. Raises NotRunning.
    """
    _lock_running_job(micro_task)
    locked = _locked(micro_task.pk)
    if locked.dropped_at is not None:
        return False
    _withdraw(locked, at)
    _waiting(locked).update(settled_at=at)
    locked.dropped_at = at
    locked.save(update_fields=["dropped_at"])
    return True


def _lock_running_job(micro_task: MicroTask) -> None:
    """Keep the job from closing meanwhile. Raises NotRunning."""
    if not Job.objects.select_for_update(no_key=True).get(pk=micro_task.job_id).is_running:
        raise NotRunning


def reported_micro_tasks(*, job: Job, settled: bool) -> QuerySet[MicroTask]:
    """Micro-tasks with reports that wait for the requester, the most reported first; or those that are settled."""
    waiting = Report.objects.filter(micro_task=OuterRef("pk"), settled_at__isnull=True)
    reported = MicroTask.objects.filter(job=job, reports__isnull=False).select_related("item")
    chosen = reported.filter(~Exists(waiting)) if settled else reported.filter(Exists(waiting))
    return chosen.annotate(report_count=Count("reports")).order_by("-report_count", "position")


def waiting_count(*, job: Job) -> int:
    """How many micro-tasks of `job` have reports that wait for its requester."""
    waiting = Report.objects.filter(job=job, settled_at__isnull=True)
    return waiting.aggregate(number=Count("micro_task", distinct=True))["number"] or 0


def reports_on(*, micro_tasks: list[MicroTask]) -> dict[int, list[Report]]:
    """The reports on each of `micro_tasks`, newest first, in one query. Who reported is nobody's business."""
    found: dict[int, list[Report]] = {task.pk: [] for task in micro_tasks}
    for one in Report.objects.filter(micro_task__in=micro_tasks).order_by("-reported_at", "-pk"):
        found[one.micro_task_id].append(one)
    return found
