"""Bringing money onto the platform."""

from datetime import datetime

from ledger.domain import accounts
from ledger.domain.transfers import transfer
from ledger.models import Transfer


def add_money(*, owner_id: int, amount_micros: int, key: str, at: datetime) -> None:
    """Put `amount_micros` on a requester's funds. `key` makes a repeated click harmless."""
    transfer(
        debit=accounts.outside(),
        credit=accounts.funds(owner_id=owner_id),
        amount_micros=amount_micros,
        reason=Transfer.Reason.TOP_UP,
        key=f"top-up:{key}",
        at=at,
    )
