"""What was uploaded, how it is cut, and the micro-tasks it was cut into."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tasks.models.job import Job
from tasks.models.public_id import new_public_id
from web.domain import sentences


class Addition(models.Model):
    """Items that a requester brings to a running job: cut first, then published together with the money for them.

    Until `published_at` they cost nothing and no worker sees them; `opened_at` says when all their places were open.
    """

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="additions")
    number = models.PositiveIntegerField()
    micro_task_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="tasks_addition_number_is_given_once_a_job"),
            models.UniqueConstraint(
                fields=["job"], condition=Q(published_at__isnull=True), name="tasks_one_addition_waits_a_job"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) ^ Q(micro_task_count__gt=0),
                name="tasks_published_addition_holds_something",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(published_at__isnull=False),
                name="tasks_addition_opens_after_its_publication",
            ),
        ]
        indexes = [
            models.Index(
                fields=["job"],
                condition=Q(published_at__isnull=False, opened_at__isnull=True),
                name="tasks_addition_to_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_id}/{self.number}"


class UnusedFile(models.Model):
    """A stored file that a discarded draft named. Unless another row names it, it is removed after a day."""

    key = models.CharField(max_length=120, primary_key=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class Upload(models.Model):
    """One file that a requester sent: an image, a recording, an archive, a list."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        PLANNED = "planned", _("Being cut")
        REFUSED = "refused", _("Refused")
        CANCELLED = "cancelled", _("Cancelled")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="uploads")
    addition = models.ForeignKey(Addition, null=True, on_delete=models.PROTECT, related_name="uploads")
    name = models.CharField(max_length=255)
    medium = models.CharField(max_length=8)
    key = models.CharField(max_length=120)
    size = models.BigIntegerField()
    client_key = models.CharField(max_length=64, null=True)
    plan = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "client_key"], name="tasks_upload_arrives_once_a_key"),
        ]

    def __str__(self) -> str:
        return self.name


class SplitChunk(models.Model):
    """A part of an upload that is cut in one transaction: all of its rows are there, or none.

    `opened_at` says when the places of an added part were opened; those of a draft are there once it is cut.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        PARKED = "parked", _("Stopped after three attempts")
        CANCELLED = "cancelled", _("Cancelled")

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="chunks")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="chunks")
    number = models.PositiveIntegerField()
    first = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    offset = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True, default="")
    micro_task_count = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="tasks_chunk_number_is_given_once_a_job"),
            models.CheckConstraint(
                condition=Q(state="done") ^ Q(done_at__isnull=True), name="tasks_done_chunk_says_when"
            ),
        ]
        indexes = [
            models.Index(fields=["job", "number"], condition=Q(state="waiting"), name="tasks_chunk_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.upload_id}/{self.number}"


class Refusal(models.Model):
    """One thing inside an upload (or the whole of it) that could not be used, and why.

    `wording` and `names` are what the sentence is made of: see `web.domain.sentences`.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="refusals")
    number = models.IntegerField()
    name = models.CharField(max_length=255)
    code = models.CharField(max_length=40)
    wording = models.CharField(max_length=400)
    names = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="tasks_one_refusal_a_place_in_an_upload"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.code}"

    @property
    def sentence(self) -> str:
        """What is the case and what to do, in the language of the moment."""
        return sentences.told(self.wording, self.names)


class Item(models.Model):
    """One thing to work on: an image, a recording, a line of text, or the address of one."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="items", db_index=False)
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="items")
    position = models.BigIntegerField()
    name = models.CharField(max_length=255)
    display_key = models.CharField(max_length=120, blank=True, default="")
    thumb_key = models.CharField(max_length=120, blank=True, default="")
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "position"], name="tasks_item_has_a_place_of_its_own"),
        ]

    def __str__(self) -> str:
        return self.name


class MicroTask(models.Model):
    """One unit of paid work cut from an item: the image, or some seconds of speech (MTurk: HIT).

    A withdrawn one is handed out to nobody until its requester puts it back; a dropped one never again.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="micro_tasks", db_index=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="micro_tasks")
    position = models.BigIntegerField()
    clip_key = models.CharField(max_length=120, blank=True, default="")
    payload = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "position"], name="tasks_micro_task_has_a_place_of_its_own"),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | Q(withdrawn_at__isnull=False),
                name="tasks_dropped_micro_task_is_withdrawn",
            ),
        ]
        indexes = [
            models.Index(fields=["job"], condition=Q(withdrawn_at__isnull=False), name="tasks_micro_task_withdrawn"),
        ]

    def __str__(self) -> str:
        return self.public_id
