"""How large a pilot is: so few micro-tasks that it costs little, so many that it tells something."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings

from tasks.domain.measured_time import LEAST_ANSWERS
from tasks.domain.pricing import Cost
from tasks.models import Job

MOST_MICRO_TASKS = 500


class TooSmall(Exception):
    """The job has too few micro-tasks for a pilot that would leave something of it: publish it whole."""


class OutOfRange(Exception):
    """A pilot of so many micro-tasks would tell nothing, or leave nothing."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__(f"{least} to {most}")
        self.least, self.most = least, most


@dataclass(frozen=True, slots=True)
class PilotPlan:
    """So many micro-tasks, each answered by so many workers; `least` and `most` are how many there may be."""

    micro_task_count: int
    answers_each: int
    least: int
    most: int

    @property
    def answer_count(self) -> int:
        return self.micro_task_count * self.answers_each

    def part_of(self, cost: Cost) -> Cost:
        """What the pilot costs of the whole job's cost; training is needed for it already."""
        extra = self.micro_task_count * (self.answers_each - cost.wanted_answers)
        return replace(cost, micro_task_count=self.micro_task_count, extra_answers=extra)


def answers_each(*, wanted_answers: int) -> int:
    """How many workers answer each micro-task of a pilot: as many as the job wants, and no fewer than the setting."""
    return max(settings.PILOT_WORKERS, wanted_answers)


def is_required(*, micro_task_count: int, wanted_answers: int) -> bool:
    """Whether a job of so many micro-tasks must begin with a pilot on this site."""
    is_large = 0 < settings.PILOT_REQUIRED_FROM <= micro_task_count
    return is_large and is_possible(micro_task_count=micro_task_count, wanted_answers=wanted_answers)


def is_possible(*, micro_task_count: int, wanted_answers: int) -> bool:
    """Whether a pilot would tell something and leave something."""
    return micro_task_count > _least(answers_each(wanted_answers=wanted_answers))


def _least(each: int) -> int:
    """So many micro-tasks give as many answers as a measure needs."""
    return -(-LEAST_ANSWERS // each)


def plan_for(*, job: Job, waiting_count: int, micro_tasks: int | None = None) -> PilotPlan:
    """A pilot of so many of the `waiting_count` micro-tasks that aren't handed out; by the settings when None.

    Raises TooSmall and OutOfRange.
    """
    each = answers_each(wanted_answers=job.wanted_answers)
    least, most = _least(each), min(MOST_MICRO_TASKS, waiting_count - 1)
    if least > most:
        raise TooSmall
    usual = min(settings.PILOT_MICRO_TASKS, max(least, -(-waiting_count * settings.PILOT_PERCENT // 100)))
    count = min(max(usual, least), most) if micro_tasks is None else micro_tasks
    if not least <= count <= most:
        raise OutOfRange(least, most)
    return PilotPlan(count, each, least, most)
