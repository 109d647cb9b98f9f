"""Files of answers that a requester takes away."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tasks.models.job import Job
from tasks.models.public_id import new_public_id


class Export(models.Model):
    """One archive of a job's approved answers, written in the background."""

    class Format(models.TextChoices):
        CSV = "csv", _("CSV")
        JSONL = "jsonl", _("JSON Lines")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="exports")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    format = models.CharField(max_length=8, choices=Format)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    answers_written = models.PositiveIntegerField(default=0)
    answer_count = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    key = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state="done") ^ Q(key=""), name="tasks_finished_export_has_a_file"),
        ]

    def __str__(self) -> str:
        return f"{self.format} of {self.job_id}"
