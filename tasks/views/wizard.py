"""What every page of a draft shares: the list of steps, and the running summary at its side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tasks.domain import drafts, floor_policy, pricing
from tasks.domain.drafts import Step
from tasks.domain.floor_policy import Policy
from tasks.kinds import kind_named
from tasks.models import Job

WORDS: dict[Step, str | Promise] = {
    Step.KIND: _("Kind"),
    Step.WORDS: _("Words"),
    Step.UPLOAD: _("Files"),
    Step.TERMS: _("Price and time"),
}
# As long as nothing is uploaded the summary reckons with so many, and says so.
SUPPOSED_COUNT = 1000


@dataclass(frozen=True, slots=True)
class StepLink:
    """One entry in the list of steps. `href` is empty while there is no draft yet."""

    words: str | Promise
    href: str
    is_current: bool
    is_done: bool


def step_address(job: Job, step: Step) -> str:
    """Where a step of a draft is filled in."""
    return reverse(f"jobs:{step}", args=[job.public_id])


def next_address(job: Job) -> str:
    """Where a requester goes on with a draft: its first unfinished step, or the page that publishes it."""
    unfinished = drafts.unfinished_steps(job=job)
    return step_address(job, unfinished[0]) if unfinished else reverse("jobs:summary", args=[job.public_id])


def page_context(job: Job, *, at: datetime, current: Step | None) -> dict[str, Any]:
    """The context that `tasks/new_base.html` reads. `current` is None on the page that publishes."""
    unfinished = drafts.unfinished_steps(job=job)
    steps = [
        StepLink(WORDS[step], step_address(job, step), is_current=step is current, is_done=step not in unfinished)
        for step in Step
    ]
    last = StepLink(_("Publish"), reverse("jobs:summary", args=[job.public_id]), current is None, is_done=False)
    return {
        "job": job,
        "kind": kind_named(job.kind),
        "steps": [*steps, last],
        **summary_context(job, drafts.estimate(job=job, at=at)),
    }


def first_steps() -> list[StepLink]:
    """The list of steps before there is a draft."""
    links = [StepLink(WORDS[step], "", is_current=step is Step.KIND, is_done=False) for step in Step]
    return [*links, StepLink(_("Publish"), "", is_current=False, is_done=False)]


def summary_context(job: Job, estimate: pricing.Estimate) -> dict[str, Any]:
    """The context that `tasks/_new_summary.html` reads. `supposed` stands in while nothing is cut."""
    return {
        "job": job,
        "kind": kind_named(job.kind),
        "estimate": estimate,
        "cost": estimate.cost,
        "supposed": supposed_cost(estimate.cost),
        "is_floor_named": floor_policy.policy() is not Policy.OFF,
        "is_floor_required": floor_policy.is_required(),
    }


def supposed_cost(cost: pricing.Cost) -> pricing.Cost | None:
    """What the job would cost with so many micro-tasks as are supposed, while nothing is cut."""
    return None if cost.micro_task_count else replace(cost, micro_task_count=SUPPOSED_COUNT)
