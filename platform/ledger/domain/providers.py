"""Who carries payouts out: what a batch needs of a payout provider, and the one that this site uses.

A provider never moves money here: it makes the order that somebody hands over, and reads what came of it. The ledger
moves when payouts are asked for, when they have arrived and when they come back (ledger.domain.payouts). How to write
another stands in docs/operations.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Order:
    """One payment to make; `reference` is its end-to-end id, at most 35 characters, and its only name."""

    holder: str
    iban: str
    amount_micros: int
    reference: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A payment that was not made, with the provider's reason (for banks of ISO 20022, for instance AC04)."""

    reference: str
    code: str


class PayoutProvider(Protocol):
    """What carries payouts out. `media_type` and `suffix` are those of the file that a batch is handed over in."""

    media_type: str
    suffix: str

    def order(self, *, orders: Sequence[Order], on: date) -> bytes:
        """The file that pays all of `orders` once, from `on`. It is made once and kept: its like is never made again.

        Amounts are whole cents. Handed over twice it must not be carried out twice: the references say so.
        """

    def refused(self, *, content: bytes) -> list[Refused]:
        """The payments that a report of the provider's says were not made. Raises camt.NotAStatement."""


def provider() -> PayoutProvider:
    """The provider that PAYOUT_PROVIDER names."""
    found: PayoutProvider = import_string(settings.PAYOUT_PROVIDER)()
    return found
