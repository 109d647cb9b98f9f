"""What workers say is wrong with a micro-task."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tasks.models.assignment import Assignment
from tasks.models.job import Job
from tasks.models.material import MicroTask
from tasks.models.public_id import new_public_id


class Report(models.Model):
    """One worker's word that a micro-task should not be worked on as it is. It ended their assignment.

    `settled_at` is when the requester put the micro-task back or dropped it: a settled report counts no more.
    """

    class Reason(models.TextChoices):
        MEDIA = "media", _("The picture, the recording or the text can’t be used")
        INSTRUCTIONS = "instructions", _("The instructions are wrong or don’t fit")
        HARMFUL = "harmful", _("It shows something harmful")
        PERSONAL = "personal", _("It holds somebody’s personal data")
        OTHER = "other", _("Something else")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="reports", db_index=False)
    micro_task = models.ForeignKey(MicroTask, on_delete=models.PROTECT, related_name="reports")
    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="report")
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    words = models.CharField(_("words"), max_length=500, blank=True, default="")
    reported_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="other") | ~Q(words=""), name="tasks_report_of_something_else_has_words"
            ),
        ]
        indexes = [
            models.Index(fields=["job"], condition=Q(settled_at__isnull=True), name="tasks_report_waiting"),
            models.Index(fields=["job", "-reported_at"], name="tasks_report_of_job"),
            models.Index(fields=["reason", "-reported_at"], name="tasks_report_by_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} of {self.micro_task_id}"
