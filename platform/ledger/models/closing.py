"""Months whose books are closed, and what every kind of account came to in them."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ledger.models.books import Account


class ClosedMonth(models.Model):
    """A month in which nothing can be booked any more. The database refuses, and never opens it again.

    `month` is its first day where the platform is; it runs from `begins_at` until just before `ends_at`.
    """

    month = models.DateField(unique=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    transfer_count = models.BigIntegerField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="ledger_closed_month_has_days"),
            models.CheckConstraint(condition=Q(closed_at__gte=F("ends_at")), name="ledger_only_a_past_month_is_closed"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def last_day(self) -> date:
        return (self.month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


class MonthBalance(models.Model):
    """One line of a closed month's trial balance: all accounts of a kind together."""

    closed_month = models.ForeignKey(ClosedMonth, on_delete=models.PROTECT, related_name="balances")
    kind = models.CharField(max_length=16, choices=Account.Kind)
    opening_micros = models.BigIntegerField()
    came_micros = models.BigIntegerField()
    went_micros = models.BigIntegerField()
    closing_micros = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["closed_month", "kind"], name="ledger_one_balance_a_month_and_kind"),
            models.CheckConstraint(
                condition=Q(closing_micros=F("opening_micros") + F("came_micros") - F("went_micros")),
                name="ledger_balance_of_a_month_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.closed_month_id} {self.kind}"
