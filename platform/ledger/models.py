"""The books: accounts, transfers between them, wage floors, and money on its way from a bank."""

from django.conf import settings
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
        ]

    def __str__(self) -> str:
        return self.key


class PayFloor(models.Model):
    """The least an hour of work should pay in a country, for a time, with where the figure comes from."""

    country = models.CharField(max_length=2)
    hourly_micros = models.BigIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    name = models.CharField(max_length=80)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "valid_from"], name="ledger_one_floor_a_country_and_day"),
            models.CheckConstraint(condition=Q(hourly_micros__gt=0), name="ledger_floor_is_above_zero"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="ledger_floor_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.valid_from}"


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
