"""What this process handed out lately, so that the submission that follows need not read it again.

Only what never changes once somebody holds an assignment is kept: whose it is, what its micro-task shows, and what
its published job promised. A submission that comes to another process reads the same from the rows.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS

from tasks.domain import statements
from tasks.models import Assignment, Job, MicroTask
from web.domain.statements import prepared_cursor

MOST_KEPT = 2000
_kept: dict[tuple[str, int], HandedOut] = {}


class HandedOut(NamedTuple):
    """The values of an assignment, its job and its micro-task, in the order of the columns that are named beside."""

    assignment: tuple[Any, ...]
    job: tuple[Any, ...]
    micro_task: tuple[Any, ...]

    def as_assignment(self) -> Assignment:
        """A fresh object, so that nobody shares what another changes. What isn't kept is read when asked for."""
        assignment = Assignment.from_db(DEFAULT_DB_ALIAS, statements.ASSIGNMENT_KEPT, self.assignment)
        assignment.job = Job.from_db(DEFAULT_DB_ALIAS, statements.JOB_KEPT, self.job)
        assignment.micro_task = MicroTask.from_db(DEFAULT_DB_ALIAS, statements.MICRO_TASK_KEPT, self.micro_task)
        return assignment


def keep(*, public_id: str, worker_id: int, handed_out: HandedOut) -> None:
    """Remember what a worker was given. When there is no more room, what came before is forgotten."""
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[public_id, worker_id] = handed_out


def take(*, public_id: str, worker_id: int) -> Assignment:
    """What a worker was given, from memory or from the rows. Raises Assignment.DoesNotExist for anybody else's."""
    handed_out = _kept.pop((public_id, worker_id), None) or _read(public_id, worker_id)
    return handed_out.as_assignment()


def _read(public_id: str, worker_id: int) -> HandedOut:
    with prepared_cursor() as cursor:
        cursor.execute(statements.FIND, {"public_id": public_id, "worker": worker_id})
        row = cursor.fetchone()
    if row is None:
        raise Assignment.DoesNotExist
    first = len(statements.ASSIGNMENT_KEPT)
    second = first + len(statements.JOB_KEPT)
    return HandedOut(
        row[:first],
        _with_json(row[first:second], statements.JOB_KEPT.index("settings")),
        _with_json(row[second:], statements.MICRO_TASK_KEPT.index("payload")),
    )


def _with_json(values: tuple[Any, ...], place: int) -> tuple[Any, ...]:
    return *values[:place], json.loads(values[place]), *values[place + 1 :]
