"""What people were told by e-mail."""

from django.conf import settings
from django.db import models


class Letter(models.Model):
    """That somebody was written to about something: noted before the letter goes, so that none goes twice.

    `key` names what it tells: a step of an appeal, a suspension.
    """

    key = models.CharField(max_length=60)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "person"], name="tasks_a_letter_is_sent_once"),
        ]

    def __str__(self) -> str:
        return self.key
