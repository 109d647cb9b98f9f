"""All that a worker said of themselves, with its history, for them to take away (GDPR, Art. 15 and 20)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from transparency.domain.demographics import answers, consents, paying, questions

COLUMNS = (
    "question", "question_text", "codes", "answer", "version", "valid_from", "recorded_on", "superseded_on",
)  # fmt: skip


def as_json(*, worker_number: int, at: datetime) -> dict[str, Any]:
    """Answers, consents and pay of one worker, labels in the reader's language. Raises Closed."""
    return {
        "questionnaire": {"version": questions.VERSION, "sha256": questions.english_digest()},
        "answers": [
            dict(zip(COLUMNS, _line(one, list), strict=True))
            for one in answers.own_history(worker_number=worker_number)
        ],
        "consents": [
            {
                "purpose": one.purpose,
                "text_version": one.text_version,
                "granted_on": one.granted_on.isoformat(),
                "withdrawn_on": _day(one.withdrawn_on),
            }
            for one in consents.history(worker_number=worker_number)
        ],
        "paid_this_year_micros": paying.paid_micros(worker_number=worker_number, at=at),
    }


def rows(*, worker_number: int) -> Iterator[tuple[str, ...]]:
    """The answers as lines of a table, without their heading."""
    for one in answers.own_history(worker_number=worker_number):
        yield tuple(value or "" for value in _line(one, "; ".join))


def _line(one: answers.Answer, joined: Any) -> tuple[Any, ...]:
    asked = questions.QUESTIONS.get(one.question)
    return (
        one.question,
        str(asked.text) if asked else "",
        joined(one.codes),
        joined(one.labels),
        one.version,
        one.valid_from.isoformat(),
        one.recorded_on.isoformat(),
        _day(one.superseded_on),
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
