"""Invoices: who a requester is on them, and each as it was issued."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class BillingParty(models.Model):
    """Who a requester is on invoices from now on. What was issued keeps what was said then."""

    requester = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=140)
    address = models.CharField(max_length=400)
    country = models.CharField(max_length=2)
    company_number = models.CharField(max_length=40, blank=True, default="")
    vat_number = models.CharField(max_length=20, blank=True, default="")
    stated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class InvoiceSeries(models.Model):
    """The last number that was given in a year. A trigger on invoices counts on, in their own transaction."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last_number = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.year}: {self.last_number}"


class Invoice(models.Model):
    """An invoice for a month, or the credit note that takes one back. A trigger gives the number and forbids change.

    Numbers of a year are consecutive over both kinds. `content` is everything that stands on the paper. `revision`
    counts the invoices of one month: each but the last was taken back by a credit note, which points at it.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("Invoice")
        CREDIT_NOTE = "credit_note", _("Credit note")

    kind = models.CharField(max_length=12, choices=Kind)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(default=0)
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=7)
    revision = models.PositiveSmallIntegerField(default=1)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="credit_note")
    total_micros = models.BigIntegerField()
    content = models.JSONField()
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="ledger_invoice_numbers_are_given_once"),
            models.UniqueConstraint(
                fields=["requester", "period", "revision"],
                condition=Q(kind="invoice"),
                name="ledger_a_month_is_invoiced_once_a_revision",
            ),
            models.CheckConstraint(
                condition=Q(kind="credit_note") ^ Q(corrects__isnull=True), name="ledger_credit_note_takes_one_back"
            ),
            models.CheckConstraint(condition=Q(total_micros__gt=0), name="ledger_invoice_is_about_something"),
        ]
        indexes = [models.Index(fields=["requester", "-issued_at"], name="ledger_invoice_of")]

    def __str__(self) -> str:
        return f"VH-{self.year}-{self.number:05d}"
