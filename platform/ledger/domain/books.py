"""Recomputing every balance from the transfers: the books must agree with themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from ledger.models import Account, BooksFinding

Code, Subject = BooksFinding.Code, BooksFinding.Subject


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and the numbers of everything that it is so of."""

    code: BooksFinding.Code
    subject: BooksFinding.Subject
    numbers: tuple[int, ...]

    def __str__(self) -> str:
        first = ", ".join(map(str, self.numbers[:10]))
        return f"{self.code.label}: {len(self.numbers)}" + (f", numbers {first}" if first != "0" else "")


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

    @property
    def findings(self) -> tuple[Finding, ...]:
        found = [
            Finding(Code.SUM, Subject.NOTHING, (0,) if self.total_micros else ()),
            Finding(Code.BALANCE, Subject.ACCOUNT, tuple(each.account_id for each in self.differences)),
            Finding(Code.OVERDRAWN, Subject.ACCOUNT, self.overdrawn),
        ]
        return tuple(finding for finding in found if finding.numbers)


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Let everything inside read the tables as they stand at one moment, and change nothing.

    Inside a transaction of somebody else's it is theirs to see to that.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def recompute() -> BooksReport:
    """Add up every transfer and hold the sums against the kept balances. Reads one snapshot, changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT a.id, a.kind, a.balance_micros,
                (coalesce(came.micros, 0) - coalesce(went.micros, 0))::bigint, coalesce(came.count, 0),
                coalesce(came.micros, 0)::bigint
            FROM ledger_account a
            LEFT JOIN (
                SELECT credit_id, sum(amount_micros) AS micros, count(*) AS count FROM ledger_transfer
                GROUP BY credit_id
            ) came ON came.credit_id = a.id
            LEFT JOIN (
                SELECT debit_id, sum(amount_micros) AS micros FROM ledger_transfer GROUP BY debit_id
            ) went ON went.debit_id = a.id
            ORDER BY a.id
            """
        )
        rows = cursor.fetchall()
    by_kind: dict[str, int] = {}
    for _pk, kind, balance, *_of_transfers in rows:
        by_kind[kind] = by_kind.get(kind, 0) + balance
    may_owe = (Account.Kind.OUTSIDE, Account.Kind.RESERVE)
    return BooksReport(
        account_count=len(rows),
        transfer_count=sum(row[4] for row in rows),
        moved_micros=sum(row[5] for row in rows),
        total_micros=sum(row[2] for row in rows),
        by_kind=by_kind,
        differences=tuple(Difference(row[0], row[2], row[3]) for row in rows if row[2] != row[3]),
        overdrawn=tuple(pk for pk, kind, kept, *_ in rows if kept < 0 and kind not in may_owe),
    )
