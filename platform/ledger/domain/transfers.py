"""Moving money. Nothing else in the project writes to the books."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from ledger.models import Account, Transfer


class InsufficientFunds(Exception):
    """`account` lacks `missing_micros`; nothing moved."""

    def __init__(self, account: Account, missing_micros: int) -> None:
        super().__init__(f"{account} lacks {missing_micros} micros")
        self.account = account
        self.missing_micros = missing_micros


class KeyTaken(Exception):
    """The key already names a transfer with other content; nothing moved."""


@dataclass(frozen=True)
class Movement:
    """A transfer to make: `amount_micros` leaves `debit_id` and arrives at `credit_id`. `key` names its cause."""

    debit_id: int
    credit_id: int
    amount_micros: int
    reason: Transfer.Reason
    key: str


def transfer(
    *, debit: Account, credit: Account, amount_micros: int, reason: Transfer.Reason, key: str, at: datetime
) -> None:
    """Move money once. Repeated with the same key it moves nothing.

    Raises InsufficientFunds and KeyTaken.
    """
    movement = Movement(debit_id=debit.pk, credit_id=credit.pk, amount_micros=amount_micros, reason=reason, key=key)
    transfer_many(movements=[movement], at=at)


def lock(*, account_ids: Iterable[int]) -> dict[int, Account]:
    """Lock accounts in the order of their keys, for whoever must look at something before money moves between them.

    All that the transaction will touch belong to it: who locks one of them earlier than the others breaks the order.
    """
    return {one.pk: one for one in Account.objects.select_for_update().filter(pk__in=account_ids).order_by("pk")}


@transaction.atomic
def transfer_many(*, movements: Sequence[Movement], at: datetime) -> list[Movement]:
    """Make all of `movements` or none; give back those that were not made before.

    Accounts are locked in the order of their keys, so two batches that share accounts wait and never lock each
    other out. Raises InsufficientFunds and KeyTaken.
    """
    locked = lock(account_ids={m.debit_id for m in movements} | {m.credit_id for m in movements})
    new = _not_made_yet(movements)
    change: dict[int, int] = defaultdict(int)
    for movement in new:
        change[movement.debit_id] -= movement.amount_micros
        change[movement.credit_id] += movement.amount_micros
    for account_id, micros in sorted(change.items()):
        account = locked[account_id]
        account.balance_micros += micros
        if account.balance_micros < 0 and account.kind not in (Account.Kind.OUTSIDE, Account.Kind.RESERVE):
            raise InsufficientFunds(account, -account.balance_micros)
    _write(new, at)
    _keep_balances({pk: locked[pk].balance_micros for pk in sorted(change)})
    return new


def _write(movements: Sequence[Movement], at: datetime) -> None:
    """The columns go as one list each: a batch is then as quick to send as a single transfer."""
    columns: list[list[Any]] = [
        [m.debit_id for m in movements],
        [m.credit_id for m in movements],
        [m.amount_micros for m in movements],
        [m.reason.value for m in movements],
        [m.key for m in movements],
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_transfer (debit_id, credit_id, amount_micros, reason, key, at) SELECT moved.*, %s"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[]) AS moved",
            [at, *columns],
        )


def _keep_balances(balances: dict[int, int]) -> None:
    """The caller has locked these accounts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_account a SET balance_micros = kept.micros"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS kept (id, micros) WHERE a.id = kept.id",
            [list(balances), list(balances.values())],
        )


def _not_made_yet(movements: Sequence[Movement]) -> list[Movement]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT debit_id, credit_id, amount_micros, reason, key FROM ledger_transfer WHERE key = ANY(%s::text[])",
            [[m.key for m in movements]],
        )
        made = {
            key: Movement(debit_id, credit_id, micros, Transfer.Reason(reason), key)
            for debit_id, credit_id, micros, reason, key in cursor.fetchall()
        }
    new: dict[str, Movement] = {}
    for movement in movements:
        earlier = made.get(movement.key) or new.get(movement.key)
        if earlier is None:
            new[movement.key] = movement
        elif earlier != movement:
            raise KeyTaken(f"{movement.key} names another transfer")
    return list(new.values())
