"""What requesters give beyond the price."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tasks.models.assignment import Assignment
from tasks.models.job import Job
from tasks.models.public_id import new_public_id


class Bonus(models.Model):
    """Money that a requester gave a worker for what they did in a job, with a message. `assignment`: for one answer.

    The same `client_key` names all bonuses of one form that was sent.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="bonuses", db_index=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    assignment = models.ForeignKey(Assignment, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    amount_micros = models.BigIntegerField()
    words = models.CharField(max_length=600)
    client_key = models.CharField(max_length=64)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job", "client_key", "worker", "assignment"],
                nulls_distinct=False,
                name="tasks_bonus_is_given_once_a_form",
            ),
            models.CheckConstraint(condition=Q(amount_micros__gt=0), name="tasks_bonus_gives_something"),
            models.CheckConstraint(condition=~Q(words=""), name="tasks_bonus_says_why"),
        ]
        indexes = [
            models.Index(fields=["job", "-given_at"], name="tasks_bonus_of_job"),
            models.Index(fields=["worker", "-given_at"], name="tasks_bonus_of_worker"),
        ]

    def __str__(self) -> str:
        return self.public_id
