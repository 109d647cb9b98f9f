"""Money that comes in by the bank: what was announced, and what the statements say."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TopUp(models.Model):
    """A requester's announcement that they will send money by bank transfer, under a reference of its own."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for the transfer")
        PAID = "paid", _("Arrived")
        CANCELLED = "cancelled", _("Cancelled")

    reference = models.CharField(max_length=25, unique=True)
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    amount_micros = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    client_key = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["requester", "client_key"], name="ledger_top_up_is_asked_once_a_form"),
            models.CheckConstraint(condition=Q(amount_micros__gt=0), name="ledger_top_up_asks_for_something"),
            models.CheckConstraint(
                condition=Q(state="asked") ^ Q(ended_at__isnull=False), name="ledger_ended_top_up_says_when"
            ),
        ]
        indexes = [models.Index(fields=["requester", "-asked_at"], name="ledger_top_up_of")]

    def __str__(self) -> str:
        return self.reference


class BankStatement(models.Model):
    """One statement of the platform's bank account, as a file brought it."""

    digest = models.CharField(max_length=64)
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255)
    number = models.CharField(max_length=70)
    opening_micros = models.BigIntegerField(null=True)
    closing_micros = models.BigIntegerField(null=True)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "place"], name="ledger_a_bank_file_is_imported_once"),
        ]

    def __str__(self) -> str:
        return self.number


class BankEntry(models.Model):
    """One line of a bank statement. Money that came in is booked to a requester once, or set aside with a reason."""

    class State(models.TextChoices):
        OPEN = "open", _("To be matched")
        BOOKED = "booked", _("Booked")
        SET_ASIDE = "set_aside", _("Set aside")
        OUTGOING = "outgoing", _("Left the account")
        PAYOUT = "payout", _("A payout")

    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="entries")
    fingerprint = models.CharField(max_length=64, unique=True)
    position = models.PositiveIntegerField()
    amount_micros = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    booked_on = models.DateField()
    name = models.CharField(max_length=140, blank=True, default="")
    iban = models.CharField(max_length=34, blank=True, default="")
    words = models.CharField(max_length=500, blank=True, default="")
    state = models.CharField(max_length=10, choices=State)
    trouble = models.CharField(max_length=20, blank=True, default="")
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    top_up = models.ForeignKey(TopUp, null=True, on_delete=models.PROTECT, related_name="entries")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_micros__gt=0), name="ledger_bank_entry_moved_something"),
            models.CheckConstraint(
                condition=Q(state="booked") ^ Q(requester__isnull=True), name="ledger_booked_entry_has_a_requester"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "outgoing"]) ^ Q(decided_at__isnull=False),
                name="ledger_decided_bank_entry_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="set_aside") | ~Q(note=""), name="ledger_set_aside_entry_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["-booked_on", "-id"], name="ledger_bank_entry_newest"),
            models.Index(fields=["-booked_on", "-id"], condition=Q(state="open"), name="ledger_bank_entry_open"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}/{self.position}"
