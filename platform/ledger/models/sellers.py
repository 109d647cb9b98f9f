"""What workers say of themselves for the yearly report to a tax office, and each time that report was taken out."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class TaxDetails(models.Model):
    """Name, address, tax number and birth date of a worker, sealed; stated for the yearly report and nothing else.

    `siret` is the public number of a business: who states one works as a professional.
    """

    worker = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    sealed = models.BinaryField()
    siret = models.CharField(max_length=14, blank=True, default="")
    stated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"tax details of {self.worker_id}"


class EarningsReport(models.Model):
    """One time that an auditor took the yearly report out: it holds what people said of themselves in confidence."""

    year = models.PositiveSmallIntegerField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    worker_count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(year__gte=2000), name="ledger_earnings_report_is_of_a_year"),
        ]
        indexes = [models.Index(fields=["-taken_at"], name="ledger_earnings_report_newest")]

    def __str__(self) -> str:
        return f"{self.year} at {self.taken_at}"
