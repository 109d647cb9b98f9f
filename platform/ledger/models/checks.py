"""What the checks of the books found."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class BooksCheck(models.Model):
    """One check of the books, by the clock each night or by somebody who asked. `at` is the moment that it is of.

    One that found something is an alarm until an auditor has looked at it.
    """

    at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    seconds = models.FloatField()
    account_count = models.BigIntegerField()
    transfer_count = models.BigIntegerField()
    moved_micros = models.BigIntegerField()
    paid_count = models.BigIntegerField()
    job_count = models.BigIntegerField()
    finding_count = models.PositiveIntegerField()
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    looked_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(looked_at__isnull=True) | Q(looked_by__isnull=False, finding_count__gt=0),
                name="ledger_looked_at_alarm_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="ledger_check_newest"),
            models.Index(
                fields=["-id"], condition=Q(finding_count__gt=0, looked_at__isnull=True), name="ledger_check_alarm"
            ),
        ]

    def __str__(self) -> str:
        return f"check {self.pk}"


class BooksFinding(models.Model):
    """One thing that a check found wrong, and where: `numbers` are the first of `count` rows that it is so of."""

    class Code(models.TextChoices):
        SUM = "sum", _("All balances together don’t come to nothing")
        BALANCE = "balance", _("Accounts whose balance isn’t what their transfers come to")
        OVERDRAWN = "overdrawn", _("Accounts below zero")
        UNPAID = "unpaid", _("Approved answers without their pay")
        LATE_UNPAID = "late_unpaid", _("Late answers without their pay")
        UNEARNED = "unearned", _("Pay for answers that weren’t approved")
        AMOUNT = "amount", _("Answers paid another amount than their price")
        PERSON = "person", _("Answers paid to somebody else")
        OVERTURNED = "overturned", _("Rejections overturned without a won appeal, or won appeals that changed nothing")
        PRICE = "price", _("Answers at a price that their job never had")
        UNTOLD = "untold", _("Payments that the log doesn’t tell of, or tells of twice")
        TOLD = "told", _("Payments in the log that no transfer made")
        TRAINING = "training", _("Training answers without their pay, once, in full, to their worker and in the log")
        TRAINING_UNEARNED = "training_unearned", _("Pay for training that nobody gave")
        TRAINING_TOLD = "training_told", _("Payments for training in the log that no transfer made")
        BONUS = "bonus", _("Bonuses that weren’t paid once, in full and to their worker, or payments of none")
        PAYOUT = "payout", _("Payouts whose transfers don’t say what their state says")
        BANK = "bank", _("Bank lines that weren’t booked once, in full and to their requester")
        MONTH = "month", _("Closed months whose balances aren’t what their transfers come to")
        FLOOR = "floor", _("Jobs whose pay up to the floor isn’t what was granted, once, to its worker and in the log")
        FEE = "fee", _("Jobs whose fee isn’t the fee on what they paid")
        ESCROW_SHORT = "escrow_short", _("Jobs that set aside less than they may still cost")
        ESCROW_OVER = "escrow_over", _("Jobs that hold more than they may still cost")
        ESCROW_STRAY = "escrow_stray", _("Money set aside for a job that isn’t published")

    class Subject(models.TextChoices):
        NOTHING = "nothing", _("The books")
        ACCOUNT = "account", _("Account")
        JOB = "job", _("Job")
        ASSIGNMENT = "assignment", _("Answer")
        TRAINING = "training", _("Training answer")
        BONUS = "bonus", _("Bonus")
        PAYOUT = "payout", _("Payout")
        ENTRY = "entry", _("Bank line")

    check_of = models.ForeignKey(BooksCheck, on_delete=models.PROTECT, related_name="findings")
    code = models.CharField(max_length=20, choices=Code)
    subject = models.CharField(max_length=12, choices=Subject)
    count = models.PositiveIntegerField()
    numbers = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.check_of_id}: {self.code}"
