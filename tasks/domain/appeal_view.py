"""What a page shows of one appeal: the answer itself, why it was rejected, what was said, and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tasks.domain.desk_view import answer_context
from tasks.kinds import kind_named
from tasks.models import Appeal, AppealStep, Assignment

WORKER, OTHER_SIDE, AUDITOR = "worker", "other_side", "auditor"
SIDES = (WORKER, OTHER_SIDE, AUDITOR)


@dataclass(frozen=True, slots=True)
class Said:
    """One step, and on which side its author stands."""

    step: AppealStep
    by: str

    @property
    def is_end(self) -> bool:
        return self.step.became not in Appeal.OPEN


def said_in(appeal: Appeal) -> list[Said]:
    """The steps of an appeal in their order."""
    sides = {appeal.worker_id: WORKER, appeal.against_id: OTHER_SIDE}
    return [Said(step, sides.get(step.by_id, AUDITOR)) for step in appeal.steps.all()]


def appeal_context(*, appeal: Appeal, at: datetime, for_worker: bool = False) -> dict[str, Any]:
    """What `tasks/_appeal.html` reads.

    Its worker always sees the answer; the others while the appeal is open, and once it was won: a rejection that
    stands takes the answer from them again.
    """
    assignment = appeal.assignment
    is_shown = assignment is not None and (for_worker or appeal.state != Appeal.State.LOST)
    return {
        "appeal": appeal,
        "said": said_in(appeal),
        "is_overdue": appeal.is_open and appeal.decide_until <= at,
        "may_still_reply": appeal.state == Appeal.State.FILED and at < appeal.reply_until,
        "assignment": assignment,
        "suspension": appeal.suspension,
        "for_worker": for_worker,
        **(answer_shown(assignment=assignment, at=at) if assignment is not None and is_shown else {}),
    }


def answer_shown(*, assignment: Assignment, at: datetime) -> dict[str, Any]:
    """The answer as its kind shows it."""
    job = assignment.job
    return {
        "job": job,
        "kind": kind_named(job.kind),
        "job_settings": job.settings,
        "shown": answer_context(micro_task=assignment.micro_task, answer=assignment.answer.content, at=at),
    }
