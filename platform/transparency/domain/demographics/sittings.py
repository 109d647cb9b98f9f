"""Going through the questionnaire: step by step, each saved and paid as it is sent; left and taken up again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction

from transparency.domain.demographics import answers, consents, paying, subjects
from transparency.domain.demographics.asking import Step
from transparency.domain.demographics.consents import Purpose
from transparency.domain.demographics.questions import STEPS, VERSION
from transparency.models.demographics import Consent, Sitting, Subject

ASK_AGAIN_AFTER_MONTHS = 12


class Invitation(StrEnum):
    """What My work says of the questionnaire."""

    NONE = "none"
    BEGIN = "begin"
    GO_ON = "go_on"
    STILL_TRUE = "still_true"


class NoSuchStep(ValueError):
    """Not a step of this version, or one that the worker didn't agree to be asked."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a worker has come this year. `steps` are those that they are asked, in their order."""

    steps: tuple[Step, ...]
    done: frozenset[str]

    @property
    def next(self) -> Step | None:
        """The first step that wasn't saved; None at the end."""
        return next((step for step in self.steps if step.id not in self.done), None)

    @property
    def done_count(self) -> int:
        return sum(step.id in self.done for step in self.steps)

    @property
    def has_begun(self) -> bool:
        return bool(self.done)

    def following(self, step: Step) -> Step | None:
        """The step after `step` that wasn't saved yet; None when nothing is left."""
        later = self.steps[self.steps.index(step) + 1 :]
        return next((one for one in later if one.id not in self.done), None) or self.next


def steps_for(*, agreed: frozenset[Consent.Purpose]) -> tuple[Step, ...]:
    """What somebody is asked who agrees to `agreed`."""
    return tuple(
        step
        for step in STEPS
        if Purpose.SPECIAL in agreed or not any(question.is_special for question in step.questions)
    )


def progress(*, worker_number: int, at: datetime) -> Progress:
    """Where the worker stands with this version in the year of `at`. Raises Closed."""
    sitting = Sitting.objects.filter(
        subject_key=subjects.key_of(worker_number=worker_number),
        questionnaire_version=VERSION,
        year=subjects.day_of(at).year,
    ).first()
    agreed = consents.of(worker_number=worker_number)
    return Progress(steps_for(agreed=agreed), frozenset(sitting.steps if sitting else ()))


@transaction.atomic
def begin(
    *, worker_number: int, purposes: Sequence[Consent.Purpose], shown_at: datetime, at: datetime
) -> paying.Paid:  # fmt: skip
    """The worker has read what it is about, and agrees to `purposes` and to nothing else. Raises Closed."""
    subject = subjects.locked(worker_number=worker_number)
    consents.grant(worker_number=worker_number, purposes=purposes, at=at)
    _mark(subject, paying.WELCOME, at)
    return paying.pay(worker_number=worker_number, step=paying.WELCOME, shown_at=shown_at, at=at)


@transaction.atomic
def save(
    *,
    worker_number: int,
    step: Step,
    said: Mapping[str, Sequence[str]],
    own_words: str = "",
    shown_at: datetime,
    at: datetime,
) -> paying.Paid:
    """Keep the answers of a step and pay its time; what was left out is paid alike. Repeated, it pays nothing.

    Raises NoSuchStep, NotAnAnswer, NotAgreed and Closed; then nothing is kept and nothing paid.
    """
    subject = subjects.locked(worker_number=worker_number)
    asked = steps_for(agreed=consents.of(worker_number=worker_number))
    if step not in asked or not set(said) <= {question.id for question in step.questions}:
        raise NoSuchStep
    answers.keep(worker_number=worker_number, answers=said, own_words=own_words, at=at)
    done = _mark(subject, step.id, at)
    if {one.id for one in asked} <= done:
        Subject.objects.filter(pk=subject.pk).update(confirmed_on=subjects.day_of(at))
    return paying.pay(worker_number=worker_number, step=step.id, shown_at=shown_at, at=at)


def invitation(*, worker_number: int, at: datetime) -> Invitation:
    """What My work may say. It asks once, and again when twelve months have passed; it never asks for more."""
    if not subjects.is_open():
        return Invitation.NONE
    subject, today = subjects.known(worker_number=worker_number), subjects.day_of(at)
    if subject is None:
        return Invitation.BEGIN
    if subject.confirmed_on is not None:
        is_old = _months(subject.confirmed_on, today) >= ASK_AGAIN_AFTER_MONTHS
        put_off = subject.put_off_on is not None and subject.put_off_on > subject.confirmed_on
        return Invitation.STILL_TRUE if is_old and not put_off else Invitation.NONE
    return Invitation.NONE if subject.put_off_on else Invitation.GO_ON


@transaction.atomic
def put_off(*, worker_number: int, at: datetime) -> None:
    """Close the invitation. The questionnaire stays open. Raises Closed."""
    subject = subjects.locked(worker_number=worker_number)
    Subject.objects.filter(pk=subject.pk).update(put_off_on=subjects.day_of(at))


@transaction.atomic
def confirm(*, worker_number: int, at: datetime) -> None:
    """All that was said is still true. Raises Closed."""
    subject = subjects.locked(worker_number=worker_number)
    Subject.objects.filter(pk=subject.pk).update(confirmed_on=subjects.day_of(at))


def _mark(subject: Subject, step: str, at: datetime) -> set[str]:
    """The subject's row is locked, so nobody else writes here."""
    sitting, _made = Sitting.objects.get_or_create(
        subject_key=subject.pk, questionnaire_version=VERSION, year=subjects.day_of(at).year
    )
    if step not in sitting.steps:
        sitting.steps = [*sitting.steps, step]
        sitting.save(update_fields=["steps"])
    return set(sitting.steps)


def _months(since: date, until: date) -> int:
    """Whole months between two days."""
    return (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)
