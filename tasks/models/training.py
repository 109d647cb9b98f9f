"""Training before a job: micro-tasks whose answer is known, paid, and answered by each worker once."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tasks.models.job import Job
from tasks.models.material import MicroTask
from tasks.models.public_id import new_public_id


class TrainingTask(models.Model):
    """A micro-task that its requester answered themselves. It wants no other answer and is in no result."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="training_tasks")
    micro_task = models.OneToOneField(MicroTask, on_delete=models.PROTECT, related_name="training_task")
    answer = models.JSONField()
    words = models.CharField(max_length=600, blank=True, default="")

    def __str__(self) -> str:
        return self.public_id


class Training(models.Model):
    """One worker's training for one job, and one of its paid places. `finished_at`: every task is answered."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="trainings", db_index=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="trainings")
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "worker"], name="tasks_worker_trains_once_a_job"),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} trains for {self.job_id}"


class TrainingAnswer(models.Model):
    """One training task in a worker's hands, and what they answered. Paid whatever it was.

    `is_right` is empty where answers can't be compared exactly. `lapsed_at`: the job had closed and its time was over,
    so that the money went back; an answer that comes after all is paid from the reserve.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="answers", db_index=False)
    task = models.ForeignKey(TrainingTask, on_delete=models.PROTECT, related_name="answers")
    shown_at = models.DateTimeField()
    due_at = models.DateTimeField()
    content = models.JSONField(null=True)
    is_right = models.BooleanField(null=True)
    submitted_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["training", "task"],
                condition=Q(returned_at__isnull=True),
                name="tasks_training_task_is_answered_once_a_worker",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(content__isnull=False, returned_at__isnull=True),
                name="tasks_submitted_training_answer_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def paid_micros(self) -> int:
        """What it paid; nothing before it was answered. Its training comes with its job."""
        return self.training.job.training_price_micros if self.submitted_at else 0

    @property
    def seconds(self) -> float | None:
        """From when it was shown to its end, a lease at most; None while it is in hand."""
        ended_at = self.submitted_at or self.returned_at
        return (min(ended_at, self.due_at) - self.shown_at).total_seconds() if ended_at else None

    @property
    def log_number(self) -> int:
        """What stands for it in the labour log, where assignments have numbers above zero."""
        return -self.pk
