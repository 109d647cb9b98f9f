"""The labour log: what happened, to whose work, how long it took, what it paid. Rows are only ever added."""

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import GreaterThan, IsNull
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from web.conditions import OneOf, has_value, same


class JobFact(models.Model):
    """What a job was when it was published. It outlives the job, so the labour in it is never forgotten."""

    job_number = models.BigIntegerField(primary_key=True)
    public_id = models.CharField(max_length=16)
    requester_number = models.BigIntegerField()
    title = models.CharField(max_length=120)
    purpose = models.TextField()
    kind = models.CharField(max_length=40)
    price_micros = models.BigIntegerField()
    expected_seconds = models.PositiveIntegerField()
    wanted_answers = models.PositiveSmallIntegerField()
    micro_task_count = models.PositiveIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-published_at"], name="transparency_jobs_by_time")]

    def __str__(self) -> str:
        return self.title


class WorkEvent(models.Model):
    """One thing that happened to an assignment, or to its worker's presence. A trigger forbids change and removal.

    What was paid up to the floor is about all answers of a worker to a job, and so about no assignment. A number below
    zero in `assignment_number` is a training answer's, as its `note` says.
    `started_at` is set on events that end a stretch of work or of presence: it runs from there to `ended_at`. A
    submission that was taken back ended none: the next end of the same assignment covers its time. `seconds` is what a
    worker says that an assignment took. `withheld_micros` is the price that a rejection keeps from its worker. A bonus
    may be about a job as a whole.
    """

    class Type(models.TextChoices):
        CLAIMED = "task.claimed", _("Claimed")
        SHOWN = "task.opened", _("Shown")
        SET_ASIDE = "task.set_aside", _("Set aside")
        SUBMITTED = "task.submitted", _("Submitted")
        UNDONE = "task.undone", _("Taken back")
        RETURNED = "task.returned", _("Returned")
        EXPIRED = "task.expired", _("Expired")
        APPROVED = "task.approved", _("Approved")
        REJECTED = "task.rejected", _("Rejected")
        APPEAL_FILED = "appeal.filed", _("Appealed")
        APPEAL_DECIDED = "appeal.decided", _("Appeal decided")
        PAID = "task.paid", pgettext_lazy("event", "Paid")
        BONUS = "task.bonus", _("Bonus")
        FLOOR_PAID = "topup.granted", _("Paid up to the floor")
        PRESENCE_STARTED = "presence.started", _("Started work")
        PRESENCE_STOPPED = "presence.stopped", _("Stopped work")
        SELF_REPORTED = "time.self_reported", _("Reported time")
        CORRECTED = "time.corrected", _("Time looked at")
        MESSAGE_SENT = "message.sent", _("Question asked")
        MESSAGE_VIEWED = "message.viewed", _("Answers to questions read")

    at = models.DateTimeField()
    type = models.CharField(max_length=20, choices=Type)
    worker_number = models.BigIntegerField()
    requester_number = models.BigIntegerField(null=True)
    job_number = models.BigIntegerField(null=True)
    assignment_number = models.BigIntegerField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    micros = models.BigIntegerField(default=0)
    note = models.CharField(max_length=40, blank=True, default="")
    seconds = models.IntegerField(null=True)
    withheld_micros = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    same(
                        OneOf("type", ["task.submitted", "task.returned", "task.expired", "presence.stopped"]),
                        has_value("started_at"),
                    )
                )
                & Q(same(has_value("started_at"), has_value("ended_at"))),
                name="transparency_only_ends_of_work_have_a_stretch",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__gte=F("started_at")),
                name="transparency_work_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(micros__gte=0)
                & Q(same(OneOf("type", ["task.paid", "task.bonus", "topup.granted"]), GreaterThan(F("micros"), 0))),
                name="transparency_only_pay_has_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(
                    same(OneOf("type", ["presence.started", "presence.stopped"]), IsNull(F("job_number"), True))
                )
                & (
                    Q(same(has_value("job_number"), has_value("assignment_number")))
                    | Q(OneOf("type", ["task.bonus", "topup.granted"]), job_number__isnull=False)
                ),
                name="transparency_all_but_presence_is_about_an_assignment",
            ),
            models.CheckConstraint(
                condition=Q(same(OneOf("type", ["time.self_reported", "time.corrected"]), has_value("seconds")))
                & Q(seconds__gte=0),
                name="transparency_only_reports_of_time_have_seconds",
            ),
            models.CheckConstraint(
                condition=Q(withheld_micros__isnull=True) | Q(type="task.rejected", withheld_micros__gt=0),
                name="transparency_only_rejections_withhold",
            ),
        ]
        indexes = [
            models.Index(fields=["job_number", "type"], name="transparency_event_of_job"),
            models.Index(fields=["worker_number", "at"], name="transparency_event_of_worker"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.assignment_number}"


class JobEvent(models.Model):
    """One thing that was done to a published job, by its requester or the clock. A trigger forbids change and removal.

    `micros` is the new price, what was set aside for added items, or what closing gave back at once; `before_micros`
    is the price before; `count` is how many answers the new price is for, or how many micro-tasks were added, put into
    a pilot or published after one.
    """

    class Type(models.TextChoices):
        PRICE_CHANGED = "price.changed", _("Price raised")
        PAUSED = "job.paused", _("Paused")
        RESUMED = "job.resumed", _("Resumed")
        CLOSED = "job.closed", _("Closed")
        ITEMS_ADDED = "items.added", _("Items added")
        PILOT_STARTED = "pilot.started", _("Pilot started")
        PILOT_ENDED = "pilot.ended", _("Rest published")

    at = models.DateTimeField()
    type = models.CharField(max_length=16, choices=Type)
    requester_number = models.BigIntegerField()
    job_number = models.BigIntegerField()
    micros = models.BigIntegerField(default=0)
    before_micros = models.BigIntegerField(default=0)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(type="price.changed") | Q(micros__gt=F("before_micros"), before_micros__gt=0),
                name="transparency_price_only_rises",
            ),
        ]
        indexes = [models.Index(fields=["job_number", "-at"], name="transparency_event_of_a_job")]

    def __str__(self) -> str:
        return f"{self.type} {self.job_number}"
