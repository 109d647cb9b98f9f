"""The log is kept by months (UTC): a table for each, made ahead, and one for whatever no month was made for.

Making a month is one function of the database, `transparency_make_month`, made by a migration.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db import connection, transaction

MONTHS_AHEAD = 3
# Whoever waits for the lock of a table stands in everybody's way: rather try again in an hour.
PATIENCE = "2s"


def make_months(*, at: datetime) -> list[date]:
    """Make the log's table of this month and of the next three; those that were missing. Safe to repeat.

    Rows that were waiting for a missing month move into it. Each month is a transaction of its own.
    """
    first = at.astimezone(UTC).date().replace(day=1)
    return [month for month in _months_from(first) if _make(month)]


def _months_from(first: date) -> list[date]:
    count = first.year * 12 + first.month - 1
    return [date((count + more) // 12, (count + more) % 12 + 1, 1) for more in range(MONTHS_AHEAD + 1)]


@transaction.atomic
def _make(month: date) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
        cursor.execute("SELECT transparency_make_month(%s)", [month])
        (is_new,) = cursor.fetchone()
    return bool(is_new)
