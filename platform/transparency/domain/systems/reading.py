"""Cards as they are shown: with the parameters that the code holds now, and the code that they stand for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings

from transparency.domain import outages
from transparency.domain.systems.card import Parameter, Sort, SystemCard, Unit, Words
from transparency.domain.systems.cards import CARDS
from transparency.domain.systems.registry import parameters_of, places_of
from web.domain import formatting

# What a web process has no other use for, and must know the parameters of.
OF_THE_BACKGROUND = (outages,)
_WRITTEN: dict[Unit, Callable[[Any], str]] = {
    Unit.NUMBER: lambda value: formatting.format_number(value) if isinstance(value, int) else f"{value:g}",
    Unit.SECONDS: lambda value: formatting.format_duration(_seconds(value)),
    Unit.PERCENT: lambda value: formatting.format_percent(value / 100),
    Unit.MONEY: formatting.format_micros,
    Unit.WORDS: str,
}


@dataclass(frozen=True, slots=True)
class ShownParameter:
    """One parameter with its value of now."""

    words: Words
    value: str


@dataclass(frozen=True, slots=True)
class ShownCard:
    """One card with the values of now and the places in the code."""

    card: SystemCard
    parameters: list[ShownParameter]
    places: list[str]


def cards(*, sort: Sort) -> list[ShownCard]:
    """The cards of one sort, in their order."""
    return [shown(card) for card in CARDS.values() if card.sort is sort]


def shown(card: SystemCard) -> ShownCard:
    """A card with its parameters. Raises KeyError where the code names none for one of them."""
    named = parameters_of(card.id)
    values = [ShownParameter(each.words, _WRITTEN[each.unit](_value(each, named))) for each in card.parameters]
    return ShownCard(card, values, sorted({*places_of(card.id), *card.elsewhere}))


def _value(parameter: Parameter, named: dict[str, Any]) -> Any:
    if not parameter.setting:
        return named[parameter.name]
    first, *rest = parameter.setting.split(".")
    value = getattr(settings, first)
    for key in rest:
        value = value[key]
    return value


def _seconds(value: timedelta | float) -> float:
    return value.total_seconds() if isinstance(value, timedelta) else value
