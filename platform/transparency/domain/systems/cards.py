"""What a system card is, and all of them by their id."""

from __future__ import annotations

from transparency.domain.systems.card import SystemCard
from transparency.domain.systems.decisions import DECISIONS
from transparency.domain.systems.limits import LIMITS
from transparency.domain.systems.monitoring import MONITORING

CARDS: dict[str, SystemCard] = {card.id: card for card in (*MONITORING, *DECISIONS, *LIMITS)}
