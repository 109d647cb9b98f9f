"""What workers write beside their own log: notes, and time that nobody measured. The log itself stays as it is."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.lookups import Exact, IsNull
from django.utils.translation import gettext_lazy as _

from web.conditions import same


class EventNote(models.Model):
    """A worker's own words beside one event of their log. Theirs alone: they change it and erase it as they like."""

    event_number = models.BigIntegerField(primary_key=True)
    worker_number = models.BigIntegerField()
    words = models.CharField(max_length=500)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="transparency_note_has_words"),
        ]
        indexes = [models.Index(fields=["worker_number", "-written_at"], name="transparency_notes_of_worker")]

    def __str__(self) -> str:
        return f"note beside {self.event_number}"


class StatedTime(models.Model):
    """What a worker says of a stretch of time: that they worked and nothing measured it, or that it was no work.

    `about_event` is the end of the time at work of which `seconds` were no work. Taken back, never changed; each word
    stands in the labour log as well.
    """

    class Says(models.TextChoices):
        ALSO_WORKED = "also_worked", _("I also worked")
        NO_WORK = "no_work", _("This wasn’t work")

    worker_number = models.BigIntegerField()
    says = models.CharField(max_length=12, choices=Says)
    about_event = models.BigIntegerField(null=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    seconds = models.PositiveIntegerField()
    words = models.CharField(max_length=500, blank=True, default="")
    stated_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__gt=F("started_at"), seconds__gt=0), name="transparency_stated_time_lasts"
            ),
            models.CheckConstraint(
                condition=same(Exact(F("says"), Value("also_worked")), IsNull(F("about_event"), True)),
                name="transparency_no_work_is_said_of_time_at_work",
            ),
            models.UniqueConstraint(
                fields=["about_event"],
                condition=Q(taken_back_at__isnull=True),
                name="transparency_one_word_stands_of_a_time_at_work",
            ),
        ]
        indexes = [models.Index(fields=["worker_number", "-started_at"], name="transparency_stated_time_of")]

    def __str__(self) -> str:
        return f"{self.says}: {self.seconds} s of {self.worker_number}"
