"""The one door to other people's answers: for jobs that count them, joined to figures, without a number to anybody.

Called by the release of figures and by the pay audit, which show what passed the rule of eleven and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from transparency.domain.demographics import answers, asking, consents, questions, subjects
from transparency.domain.demographics.questions import QUESTIONS
from transparency.models.demographics import Consent, Subject

Purpose = Consent.Purpose
# “Prefer not to say”, and the versions of what people were asked and agreed to.
PNS = asking.PNS
QUESTIONNAIRE_VERSION = questions.VERSION
CONSENT_VERSION = consents.TEXT_VERSION
# Levels of ISCED 2011, as EIGE and Eurostat group them: low, medium, high.
EDUCATION_LEVEL = {"0-2": "low", "3-4": "medium", "5": "high", "6": "high", "7": "high", "8": "high", PNS: PNS}


class NothingIsCountedForIt(ValueError):
    """Accessibility is asked about with its own consent, and counted for one of the other purposes."""


@dataclass(frozen=True, slots=True)
class Record:
    """One person as counts may know them: `subject` is a name for this purpose and day alone.

    `answers` holds codes by question; what was not answered is absent. `Q4_level` is Q4 in three levels. Words of
    one's own are never here. `figures` is what the caller knew of the person's number.
    """

    subject: str
    answers: Mapping[str, frozenset[str]]
    figures: Mapping[str, float]


def records(
    *, purpose: Consent.Purpose, at: date, as_of: date, figures: Mapping[int, Mapping[str, float]]
) -> list[Record]:
    """Of the workers in `figures` (by number) those who agree to `purpose`, with what held on `at`, known on `as_of`.

    For a period, `at` is its middle and `as_of` the day of the release. Who doesn't agree has no record here, and
    belongs to "not said": `len(figures) - len(records)`. Questions on accessibility come only of those who agreed to
    them besides. The order says nothing. Raises NothingIsCountedForIt and Closed.
    """
    if purpose is Purpose.SPECIAL:
        raise NothingIsCountedForIt
    numbers = subjects.numbers_by_key(worker_numbers=figures)
    agreed, special = _agreed(purpose, as_of), _agreed(Purpose.SPECIAL, as_of)
    keys = agreed & numbers.keys()
    said = _said(keys, special, at, as_of)
    scope = f"{purpose}:{at}:{as_of}"
    found = [
        Record(
            subject=subjects.pseudonym(salt=salt, scope=scope),
            answers=said.get(key, {}),
            figures=figures[numbers[key]],
        )
        for key, salt in Subject.objects.values_list("subject_key", "salt").iterator()
        if key in keys
    ]
    return sorted(found, key=lambda record: record.subject)


def _agreed(purpose: Consent.Purpose, as_of: date) -> set[str]:
    """Who agrees to it: a consent that was taken back counts no more, for whichever day one asks."""
    rows = Consent.objects.filter(purpose=purpose, granted_on__lte=as_of, withdrawn_on__isnull=True)
    return set(rows.values_list("subject_key", flat=True))


def _said(keys: set[str], special: set[str], at: date, as_of: date) -> dict[str, dict[str, frozenset[str]]]:
    said: dict[str, dict[str, frozenset[str]]] = {}
    rows = answers.valid(at=at, as_of=as_of).values_list("subject_key", "question", "codes")
    for key, question, codes in rows.iterator():
        asked = QUESTIONS.get(question)
        if key not in keys or asked is None or (asked.is_special and key not in special):
            continue
        mine = said.setdefault(key, {})
        mine[question] = frozenset(codes)
        if question == "Q4":
            mine["Q4_level"] = frozenset(EDUCATION_LEVEL[code] for code in codes if code in EDUCATION_LEVEL)
    return said
