"""Money that leaves for workers’ banks: whom to pay, what, and in which file."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Payee(models.Model):
    """Where a worker's money is sent: the holder's name, and the IBAN, encrypted. A new one ends the one before."""

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    holder = models.CharField(max_length=70)
    sealed_iban = models.BinaryField()
    iban_end = models.CharField(max_length=4)
    stated_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker"], condition=Q(ended_at__isnull=True), name="ledger_one_payee_a_worker_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"… {self.iban_end}"


class PayoutBatch(models.Model):
    """One file for the bank: the payouts in it leave together. Over a limit a second auditor confirms it."""

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    amount_micros = models.BigIntegerField()
    payout_count = models.PositiveIntegerField()
    needs_confirmation = models.BooleanField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sealed_file = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_micros__gt=0), name="ledger_batch_pays_something"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("made_by")),
                name="ledger_batch_has_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(needs_confirmation=False) | Q(confirmed_by__isnull=False),
                name="ledger_unconfirmed_batch_is_not_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"VH-{self.pk}"


class Payout(models.Model):
    """Whole cents that leave a worker's earnings for their bank."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for the next batch")
        MADE = "made", _("In a batch")
        SENT = "sent", _("Sent to the bank")
        SETTLED = "settled", _("Paid out")
        RETURNED = "returned", _("Came back")
        CANCELLED = "cancelled", _("Cancelled")

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="payouts")
    amount_micros = models.BigIntegerField()
    reference = models.CharField(max_length=25, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    batch = models.ForeignKey(PayoutBatch, null=True, on_delete=models.PROTECT, related_name="payouts")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_micros__gt=0), name="ledger_payout_pays_something"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "cancelled"]) ^ Q(batch__isnull=False),
                name="ledger_payout_leaves_in_a_batch",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["settled", "returned", "cancelled"]) ^ Q(ended_at__isnull=True),
                name="ledger_ended_payout_says_when",
            ),
            models.UniqueConstraint(
                fields=["worker"], condition=Q(state="asked"), name="ledger_one_payout_waits_a_worker"
            ),
        ]
        indexes = [models.Index(fields=["worker", "-asked_at"], name="ledger_payout_of")]

    def __str__(self) -> str:
        return self.reference
