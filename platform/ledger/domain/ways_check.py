"""Holding the money that came from banks and went to them against the rows that tell of it, and closed months too."""

from __future__ import annotations

from collections import defaultdict

from django.db import connection

from ledger.domain.books import Finding
from ledger.models import BooksFinding

Code, Subject = BooksFinding.Code, BooksFinding.Subject

# What moved for a payout says the same as its state: it left once, and arrived or came back at most once.
_PAYOUTS = """
    SELECT 'payout', coalesce(p.id, out.id) FROM ledger_payout p
    FULL JOIN (
        SELECT *, substring(key FROM '^payout:([0-9A-Z]+)$') AS reference FROM ledger_transfer WHERE reason = 'payout'
    ) out ON out.reference = p.reference
    LEFT JOIN ledger_account payer ON payer.id = out.debit_id
    LEFT JOIN ledger_transfer settled ON settled.key = 'payout:' || p.reference || ':settled'
    LEFT JOIN ledger_transfer back ON back.key = 'payout:' || p.reference || ':back'
    LEFT JOIN ledger_account payee ON payee.id = back.credit_id
    WHERE p.id IS NULL OR out.amount_micros IS DISTINCT FROM p.amount_micros
        OR payer.owner_id IS DISTINCT FROM p.worker_id
        OR (p.state = 'settled' AND settled.id IS NULL)
        OR (settled.id IS NOT NULL AND p.state NOT IN ('settled', 'returned'))
        OR (p.state IN ('returned', 'cancelled')) <> (back.id IS NOT NULL)
        OR settled.amount_micros <> p.amount_micros OR back.amount_micros <> p.amount_micros
        OR payee.owner_id <> p.worker_id
    ORDER BY 2
"""
# A line that came in is booked once, whole, to its requester; nothing else is booked as a line.
_BANK = """
    SELECT 'bank', coalesce(e.id, t.id) FROM (SELECT * FROM ledger_bankentry WHERE state = 'booked') e
    FULL JOIN (SELECT * FROM ledger_transfer WHERE key LIKE 'bank:%') t ON t.key = 'bank:' || e.fingerprint
    LEFT JOIN ledger_account c ON c.id = t.credit_id
    WHERE t.amount_micros IS DISTINCT FROM e.amount_micros OR c.owner_id IS DISTINCT FROM e.requester_id
    ORDER BY 2
"""
# What the last closed month kept is what all transfers until its end come to, of every kind of account.
_MONTHS = """
    WITH last AS (SELECT id, ends_at FROM ledger_closedmonth ORDER BY ends_at DESC LIMIT 1),
    summed AS (
        SELECT a.kind, sum(t.micros) AS micros FROM (
            SELECT credit_id AS account_id, amount_micros AS micros FROM ledger_transfer, last WHERE at < last.ends_at
            UNION ALL
            SELECT debit_id, -amount_micros FROM ledger_transfer, last WHERE at < last.ends_at
        ) t JOIN ledger_account a ON a.id = t.account_id GROUP BY a.kind
    )
    SELECT DISTINCT 'month', last.id FROM last CROSS JOIN (
        SELECT coalesce(b.kind, summed.kind) AS kind, b.closing_micros, summed.micros
        FROM (SELECT * FROM ledger_monthbalance WHERE closed_month_id = (SELECT id FROM last)) b
        FULL JOIN summed ON summed.kind = b.kind
    ) line WHERE line.closing_micros IS DISTINCT FROM line.micros
"""
_OF = {Code.PAYOUT: Subject.PAYOUT, Code.BANK: Subject.ENTRY, Code.MONTH: Subject.NOTHING}


def check_ways() -> tuple[Finding, ...]:
    """Every payout and every booked line of a bank moved its money once; closed months are as they were closed."""
    found: dict[str, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        for statement in (_PAYOUTS, _BANK, _MONTHS):
            cursor.execute(statement)
            for code, number in cursor.fetchall():
                found[code].append(number)
    return tuple(Finding(Code(code), _OF[Code(code)], tuple(numbers)) for code, numbers in found.items())
