"""Keeping, changing and correcting answers, and reading one's own. Two times are kept: of what is so, of what was said.

An answer holds from `valid_from` until the next one's day; it was known from `recorded_on` until `superseded_on`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from transparency.domain.demographics import consents, questionnaires, subjects
from transparency.domain.demographics.asking import MOST_OWN_WORDS, SELF_DESCRIBE
from transparency.domain.demographics.questions import QUESTIONS, VERSION
from transparency.models.demographics import Response, Subject


class NotAnAnswer(ValueError):
    """Codes that `question` doesn't offer, too many of them, or two that contradict each other."""

    def __init__(self, question: str) -> None:
        super().__init__(question)
        self.question = question


class NotAgreed(Exception):
    """The question is about health, and the worker didn't agree to be asked."""


class NeverSaid(Exception):
    """There is no answer to change."""


class NotThen(ValueError):
    """A change is later than what it changes, and not in the future."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as its worker reads it. `own_words` beside the code for it, else empty."""

    question: str
    codes: tuple[str, ...]
    own_words: str
    version: str
    valid_from: date
    recorded_on: date
    superseded_on: date | None

    @property
    def labels(self) -> list[str]:
        """The answer in the reader's words."""
        return [
            self.own_words if code == SELF_DESCRIBE and self.own_words else self._label(code) for code in self.codes
        ]

    def _label(self, code: str) -> str:
        asked = QUESTIONS.get(self.question)
        return asked.label_of(code) if asked else code


def valid(*, at: date, as_of: date) -> QuerySet[Response]:
    """Of each person and question the answer that held on `at`, as it was known on `as_of`."""
    rows = Response.objects.filter(valid_from__lte=at, recorded_on__lte=as_of)
    rows = rows.filter(Q(superseded_on__isnull=True) | Q(superseded_on__gt=as_of))
    return rows.order_by("subject_key", "question", "-valid_from").distinct("subject_key", "question")


def checked(*, question: str, codes: Sequence[str]) -> list[str]:
    """`codes` in the order of the question, each once. Raises NotAnAnswer."""
    asked, chosen = QUESTIONS.get(question), set(codes)
    if asked is None or not chosen or not chosen <= asked.codes or len(chosen) > asked.most:
        raise NotAnAnswer(question)
    if len(chosen) > 1 and chosen & asked.alone:
        raise NotAnAnswer(question)
    return [choice.code for choice in asked.choices if choice.code in chosen]


@transaction.atomic
def keep(
    *, worker_number: int, answers: Mapping[str, Sequence[str]], own_words: str = "", at: datetime,
    since: date | None = None,
) -> None:  # fmt: skip
    """Keep what was said, valid from `since` (the day of `at` if not given). What is said already changes nothing.

    Raises NotAnAnswer, NotAgreed, NotThen and Closed; then nothing is kept.
    """
    subject, today = subjects.locked(worker_number=worker_number), subjects.day_of(at)
    current = _current(subject)
    for question, codes in answers.items():
        made = _made(subject, question, codes, own_words, valid_from=since or today, recorded_on=today)
        _check(worker_number, question)
        known = current.get(question)
        if made.valid_from > today or (known is not None and made.valid_from < known.valid_from):
            raise NotThen
        if known is not None and made.valid_from == known.valid_from:
            _replace(known, made, subject, today)
        elif known is None or not _same(known, made, subject):
            made.save(force_insert=True)
    if answers:
        questionnaires.remember()


@transaction.atomic
def correct(*, worker_number: int, question: str, codes: Sequence[str], own_words: str = "", at: datetime) -> None:
    """What was said was never so: another answer stands from the same day on.

    Raises NeverSaid, NotAnAnswer, NotAgreed and Closed.
    """
    subject, today = subjects.locked(worker_number=worker_number), subjects.day_of(at)
    known = _current(subject).get(question)
    if known is None:
        raise NeverSaid
    _check(worker_number, question)
    made = _made(subject, question, codes, own_words, valid_from=known.valid_from, recorded_on=today)
    _replace(known, made, subject, today)
    questionnaires.remember()


@transaction.atomic
def remove(*, worker_number: int, question: str) -> int:
    """Erase an answer with its history; how many rows went. Safe to repeat."""
    subject = subjects.locked(worker_number=worker_number)
    return Response.objects.filter(subject_key=subject.pk, question=question).delete()[0]


def own_answers(*, worker_number: int) -> dict[str, Answer]:
    """What holds today, by question: for the worker's own pages alone."""
    subject = subjects.known(worker_number=worker_number)
    return {} if subject is None else {one.question: _read(one, subject) for one in _current(subject).values()}


def own_history(*, worker_number: int) -> list[Answer]:
    """Every answer the worker gave, by question, the latest first."""
    subject = subjects.known(worker_number=worker_number)
    if subject is None:
        return []
    found = [_read(row, subject) for row in Response.objects.filter(subject_key=subject.pk)]
    order = {question: place for place, question in enumerate(QUESTIONS)}
    found.sort(key=lambda one: (one.superseded_on is None, one.recorded_on, one.valid_from), reverse=True)
    return sorted(found, key=lambda one: order.get(one.question, len(order)))


def _current(subject: Subject) -> dict[str, Response]:
    rows = Response.objects.filter(subject_key=subject.pk, superseded_on__isnull=True).order_by("valid_from")
    return {row.question: row for row in rows}


def _check(worker_number: int, question: str) -> None:
    if QUESTIONS[question].is_special and consents.Purpose.SPECIAL not in consents.of(worker_number=worker_number):
        raise NotAgreed


def _made(
    subject: Subject, question: str, codes: Sequence[str], own_words: str, *, valid_from: date, recorded_on: date
) -> Response:
    kept = checked(question=question, codes=codes)
    words = own_words.strip()[:MOST_OWN_WORDS] if SELF_DESCRIBE in kept else ""
    return Response(
        subject_key=subject.pk,
        question=question,
        codes=kept,
        sealed_words=subjects.seal(words, salt=subject.salt) if words else b"",
        questionnaire_version=VERSION,
        valid_from=valid_from,
        recorded_on=recorded_on,
    )


def _replace(known: Response, made: Response, subject: Subject, today: date) -> None:
    if _same(known, made, subject):
        return
    Response.objects.filter(pk=known.pk).update(superseded_on=today)
    made.save(force_insert=True)


def _same(one: Response, other: Response, subject: Subject) -> bool:
    return one.codes == other.codes and _words(one, subject) == _words(other, subject)


def _words(row: Response, subject: Subject) -> str:
    return subjects.unseal(row.sealed_words, salt=subject.salt) if row.sealed_words else ""


def _read(row: Response, subject: Subject) -> Answer:
    return Answer(
        question=row.question,
        codes=tuple(row.codes),
        own_words=_words(row, subject),
        version=row.questionnaire_version,
        valid_from=row.valid_from,
        recorded_on=row.recorded_on,
        superseded_on=row.superseded_on,
    )
