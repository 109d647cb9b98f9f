"""The answers of a job as lines of the review: what each shows, what may be done with it, what waits for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timesince import timeuntil

from tasks.domain import review_filters, withheld
from tasks.domain.desk_view import answer_context
from tasks.domain.pseudonyms import worker_code
from tasks.models import Assignment, Job, RejectionRequest
from tasks.review_forms import RejectForm


@dataclass(frozen=True, slots=True)
class Line:
    """One answer as its requester sees it. `form` is what they entered to reject it; `said` is what just happened.

    `shown` is None where its content is withheld. `request` is what an auditor was asked about it.
    """

    assignment: Assignment
    shown: dict[str, Any] | None
    worker: str
    approves_at: datetime
    approves_in: str
    form: RejectForm
    other_count: int
    request: RejectionRequest | None
    said: str = ""
    is_ticked: bool = False

    @property
    def is_waiting(self) -> bool:
        return self.assignment.state == Assignment.State.SUBMITTED

    @property
    def is_asked_about(self) -> bool:
        """Whether its rejection waits for an auditor."""
        return self.is_waiting and self.request is not None and self.request.is_granted is None

    @property
    def is_kept(self) -> bool:
        """Whether an auditor refused its rejection: it can only be approved."""
        return self.is_waiting and self.request is not None and self.request.is_granted is False


def lines_of(
    job: Job,
    assignments: Sequence[Assignment],
    at: datetime,
    *,
    forms: Mapping[str, RejectForm] | None = None,
    said: str = "",
    ticked: Sequence[str] = (),
) -> list[Line]:
    """Lines for `assignments`, in two queries whatever their number. `forms` are rejections that lacked something."""
    others = review_filters.others_of(assignments=assignments)
    numbers = [assignment.pk for assignment in assignments]
    asked = {request.assignment_id: request for request in RejectionRequest.objects.filter(assignment__in=numbers)}
    entered = forms or {}
    return [
        _line(
            job,
            assignment,
            at,
            form=entered.get(assignment.public_id) or RejectForm(auto_id=f"{assignment.public_id}_%s"),
            other_count=len(others[assignment.pk]),
            request=asked.get(assignment.pk),
            said=said,
            is_ticked=assignment.public_id in ticked,
        )
        for assignment in assignments
    ]


def _line(job: Job, assignment: Assignment, at: datetime, **rest: Any) -> Line:
    approves_at = (assignment.submitted_at or at) + job.auto_approval_delay
    content = withheld.content_for_requester(assignment)
    shown = None if content is None else answer_context(micro_task=assignment.micro_task, answer=content, at=at)
    return Line(
        assignment=assignment,
        shown=shown,
        worker=worker_code(requester_id=job.requester_id, worker_id=assignment.worker_id or 0),
        approves_at=approves_at,
        approves_in=timeuntil(approves_at, at) if approves_at > at else "",
        **rest,
    )
