"""What the platform remembers of a worker's choices."""

from django.conf import settings
from django.db import models

from tasks.models import Job


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
