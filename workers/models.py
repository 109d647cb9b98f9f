"""What the platform remembers of a worker's choices, and papers that are made for them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tasks.models import Job, new_public_id


class WarningRead(models.Model):
    """A worker has read what a job warns of, and went on. `always_shows`: its media are no longer blurred for them."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="+", db_index=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    always_shows = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "worker"], name="workers_warning_is_read_once_a_worker_and_job"),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} read the warning of {self.job_id}"


class StatementArchive(models.Model):
    """A worker's statement of a great period: an archive of PDFs, made in the background.

    `period` is a month or a year as addresses name it: “2026-03”, “2026”.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=7)
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    lines_written = models.PositiveIntegerField(default=0)
    line_count = models.PositiveIntegerField()
    key = models.CharField(max_length=120, blank=True, default="")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state="done") ^ Q(key=""), name="workers_finished_statement_has_a_file"),
            models.UniqueConstraint(
                fields=["worker", "period"], condition=Q(state="waiting"), name="workers_one_statement_waits_a_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} of {self.worker_id}"

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100, of the lines that stood when it was asked for."""
        if self.state == self.State.DONE:
            return 100
        return min(99, self.lines_written * 100 // self.line_count) if self.line_count else 0


class DataArchive(models.Model):
    """Everything that is kept about a worker, in one signed archive: made in the background, kept for some days.

    `row_count` is how many rows there were when it was asked for; `sha256` is that of the whole file, which is gone
    once it is removed or its days are over.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")
        REMOVED = "removed", _("Removed")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    rows_written = models.PositiveIntegerField(default=0)
    row_count = models.PositiveIntegerField()
    key = models.CharField(max_length=120, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state="done") ^ Q(key=""), name="workers_finished_data_has_a_file"),
            models.UniqueConstraint(
                fields=["worker"], condition=Q(state="waiting"), name="workers_one_data_archive_waits"
            ),
        ]
        indexes = [models.Index(fields=["done_at"], condition=Q(state="done"), name="workers_data_to_let_go")]

    def __str__(self) -> str:
        return f"data of {self.worker_id}"

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100, of the rows that stood when it was asked for."""
        if self.state == self.State.DONE:
            return 100
        return min(99, self.rows_written * 100 // self.row_count) if self.row_count else 0


class Look(models.Model):
    """That an auditor looked at one worker by name, and why; the worker sees it. A trigger keeps it."""

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    auditor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    why = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(why=""), name="workers_look_says_why"),
        ]
        indexes = [
            models.Index(fields=["worker", "-at"], name="workers_look_at"),
            models.Index(fields=["auditor", "-at"], name="workers_look_of"),
        ]

    def __str__(self) -> str:
        return f"look at {self.worker_id}"
