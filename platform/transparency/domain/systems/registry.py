"""Which code watches people or decides about them: it says so itself, and an unknown card stops the start.

    @automated_decision("reports", most_reports=MOST_REPORTS)
    def report(…): …

The function is returned as it is. What is named beside the card are its parameters as the code holds them, for the card
to show. Directive (EU) 2024/2831, Art. 9; Regulation (EU) 2019/1150, Art. 5.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from transparency.domain.systems.cards import CARDS

Function = TypeVar("Function", bound=Callable[..., Any])
MARK = "__system_cards__"

_tagged: dict[str, list[str]] = {}
_parameters: dict[str, dict[str, Any]] = {}


class UnregisteredDecision(LookupError):
    """A program decides something about people, and no card tells them."""


def automated_decision(*card_ids: str, **parameters: Any) -> Callable[[Function], Function]:
    """Say that a function watches or decides as these cards tell. Raises UnregisteredDecision for an unknown card."""
    unknown = [card_id for card_id in card_ids if card_id not in CARDS]
    if unknown or not card_ids:
        raise UnregisteredDecision(f"no system card is called {', '.join(unknown) or 'nothing'}")

    def tag(function: Function) -> Function:
        place = f"{function.__module__}.{function.__qualname__}"
        for card_id in card_ids:
            _tagged.setdefault(card_id, []).append(place)
            _parameters.setdefault(card_id, {}).update(parameters)
        setattr(function, MARK, card_ids)
        return function

    return tag


def cards_of(function: object) -> tuple[str, ...]:
    """The cards that a function is tagged with; none for all others."""
    return tuple(getattr(function, MARK, ()))


def places_of(card_id: str) -> list[str]:
    """Where in the code this is done, as far as that code is loaded."""
    return sorted(set(_tagged.get(card_id, [])))


def parameters_of(card_id: str) -> dict[str, Any]:
    """The parameters that the code named when it was tagged."""
    return dict(_parameters.get(card_id, {}))
