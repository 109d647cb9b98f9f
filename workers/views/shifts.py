"""The hours that a worker says go into a main job, and into home and care (M30): read from their own answers."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from transparency.domain.demographics import answers, subjects

# The middle of each band in hours; an open one counts as five more than where it begins.
MAIN_JOB = {"none": 0.0, "<10": 5.0, "10-19": 15.0, "20-29": 25.0, "30-34": 32.5, "35-39": 37.5, "40+": 45.0}
HOME = {"0-4": 2.5, "5-9": 7.5, "10-19": 15.0, "20-29": 25.0, "30-39": 35.0, "40+": 45.0}
MAIN_JOB_QUESTION, HOME_QUESTION = "Q11", "Q9"


@dataclass(frozen=True, slots=True)
class Shifts:
    """Hours a week; None where the worker said nothing, or rather not to say."""

    main_job: float | None = None
    home: float | None = None

    @property
    def is_whole(self) -> bool:
        return self.main_job is not None and self.home is not None


def of(*, worker: User) -> Shifts:
    """What the worker's answers of today come to. Nobody else's page asks this."""
    if not subjects.is_open():
        return Shifts()
    said = answers.own_answers(worker_number=worker.pk)

    def hours(question: str, bands: dict[str, float]) -> float | None:
        answer = said.get(question)
        return bands.get(answer.codes[0]) if answer and answer.codes else None

    return Shifts(main_job=hours(MAIN_JOB_QUESTION, MAIN_JOB), home=hours(HOME_QUESTION, HOME))
