"""One card: an automated monitoring or decision, in words that whom it concerns can act on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Sort(TextChoices):
    """What Art. 9 tells apart."""

    MONITORING = "monitoring", _("Monitoring")
    DECISION = "decision", _("Automated decision")


class Unit(Enum):
    """How a parameter is written."""

    NUMBER = "number"
    SECONDS = "seconds"
    PERCENT = "percent"
    MONEY = "money"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: from a setting of this instance, or by the `name` that the tagged code gives it."""

    words: Words
    unit: Unit = Unit.NUMBER
    setting: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class SystemCard:
    """What a program watches or decides about people.

    `what` it does, from which `data`, with which `effect`, by which parameters; what one can do about it (`recourse`),
    where a person stands in it (`human`), since when. `elsewhere` names code below this module, which can't tag itself.
    """

    id: str
    sort: Sort
    title: Words
    what: Words
    data: Words
    effect: Words
    recourse: Words
    human: Words
    since: date
    parameters: tuple[Parameter, ...] = ()
    elsewhere: tuple[str, ...] = ()
