"""What every kind of account came to on any day, added up from the transfers; and what fees brought in by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import connection

from ledger.domain import accounts
from ledger.domain.invoices import vat_within
from ledger.models import Account, ClosedMonth, MonthBalance


@dataclass(frozen=True, slots=True)
class Line:
    """All accounts of one kind together: where they stood, what came and went, where they stand."""

    kind: Account.Kind
    opening_micros: int
    came_micros: int
    went_micros: int

    @property
    def closing_micros(self) -> int:
        return self.opening_micros + self.came_micros - self.went_micros


@dataclass(frozen=True, slots=True)
class FeeMonth:
    """What fees brought in within a month, less what went back. `month` is its first day."""

    month: date
    came_micros: int
    went_micros: int
    is_closed: bool

    @property
    def income_micros(self) -> int:
        return self.came_micros - self.went_micros

    @property
    def vat_micros(self) -> int:
        """The tax in the income at the rate of today, in whole cents. Invoices round each by itself."""
        return vat_within(fee_micros=max(0, self.income_micros), permille=settings.VAT_PERMILLE)


def of(*, begins_at: datetime, ends_at: datetime) -> list[Line]:
    """The trial balance of a time, in the order of the kinds; those that never had a transfer are left out.

    It goes on from the last closed month before, whose figures can't change any more. All openings together, all
    closings, and all that came less all that went, come to nothing.
    """
    closed = ClosedMonth.objects.filter(ends_at__lte=begins_at).order_by("-ends_at").first()
    base = dict(
        MonthBalance.objects.filter(closed_month=closed).values_list("kind", "closing_micros") if closed else ()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT a.kind, coalesce(sum(t.micros) FILTER (WHERE t.at < %(begin)s), 0)::bigint,
                coalesce(sum(t.micros) FILTER (WHERE t.at >= %(begin)s AND t.micros > 0), 0)::bigint,
                coalesce(-sum(t.micros) FILTER (WHERE t.at >= %(begin)s AND t.micros < 0), 0)::bigint
            FROM (
                SELECT credit_id AS account_id, amount_micros AS micros, at FROM ledger_transfer
                WHERE at < %(end)s AND at >= coalesce(%(since)s, '-infinity'::timestamptz)
                UNION ALL
                SELECT debit_id, -amount_micros, at FROM ledger_transfer
                WHERE at < %(end)s AND at >= coalesce(%(since)s, '-infinity'::timestamptz)
            ) t JOIN ledger_account a ON a.id = t.account_id
            GROUP BY a.kind
            """,
            {"begin": begins_at, "end": ends_at, "since": closed.ends_at if closed else None},
        )
        moved = {kind: (opening, came, went) for kind, opening, came, went in cursor.fetchall()}
    lines = []
    for kind in Account.Kind:
        if kind in base or kind in moved:
            opening, came, went = moved.get(kind, (0, 0, 0))
            lines.append(Line(kind, base.get(kind, 0) + opening, came, went))
    return lines


def sum_of(lines: Sequence[Line]) -> tuple[int, int, int, int]:
    """Openings, what came, what went and closings of all lines together."""
    return (
        sum(line.opening_micros for line in lines),
        sum(line.came_micros for line in lines),
        sum(line.went_micros for line in lines),
        sum(line.closing_micros for line in lines),
    )


def fee_months() -> list[FeeMonth]:
    """The platform's fee income month by month, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT moved.month, coalesce(sum(micros) FILTER (WHERE micros > 0), 0)::bigint,
                coalesce(-sum(micros) FILTER (WHERE micros < 0), 0)::bigint, c.id IS NOT NULL
            FROM (
                SELECT date_trunc('month', at AT TIME ZONE %(zone)s)::date AS month, micros
                FROM (
                    SELECT at, amount_micros AS micros FROM ledger_transfer WHERE credit_id = %(fees)s
                    UNION ALL
                    SELECT at, -amount_micros FROM ledger_transfer WHERE debit_id = %(fees)s
                ) t
            ) moved LEFT JOIN ledger_closedmonth c ON c.month = moved.month
            GROUP BY moved.month, c.id ORDER BY moved.month DESC
            """,
            {"zone": settings.TIME_ZONE, "fees": accounts.fees().pk},
        )
        return [FeeMonth(*row) for row in cursor.fetchall()]
