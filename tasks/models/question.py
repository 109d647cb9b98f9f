"""Questions about the work, and how far people have read and been told."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tasks.models.assignment import Assignment
from tasks.models.job import Job
from tasks.models.material import MicroTask
from tasks.models.public_id import new_public_id


class Question(models.Model):
    """What a worker asked about a micro-task, and what its requester answered. Nobody is told who asked.

    An answered one is read by all workers of the job, unless an auditor hid it.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="questions", db_index=False)
    micro_task = models.ForeignKey(MicroTask, on_delete=models.PROTECT, related_name="questions")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="questions")
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    words = models.CharField(_("question"), max_length=1000)
    asked_at = models.DateTimeField()
    answer = models.CharField(_("answer"), max_length=2000, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    hidden_because = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="") ^ Q(answered_at__isnull=False), name="tasks_answered_question_says_when"
            ),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True, hidden_by__isnull=True, hidden_because="")
                | (Q(hidden_at__isnull=False, hidden_by__isnull=False) & ~Q(hidden_because="")),
                name="tasks_hidden_question_says_by_whom_and_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["job"],
                condition=Q(answered_at__isnull=True, hidden_at__isnull=True),
                name="tasks_question_waiting",
            ),
            models.Index(fields=["job", "-answered_at"], name="tasks_question_of_job"),
            models.Index(fields=["asker", "-asked_at"], name="tasks_question_of_asker"),
        ]

    def __str__(self) -> str:
        return self.public_id


class Reading(models.Model):
    """Until when a worker has read the questions and answers of a job."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="+", db_index=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "worker"], name="tasks_one_reading_a_worker_and_job"),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} in {self.job_id}"


class Notice(models.Model):
    """When a job's requester was last written to about its questions and reports."""

    job = models.OneToOneField(Job, on_delete=models.PROTECT, primary_key=True, related_name="notice")
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"notice of {self.job_id}"
