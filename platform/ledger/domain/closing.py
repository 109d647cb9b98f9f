"""Closing months, one after another: what was booked in them stays as it is, and nothing is added.

Order of locks: the table of closed months alone. Every transfer shares that lock until its transaction ends.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from ledger.domain import books, trial_balance
from ledger.models import ClosedMonth, MonthBalance, Transfer

# Work that began before midnight books with its moment a little later.
MARGIN = timedelta(hours=1)


class NotTheNext(Exception):
    """Months are closed one after another; `month` is the one that comes next, None when nothing was booked yet."""

    def __init__(self, month: date | None) -> None:
        super().__init__(month)
        self.month = month


class NotOver(Exception):
    """The month still runs; `from_at` is when it can be closed."""

    def __init__(self, from_at: datetime) -> None:
        super().__init__(from_at)
        self.from_at = from_at


class BooksDisagree(Exception):
    """The balances aren't what the transfers come to: that is mended before anything is closed."""


def first_day(day: date) -> date:
    """The first day of the month of `day`."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return first_day(month + timedelta(days=31))


def midnight(day: date) -> datetime:
    """The moment at which `day` begins where the platform is."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


def next_to_close() -> date | None:
    """The month after the last closed one, else that of the first transfer; None when nothing was booked yet."""
    last = months().first()
    if last is not None:
        return next_month(last.month)
    first = Transfer.objects.order_by("at").values_list("at", flat=True).first()
    return first_day(timezone.localdate(first)) if first is not None else None


def closable_from(month: date) -> datetime:
    """The moment from which `month` can be closed."""
    return midnight(next_month(month)) + MARGIN


@transaction.atomic
def close(*, month: date, closed_by_id: int, at: datetime) -> ClosedMonth:
    """Close `month` for good and keep its trial balance. Closed again it is the same one.

    Waits for the transfers that are under way; those that begin meanwhile wait for us, and then find the month closed.
    Raises NotTheNext, NotOver and BooksDisagree.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE ledger_closedmonth IN EXCLUSIVE MODE")
    month = first_day(month)
    if (before := ClosedMonth.objects.filter(month=month).first()) is not None:
        return before
    if month != next_to_close():
        raise NotTheNext(next_to_close())
    if at < closable_from(month):
        raise NotOver(closable_from(month))
    if not books.recompute().is_clean:
        raise BooksDisagree
    begins_at, ends_at = midnight(month), midnight(next_month(month))
    lines = trial_balance.of(begins_at=begins_at, ends_at=ends_at)
    closed = ClosedMonth.objects.create(
        month=month,
        begins_at=begins_at,
        ends_at=ends_at,
        transfer_count=Transfer.objects.filter(at__gte=begins_at, at__lt=ends_at).count(),
        closed_by_id=closed_by_id,
        closed_at=at,
    )
    MonthBalance.objects.bulk_create(
        [
            MonthBalance(
                closed_month=closed,
                kind=line.kind,
                opening_micros=line.opening_micros,
                came_micros=line.came_micros,
                went_micros=line.went_micros,
                closing_micros=line.closing_micros,
            )
            for line in lines
        ]
    )
    return closed


def months() -> QuerySet[ClosedMonth]:
    """Every closed month, newest first."""
    return ClosedMonth.objects.select_related("closed_by").order_by("-month")


def was_closed(*, day: date, at: datetime) -> bool:
    """Whether nothing could be booked on `day` any more at the moment `at`."""
    return ClosedMonth.objects.filter(ends_at__gt=midnight(day), closed_at__lte=at).exists()
