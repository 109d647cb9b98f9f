"""The books: accounts, and the transfers between them."""

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Account(models.Model):
    """A place where money stands. Its balance is what transfers brought in minus what they took out."""

    class Kind(models.TextChoices):
        OUTSIDE = "outside", _("Outside the platform")
        FUNDS = "funds", _("A requester’s money")
        ESCROW = "escrow", _("Set aside for a job")
        EARNINGS = "earnings", _("A worker’s earnings")
        PAYOUTS = "payouts", _("On its way to workers’ banks")
        FEES = "fees", _("Platform fees")
        RESERVE = "reserve", _("Platform reserve")

    kind = models.CharField(max_length=16, choices=Kind)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    job_number = models.BigIntegerField(null=True)
    balance_micros = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "owner", "job_number"],
                nulls_distinct=False,
                name="ledger_one_account_a_purpose",
            ),
            models.CheckConstraint(
                condition=Q(balance_micros__gte=0) | Q(kind__in=["outside", "reserve"]),
                name="ledger_only_outside_and_reserve_go_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["funds", "earnings"]) ^ Q(owner__isnull=True),
                name="ledger_people_own_funds_and_earnings",
            ),
            models.CheckConstraint(
                condition=Q(kind="escrow") ^ Q(job_number__isnull=True),
                name="ledger_escrow_belongs_to_a_job",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.owner_id or self.job_number or ''}".strip()


class Transfer(models.Model):
    """Money that moved once from one account to another. Never changed: a trigger forbids it."""

    class Reason(models.TextChoices):
        TOP_UP = "top_up", _("Money added")
        ESCROW = "escrow", _("Set aside for a job")
        REPLACEMENT = "replacement", _("Set aside for a replacement answer")
        RAISE = "raise", _("Set aside for a higher price")
        ADDED = "added", _("Set aside for added items")
        PAY = "pay", _("Pay")
        LATE_PAY = "late_pay", _("Pay for work that came after its lease")
        TRAINING = "training", _("Set aside for training")
        TRAINING_PAY = "training_pay", _("Pay for training")
        BONUS = "bonus", _("Bonus")
        FLOOR_SET_ASIDE = "floor_set_aside", _("Set aside for the guaranteed floor")
        FLOOR_PAY = "floor_pay", _("Paid up to the floor")
        FLOOR_BACK = "floor_back", _("Given back of the guaranteed floor")
        QUESTIONNAIRE = "questionnaire", _("Pay for answering the questionnaire")
        FEE = "fee", _("Platform fee")
        REST = "rest", _("Rest of a job given back")
        PAYOUT = "payout", _("Sent to the bank")
        SETTLED = "settled", _("Arrived at the bank")
        SENT_BACK = "sent_back", _("Sent back by the bank")

    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="transfers_out")
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="transfers_in")
    amount_micros = models.BigIntegerField()
    reason = models.CharField(max_length=16, choices=Reason)
    key = models.CharField(max_length=120, unique=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_micros__gt=0), name="ledger_transfer_moves_something"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="ledger_transfer_has_two_sides"),
        ]
        indexes = [
            models.Index(fields=["credit", "-at"], name="ledger_transfer_into"),
            # Rows come in the order of time, so a map of the table leads to a month's.
            BrinIndex(fields=["at"], name="ledger_transfer_when"),
        ]

    def __str__(self) -> str:
        return self.key
