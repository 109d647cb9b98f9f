"""Recomputing every balance from the transfers: the books must agree with themselves."""

from dataclasses import dataclass

from django.db import connection

from ledger.models import Account


@dataclass(frozen=True)
class Difference:
    """An account whose kept balance isn't what its transfers come to."""

    account_id: int
    kept_micros: int
    recomputed_micros: int


@dataclass(frozen=True)
class BooksReport:
    """What a recomputation found. `total_micros` is the sum of all balances and must be zero."""

    account_count: int
    transfer_count: int
    moved_micros: int
    total_micros: int
    by_kind: dict[str, int]
    differences: tuple[Difference, ...]
    overdrawn: tuple[int, ...]

    @property
    def is_clean(self) -> bool:
        return not self.differences and not self.overdrawn and self.total_micros == 0


def recompute() -> BooksReport:
    """Add up every transfer and hold the sums against the kept balances. Reads one snapshot, changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT a.id, a.kind, a.balance_micros, coalesce(sum(t.micros), 0)::bigint
            FROM ledger_account a
            LEFT JOIN (
                SELECT credit_id AS account_id, amount_micros AS micros FROM ledger_transfer
                UNION ALL
                SELECT debit_id, -amount_micros FROM ledger_transfer
            ) t ON t.account_id = a.id
            GROUP BY a.id ORDER BY a.id
            """
        )
        rows = cursor.fetchall()
        cursor.execute("SELECT count(*), coalesce(sum(amount_micros), 0)::bigint FROM ledger_transfer")
        transfer_count, moved_micros = cursor.fetchone() or (0, 0)
    by_kind: dict[str, int] = {}
    for _pk, kind, balance, _sum in rows:
        by_kind[kind] = by_kind.get(kind, 0) + balance
    may_owe = (Account.Kind.OUTSIDE, Account.Kind.RESERVE)
    return BooksReport(
        account_count=len(rows),
        transfer_count=transfer_count,
        moved_micros=moved_micros,
        total_micros=sum(row[2] for row in rows),
        by_kind=by_kind,
        differences=tuple(Difference(pk, kept, summed) for pk, _kind, kept, summed in rows if kept != summed),
        overdrawn=tuple(pk for pk, kind, kept, _sum in rows if kept < 0 and kind not in may_owe),
    )
