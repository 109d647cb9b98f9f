"""Answering is work, and paid at the wage floor: each step once a version and year, whatever was said or left out.

The ledger alone knows of it, by the worker's number; who answered what stands elsewhere, without one. So neither this
time nor this pay is in any figure of work.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Sum

from ledger.domain import accounts, floors
from ledger.domain.transfers import lock, transfer
from ledger.models import Transfer
from transparency.domain.demographics import subjects
from transparency.domain.demographics.questions import STEPS, VERSION

# The page that says what is asked and why is read before anything is answered.
WELCOME = "welcome"
SECONDS_A_QUESTION = 20
SECONDS_OF_WELCOME = 120
MOST_SECONDS = 15 * 60


@dataclass(frozen=True, slots=True)
class Paid:
    """What one step brought. Nothing where it was paid before, or where no floor is known."""

    seconds: float
    micros: int


NOTHING = Paid(0.0, 0)


def most_seconds(*, step: str) -> int:
    """The most seconds of one step that are paid: a page left open overnight is not read all night."""
    count = next((len(one.questions) for one in STEPS if one.id == step), 0)
    return SECONDS_OF_WELCOME if step == WELCOME else count * SECONDS_A_QUESTION


def steps() -> list[str]:
    """Everything that is paid, once each."""
    return list(chain([WELCOME], (step.id for step in STEPS)))


@transaction.atomic
def pay(*, worker_number: int, step: str, shown_at: datetime, at: datetime) -> Paid:
    """Pay a step from the platform's reserve: the seconds since it was shown, within its bounds, at the floor.

    A second counts once: what an earlier step was paid for is not paid again. Repeated, it pays nothing.
    """
    floor = floors.floor_on(country=settings.PAY_FLOOR_COUNTRY, day=subjects.day_of(at))
    if floor is None:
        return NOTHING
    reserve, earnings = accounts.reserve(), accounts.earnings(owner_id=worker_number)
    lock(account_ids=[reserve.pk, earnings.pk])
    year = subjects.day_of(at).year
    since = max(filter(None, [shown_at, _paid(worker_number, year)["last"]]))
    seconds = min(max(0.0, (at - since).total_seconds()), most_seconds(step=step))
    micros = floor.hourly_micros * int(seconds * 1000) // 3_600_000
    if not micros:
        return NOTHING
    key = f"{_prefix(worker_number, year)}{step}"
    if Transfer.objects.filter(key=key).exists():
        return NOTHING
    reason = Transfer.Reason.QUESTIONNAIRE
    transfer(debit=reserve, credit=earnings, amount_micros=micros, reason=reason, key=key, at=at)
    return Paid(seconds, micros)


def paid_micros(*, worker_number: int, at: datetime) -> int:
    """What the worker was paid for answering this version in the year of `at`."""
    return _paid(worker_number, subjects.day_of(at).year)["total"] or 0


def hourly_micros(*, at: datetime) -> int | None:
    """What an hour of answering pays; None where no floor is known."""
    floor = floors.floor_on(country=settings.PAY_FLOOR_COUNTRY, day=subjects.day_of(at))
    return floor.hourly_micros if floor else None


def _prefix(worker_number: int, year: int) -> str:
    return f"questionnaire:{VERSION}:{year}:{worker_number}:"


def _paid(worker_number: int, year: int) -> dict[str, Any]:
    made = Transfer.objects.filter(key__startswith=_prefix(worker_number, year))
    return made.aggregate(total=Sum("amount_micros"), last=Max("at"))
