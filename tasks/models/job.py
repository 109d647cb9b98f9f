"""What a requester asks for."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tasks.models.public_id import new_public_id

DAY = 86_400
# Words as they are written, in whatever language: a stem of one would be nonsense in another.
SEARCHED = SearchVector("title", "purpose", config="simple")
MOST_PRICE_MICROS = 100_000_000
MOST_HOUR_PRICE_MICROS = 1_000_000_000


# The states of a job that is published and not closed.
RUNNING = ("open", "paused")


class ContentWarning(models.TextChoices):
    """What people may not want to see or hear at work."""

    VIOLENCE = "violence", _("Violence or injury")
    SEXUAL = "sexual", _("Sexual content")
    HATE = "hate", _("Hate or insults")
    MEDICAL = "medical", _("Medical pictures or illness")
    SELF_HARM = "self_harm", _("Self-harm or suicide")
    OTHER = "other", _("Something else")


class Job(models.Model):
    """Media, instructions, a kind, a price and a wanted number of answers for each micro-task.

    `language` is the one that its workers must read or hear; empty when the requester doesn't say.
    `content_warnings` are codes of ContentWarning: none in an empty list, not answered yet in a draft without a list.
    `training_places` is how many workers may train for it, each training task at `training_price_micros`; 0 for no
    training. `hour_price_micros` is what an hour shall pay, in a job that is priced by the hour: its price follows from
    that and `expected_seconds` until it is published. `micro_task_count` are the micro-tasks that want answers:
    training tasks are none of them.
    `guarantees_floor`: its workers get the wage floor, by the job's own measured time, whatever the price comes to.
    `floor_each_micros` is what an answer comes to with what was set aside for that at publication, and
    `floor_looked_at` when it was last held against the floor.

    A pilot hands out a few of a job's micro-tasks, each to several workers, while the rest waits: from `pilot_began_at`
    to `pilot_ended_at`, when the rest is published. `micro_task_count` are those of the pilot until then, and
    `extra_answers` how many more answers they want than `wanted_answers` each. `pilot_price_micros` is what an answer
    paid when the pilot ended: the rest may pay less.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        PAUSED = "paused", _("Paused")
        CLOSED = "closed", _("Closed")

    class ExpectedFrom(models.TextChoices):
        """Whence the expected seconds are known."""

        REQUESTER = "requester", _("the requester’s own estimate")
        LIKE_JOBS = "like_jobs", _("measured on like jobs")
        PILOT = "pilot", _("measured in a pilot")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jobs")
    kind = models.CharField(max_length=40)
    title = models.CharField(_("title"), max_length=120)
    purpose = models.TextField(_("what the answers are used for"), max_length=1000)
    instructions = models.TextField(_("instructions"), max_length=20_000)
    language = models.CharField(_("language"), max_length=16, blank=True, default="")
    content_warnings = models.JSONField(null=True)
    content_warning_words = models.CharField(max_length=300, blank=True, default="")
    settings = models.JSONField(default=dict)
    wanted_answers = models.PositiveSmallIntegerField(
        _("answers wanted for each"), default=1, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    price_micros = models.BigIntegerField(_("price of an answer"), default=0)
    expected_seconds = models.PositiveIntegerField(_("seconds one takes"), default=5, validators=[MinValueValidator(1)])
    expected_from = models.CharField(max_length=9, choices=ExpectedFrom, default=ExpectedFrom.REQUESTER)
    hour_price_micros = models.BigIntegerField(null=True)
    auto_approval_seconds = models.PositiveIntegerField(_("time until answers approve themselves"), default=3 * DAY)
    lease_seconds = models.PositiveIntegerField(default=600)
    fee_permille = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    training_places = models.PositiveSmallIntegerField(default=0)
    training_price_micros = models.BigIntegerField(default=0)
    guarantees_floor = models.BooleanField(default=False)
    floor_each_micros = models.BigIntegerField(default=0)
    floor_looked_at = models.DateTimeField(null=True)
    micro_task_count = models.PositiveIntegerField(default=0)
    extra_answers = models.PositiveIntegerField(default=0)
    pilot_price_micros = models.BigIntegerField(default=0)
    pilot_began_at = models.DateTimeField(null=True)
    pilot_ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    client_key = models.CharField(max_length=64, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wanted_answers__range=(1, 9)), name="tasks_job_wants_one_to_nine_answers"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(price_micros__range=(1, MOST_PRICE_MICROS)),
                name="tasks_published_job_has_a_price",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(content_warnings__isnull=False),
                name="tasks_published_job_says_what_to_be_warned_of",
            ),
            models.CheckConstraint(
                condition=Q(auto_approval_seconds__range=(60, 7 * DAY)), name="tasks_job_approves_itself_within_a_week"
            ),
            models.CheckConstraint(
                condition=Q(hour_price_micros__isnull=True) | Q(hour_price_micros__range=(1, MOST_HOUR_PRICE_MICROS)),
                name="tasks_hour_of_a_job_has_a_price_within_reason",
            ),
            models.CheckConstraint(condition=Q(expected_seconds__gte=1), name="tasks_job_takes_a_second_at_least"),
            models.CheckConstraint(
                condition=Q(state="draft") ^ Q(published_at__isnull=False), name="tasks_published_job_says_when"
            ),
            models.CheckConstraint(
                condition=Q(state="paused") ^ Q(paused_at__isnull=True), name="tasks_paused_job_says_since_when"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="tasks_closed_job_says_when",
            ),
            models.CheckConstraint(
                condition=Q(floor_each_micros=0) | Q(floor_each_micros__gt=0, guarantees_floor=True),
                name="tasks_only_guaranteed_job_sets_floor_aside",
            ),
            models.CheckConstraint(
                condition=Q(pilot_began_at__isnull=True) | ~Q(state="draft"), name="tasks_pilot_is_of_a_published_job"
            ),
            models.CheckConstraint(
                condition=Q(pilot_ended_at__isnull=True, pilot_price_micros=0)
                | Q(pilot_ended_at__isnull=False, pilot_began_at__isnull=False, pilot_price_micros__gt=0),
                name="tasks_ended_pilot_began_and_had_a_price",
            ),
            models.CheckConstraint(
                condition=Q(extra_answers=0) | Q(pilot_began_at__isnull=False),
                name="tasks_only_a_pilot_wants_extra_answers",
            ),
            models.UniqueConstraint(fields=["requester", "client_key"], name="tasks_job_is_made_once_a_key"),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at"], name="tasks_job_open_first"),
            GinIndex(SEARCHED, name="tasks_job_words", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == Job.State.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == Job.State.OPEN

    @property
    def is_paused(self) -> bool:
        return self.state == Job.State.PAUSED

    @property
    def is_running(self) -> bool:
        """Open or paused: its money is set aside, and the place of a lost answer is opened again."""
        return self.state in RUNNING

    @property
    def is_pilot(self) -> bool:
        """Only a few of its micro-tasks are handed out; the rest waits until its requester publishes it."""
        return self.pilot_began_at is not None and self.pilot_ended_at is None

    @property
    def warnings(self) -> list[str]:
        """What workers are warned of, in words; the requester's own words come last."""
        named = [ContentWarning(code) for code in self.content_warnings or ()]
        words = [str(warning.label) for warning in named if warning is not ContentWarning.OTHER]
        return [*words, *([self.content_warning_words] if ContentWarning.OTHER in named else [])]

    @property
    def auto_approval_delay(self) -> timedelta:
        return timedelta(seconds=self.auto_approval_seconds)

    @property
    def implied_hourly_micros(self) -> int:
        """What an hour of answers at the expected speed pays, rounded down to whole micros."""
        return self.price_micros * 3600 // self.expected_seconds
