"""What a data set's workers said of themselves, of those who agreed to the statements of data sets, as lines.

The answers to a question divide all workers of the job: each line is of eleven people or more, and whoever gave another
answer, gave none or didn't agree is one more part of as many. So no line, and no rest, is of fewer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from transparency.domain.anonymity import LEAST_WORKERS
from transparency.domain.demographics import aggregates
from transparency.domain.demographics.aggregates import PNS, Purpose, Record
from transparency.domain.release import rounding
from transparency.domain.statement.figures import rounded

QUESTIONS = ("Q1", "Q2", "Q4_level", "Q8", "Q10")
COUNTRY = "Q3"
OTHER = "other_or_not_said"


@dataclass(frozen=True, slots=True)
class Said:
    """`share` of the workers, 0 to 1, with its interval at 95 % (Wilson), out of counts to the base of 5."""

    question: str
    code: str
    share: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class People:
    """The lines of a statement. `answer_rate` is the part of the workers who agreed and answered any of it."""

    countries: tuple[Said, ...] = ()
    lines: tuple[Said, ...] = ()
    answer_rate: float | None = None
    refused: tuple[tuple[str, str], ...] = ()


def people_of(*, job_number: int, worker_numbers: Iterable[int], middle: date, as_of: date) -> People:
    """What may be told of these workers: `middle` is the day whose answers count, known on `as_of`."""
    figures: dict[int, dict[str, float]] = {number: {} for number in worker_numbers}
    if len(figures) < LEAST_WORKERS:
        return People(refused=tuple((f"demographics/{name}", "k") for name in (*QUESTIONS, COUNTRY)))
    records = aggregates.records(purpose=Purpose.STATEMENT, at=middle, as_of=as_of, figures=figures)
    told, refused = {}, []
    for question in (COUNTRY, *QUESTIONS):
        told[question] = _lines(question, records, len(figures), job_number)
        if not told[question]:
            refused.append((f"demographics/{question}", "k" if records else "no_consent"))
    answered = sum(any(codes - {PNS} for codes in record.answers.values()) for record in records)
    has_rate = LEAST_WORKERS <= answered <= len(figures) - LEAST_WORKERS
    return People(
        countries=told[COUNTRY],
        lines=tuple(line for question in QUESTIONS for line in told[question]),
        answer_rate=_share(answered, len(figures), job_number, "answered") if has_rate else None,
        refused=tuple(refused),
    )


def parts_of(found: Counter[str], whole: int) -> dict[str, int]:
    """Codes with how many gave them, and the rest of `whole`, each of eleven or more; nothing where that can't be."""
    shown = {code: count for code, count in found.items() if count >= LEAST_WORKERS}
    while shown and 0 < whole - sum(shown.values()) < LEAST_WORKERS:
        del shown[min(shown, key=lambda code: (shown[code], code))]
    rest = whole - sum(shown.values())
    parts = shown | {OTHER: rest} if rest else shown
    # That everybody gave one answer is told of each of them.
    return parts if shown and len(parts) > 1 else {}


def _lines(question: str, records: list[Record], whole: int, job_number: int) -> tuple[Said, ...]:
    codes = (record.answers.get(question, frozenset()) for record in records)
    found = Counter(next(iter(one)) for one in codes if len(one) == 1 and PNS not in one)
    lines = []
    total = rounded(whole, job_number, "workers")
    for code, count in sorted(parts_of(found, whole).items()):
        near = rounded(count, job_number, f"{question}={code}")
        low, high = rounding.wilson(near, total)
        lines.append(Said(question, code, rounding.share(near, total) or 0.0, low, high, near))
    return tuple(lines)


def _share(part: int, whole: int, job_number: int, cell: str) -> float | None:
    return rounding.share(rounded(part, job_number, cell), rounded(whole, job_number, "workers"))
