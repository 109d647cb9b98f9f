"""R8: files for research: for who applied, signed and was agreed to, of people who agreed, coarse enough to hide each.

At least eleven people look alike in all that others might know of them, and among these no pay is all the same.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from datetime import date, datetime

import pandas as pd
from django.conf import settings
from pycanon import anonymity

from accounts.models import User
from ledger.domain.floors import floor_on
from transparency.domain.anonymity import LEAST_WORKERS
from transparency.domain.demographics import aggregates
from transparency.domain.demographics.asking import PNS
from transparency.domain.release import months
from transparency.domain.rollup import reading as days
from transparency.models import ResearchRequest

AGREEMENT_VERSION = "1"
LEAST_DIVERSITY = 2
# What others may know of somebody; and what they should not learn.
KNOWN, PAY = ("gender", "age", "job"), "pay_band"
UNKNOWN = "not_said"
State = ResearchRequest.State


class NotAgreed(Exception):
    """Nobody has agreed to this request."""


class AlreadyDecided(Exception):
    """This request was decided on."""


class TooFew(Exception):
    """Not enough people look alike: there is no file that would hide them."""


def ask(*, name: str, institution: str, purpose: str, at: datetime) -> ResearchRequest:
    """Write down an application, made with the agreement in its present words."""
    return ResearchRequest.objects.create(
        name=name, institution=institution, purpose=purpose, agreement_version=AGREEMENT_VERSION, asked_at=at
    )


def decide(*, request: ResearchRequest, is_agreed: bool, words: str, decided_by: User, at: datetime) -> ResearchRequest:
    """A person agrees or refuses, once. Raises AlreadyDecided."""
    moved = ResearchRequest.objects.filter(pk=request.pk, state=State.ASKED).update(
        state=State.AGREED if is_agreed else State.REFUSED, decided_by=decided_by, decided_at=at, words=words
    )
    if not moved:
        raise AlreadyDecided
    return ResearchRequest.objects.get(pk=request.pk)


def research_file(*, request: ResearchRequest, month: date, at: datetime) -> str:
    """The file of a month as CSV, a line a person in no order: gender, age, main job or none, pay beside the floor.

    Raises NotAgreed and TooFew.
    """
    if ResearchRequest.objects.get(pk=request.pk).state != State.AGREED:
        raise NotAgreed
    return to_csv(hide_rare(_lines(month, at)))


def hide_rare(lines: list[dict[str, str]]) -> list[dict[str, str]]:
    """`lines` with the rarest properties left unsaid, and without people whom that doesn't hide. Raises TooFew.

    pycanon, which others wrote, has the last word: k is 11 or more, and l 2 or more.
    """
    kept = [dict(line) for line in lines]
    for name in KNOWN[::-1]:
        sizes = Counter(tuple(line[one] for one in KNOWN) for line in kept)
        for line in kept:
            if sizes[tuple(line[one] for one in KNOWN)] < LEAST_WORKERS:
                line[name] = UNKNOWN
    groups = defaultdict(list)
    for line in kept:
        groups[tuple(line[one] for one in KNOWN)].append(line)
    safe = [
        line
        for group in groups.values()
        if len(group) >= LEAST_WORKERS and len({one[PAY] for one in group}) >= LEAST_DIVERSITY
        for line in group
    ]
    if not safe:
        raise TooFew
    frame = pd.DataFrame(safe)
    k = anonymity.k_anonymity(frame, list(KNOWN))
    if k < LEAST_WORKERS or anonymity.l_diversity(frame, list(KNOWN), [PAY]) < LEAST_DIVERSITY:
        raise TooFew
    return safe


def to_csv(lines: list[dict[str, str]]) -> str:
    """Sorted by what they say, so that their order says nothing."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [*KNOWN, PAY])
    writer.writeheader()
    writer.writerows(sorted(lines, key=lambda line: [line[one] for one in (*KNOWN, PAY)]))
    return text.getvalue()


def _lines(month: date, at: datetime) -> list[dict[str, str]]:
    floor = floor_on(country=settings.PAY_FLOOR_COUNTRY, day=months.last_of(month))
    labours = days.labour_by_worker(first=month, last=months.last_of(month))
    hourly = {one.worker_number or 0: one.presence_hourly_micros for one in labours}
    records = aggregates.records(
        purpose=aggregates.Purpose.RESEARCH,
        at=months.middle_of(month),
        as_of=at.date(),
        figures={number: {"hourly": float(micros)} for number, micros in hourly.items() if micros is not None},
    )
    return [
        {
            "gender": _only(record.answers.get("Q1")),
            "age": _age(_only(record.answers.get("Q2"))),
            "job": _job(_only(record.answers.get("Q10"))),
            PAY: _pay(record.figures["hourly"], floor.hourly_micros if floor else 0),
        }
        for record in records
    ]


def _only(codes: frozenset[str] | None) -> str:
    return next(iter(codes)) if codes and len(codes) == 1 and PNS not in codes else UNKNOWN


def _age(code: str) -> str:
    return {"18-24": "18-34", "25-34": "18-34", "35-44": "35-54", "45-54": "35-54"}.get(
        code, UNKNOWN if code == UNKNOWN else "55+"
    )


def _job(code: str) -> str:
    return {"employed": "yes", "self_employed": "yes", UNKNOWN: UNKNOWN}.get(code, "no")


def _pay(hourly_micros: float, floor_micros: int) -> str:
    if not floor_micros:
        return "no_floor"
    return (
        "below_half" if hourly_micros * 2 < floor_micros else "below" if hourly_micros < floor_micros else "at_or_above"
    )
