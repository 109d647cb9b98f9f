"""What auditors did and were told: looks at single people, kept for those people; alerts; studies of gaps."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonLook(models.Model):
    """That an auditor's page or file showed what one worker did, said or was paid. The worker sees it. A trigger
    keeps it.

    A look by name has its reason and a row of its own (`workers.Look`); this is every other one. `about` names the
    thing that was looked at: an appeal, an assignment, a batch, a year.
    """

    class What(models.TextChoices):
        APPEAL = "appeal", _("An appeal of yours")
        REPORTED_TIME = "reported_time", _("Time that you reported")
        REJECTION = "rejection", _("An answer of yours that a requester asked to reject")
        TRANSFERS = "transfers", _("Transfers of yours")
        PAYOUT = "payout", _("A payout of yours")
        EARNINGS = "earnings", _("Your yearly earnings, in the report for a tax office")

    worker_number = models.BigIntegerField()
    auditor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=16, choices=What)
    about = models.CharField(max_length=40, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["worker_number", "-at"], name="transparency_look_at_worker")]

    def __str__(self) -> str:
        return f"look at {self.worker_number}: {self.what}"
