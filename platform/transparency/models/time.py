"""When workers were at work, how long pages were in view, and what workers say of their time."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.lookups import Exact, IsNull
from django.utils.translation import gettext_lazy as _

from web.conditions import same


class Presence(models.Model):
    """One time at work of one worker: from Start to Stop, or to the last sign of life where nobody pressed Stop."""

    class Ending(models.TextChoices):
        STOP = "stop", _("Stopped by hand")
        SILENCE = "silence", _("No sign of life")

    worker_number = models.BigIntegerField()
    started_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=8, choices=Ending, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker_number"],
                condition=Q(ended_at__isnull=True),
                name="transparency_a_worker_is_present_once",
            ),
            models.CheckConstraint(
                condition=same(Exact(F("ending"), Value("")), IsNull(F("ended_at"), True)),
                name="transparency_presence_says_how_it_ended",
            ),
            models.CheckConstraint(
                condition=Q(last_seen_at__gte=F("started_at"), ended_at__gte=F("started_at")),
                name="transparency_presence_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(fields=["worker_number", "-started_at"], name="transparency_presence_latest"),
            models.Index(
                fields=["last_seen_at"], condition=Q(ended_at__isnull=True), name="transparency_presence_open"
            ),
        ]

    def __str__(self) -> str:
        return f"presence of {self.worker_number} from {self.started_at}"


class Attention(models.Model):
    """One stretch of time through which a page with an assignment stayed in view: `seq` counts them in a page.

    The browser tells the counters again and again while they grow, and the greatest count: a heartbeat that is lost,
    doubled or late changes nothing. Use comes first in a stretch: `active_ms` run from its start. A trigger keeps the
    counters from falling.
    """

    worker_number = models.BigIntegerField()
    job_number = models.BigIntegerField()
    assignment_number = models.BigIntegerField()
    tab = models.CharField(max_length=22)  # random, of one page
    seq = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    visible_ms = models.PositiveIntegerField()
    active_ms = models.PositiveIntegerField()
    media_ms = models.PositiveIntegerField()
    told_at = models.DateTimeField()
    is_late = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment_number", "tab", "seq"], name="transparency_a_stretch_of_attention_is_told_once"
            ),
            models.CheckConstraint(
                condition=Q(active_ms__lte=F("visible_ms"), media_ms__lte=F("active_ms")),
                name="transparency_only_what_is_in_view_is_in_use",
            ),
        ]
        indexes = [models.Index(fields=["worker_number", "started_at"], name="transparency_attention_by_time")]

    def __str__(self) -> str:
        return f"{self.visible_ms} ms of {self.assignment_number}"


class ReportedTime(models.Model):
    """What a worker says that an assignment took, the time away from the screen included. The latest word stands here.

    Every word stands in the labour log. `waits_for_look`: far more than others needed, so a person looks at it; it is
    never refused by itself.
    """

    assignment_number = models.BigIntegerField(primary_key=True)
    worker_number = models.BigIntegerField()
    requester_number = models.BigIntegerField()
    job_number = models.BigIntegerField()
    seconds = models.PositiveIntegerField()
    usual_most_seconds = models.FloatField()  # nine answers in ten to the job took less, when this was said
    reported_at = models.DateTimeField()
    waits_for_look = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["reported_at"], condition=Q(waits_for_look=True), name="transparency_time_to_look_at"),
        ]

    def __str__(self) -> str:
        return f"{self.seconds} s reported for {self.assignment_number}"
