"""What stands beside the work to guide it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tasks.models.job import Job
from tasks.models.public_id import new_public_id


class Example(models.Model):
    """One case that a requester shows beside the instructions: right or wrong, and why.

    What it shows is a copy (payload, stored files, answer), so it stays when the item that it was taken from goes.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="examples")
    position = models.PositiveIntegerField()
    is_right = models.BooleanField()
    why = models.CharField(_("why"), max_length=600, blank=True, default="")
    words = models.TextField(_("the case in words"), max_length=5000, blank=True, default="")
    payload = models.JSONField(default=dict)
    media_key = models.CharField(max_length=120, blank=True, default="")
    thumb_key = models.CharField(max_length=120, blank=True, default="")
    answer = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job", "position"],
                name="tasks_example_has_a_place_of_its_own",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(words="") | ~Q(payload={}), name="tasks_example_shows_something"),
        ]

    def __str__(self) -> str:
        return self.public_id
