"""The labour log: what happened, to whose work, how long it took, what it paid. Rows are only ever added."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import GreaterThan, IsNull
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from web.conditions import OneOf, has_value, same

ENDS_OF_STRETCHES = ["task.submitted", "task.returned", "task.expired", "presence.stopped", "outage.ended"]
REPORTS_OF_TIME = ["time.self_reported", "time.corrected", "time.stated"]
# By whom: nobody at work. The rest is about one worker each.
DONE_TO_JOBS = [
    "price.changed", "job.paused", "job.resumed", "job.closed", "items.added", "pilot.started", "pilot.ended",
]  # fmt: skip
OF_THE_SITE = ["outage.started", "outage.ended", "floor.changed"]
# About what: no job, a job as a whole. The rest is about one assignment each.
ABOUT_NO_JOB = [
    "presence.started", "presence.stopped", "list.viewed", "payout.viewed", "payout.requested", "payout.paid",
    "data.erased", "time.stated", *OF_THE_SITE,
]  # fmt: skip
ABOUT_NO_ASSIGNMENT = [
    *ABOUT_NO_JOB, *DONE_TO_JOBS, "topup.granted", "task.previewed", "instructions.viewed",
    "qualification.started", "qualification.finished",
]  # fmt: skip


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
    """One thing that happened: to an assignment, to its worker, to a published job or to the site itself.

    Rows are only ever added: triggers forbid change and removal. The table is partitioned by the month of `at` (UTC),
    so its primary key in the database is `id` with `at`; ids go on through all months
    (`transparency.domain.partitions`).

    `worker_number` is null for what a requester did to a job, and for what befell the whole site: `JobEvent` reads the
    former. What was paid up to the floor is about all answers of a worker to a job, and so about no assignment. A
    number below zero in `assignment_number` is a training answer's, as its `note` says.
    `started_at` is set on events that end a stretch of work, of presence or of an outage: it runs from there to
    `ended_at`. A submission that was taken back ended none: the next end of the same assignment covers its time.
    `seconds` is what a worker says that an assignment took, or that their time at work was longer or shorter by.
    `withheld_micros` is the price that a rejection keeps from its worker. A bonus may be about a job as a whole.
    `recorded_by` names the door through which it came: `web`, `api` or `background`; it is empty where nobody said so.
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
        STATED = "time.stated", _("Said of their time at work")
        MESSAGE_SENT = "message.sent", _("Question asked")
        MESSAGE_VIEWED = "message.viewed", _("Answers to questions read")
        LIST_VIEWED = "list.viewed", _("Looked for work")
        PREVIEWED = "task.previewed", _("Looked at a job")
        INSTRUCTIONS_VIEWED = "instructions.viewed", _("Read instructions")
        QUALIFICATION_STARTED = "qualification.started", _("Began training")
        QUALIFICATION_FINISHED = "qualification.finished", _("Ended training")
        PAYOUT_VIEWED = "payout.viewed", _("Looked at payouts")
        PAYOUT_REQUESTED = "payout.requested", _("Asked for a payout")
        PAYOUT_PAID = "payout.paid", _("Paid out")
        PRICE_CHANGED = "price.changed", _("Price raised")
        PAUSED = "job.paused", _("Paused")
        RESUMED = "job.resumed", _("Resumed")
        CLOSED = "job.closed", _("Closed")
        ITEMS_ADDED = "items.added", _("Items added")
        PILOT_STARTED = "pilot.started", _("Pilot started")
        PILOT_ENDED = "pilot.ended", _("Rest published")
        ERASED = "data.erased", _("Data erased")
        OUTAGE_STARTED = "outage.started", _("Site out of order")
        OUTAGE_ENDED = "outage.ended", _("Site in order again")
        FLOOR_CHANGED = "floor.changed", _("Wage floor changed")

    at = models.DateTimeField()
    type = models.CharField(max_length=24, choices=Type)
    worker_number = models.BigIntegerField(null=True)
    requester_number = models.BigIntegerField(null=True)
    job_number = models.BigIntegerField(null=True)
    assignment_number = models.BigIntegerField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    micros = models.BigIntegerField(default=0)
    note = models.CharField(max_length=40, blank=True, default="")
    seconds = models.IntegerField(null=True)
    withheld_micros = models.BigIntegerField(null=True)
    before_micros = models.BigIntegerField(null=True)
    count = models.IntegerField(null=True)
    recorded_by = models.CharField(max_length=24, blank=True, db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(same(OneOf("type", ENDS_OF_STRETCHES), has_value("started_at")))
                & Q(same(has_value("started_at"), has_value("ended_at"))),
                name="transparency_only_ends_of_work_have_a_stretch",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__gte=F("started_at")),
                name="transparency_work_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(micros__gte=0)
                & (
                    Q(same(OneOf("type", ["task.paid", "task.bonus", "topup.granted"]), GreaterThan(F("micros"), 0)))
                    | Q(worker_number__isnull=True)
                ),
                name="transparency_only_pay_has_an_amount",
            ),
            models.CheckConstraint(
                condition=same(OneOf("type", [*DONE_TO_JOBS, *OF_THE_SITE]), IsNull(F("worker_number"), True)),
                name="transparency_a_worker_did_it_or_a_requester_or_nobody",
            ),
            models.CheckConstraint(
                condition=Q(same(OneOf("type", ABOUT_NO_JOB), IsNull(F("job_number"), True)))
                & (
                    Q(same(OneOf("type", ABOUT_NO_ASSIGNMENT), IsNull(F("assignment_number"), True)))
                    | Q(type="task.bonus")
                ),
                name="transparency_an_event_is_about_what_its_type_says",
            ),
            models.CheckConstraint(
                condition=Q(same(OneOf("type", REPORTS_OF_TIME), has_value("seconds"))) & Q(seconds__gte=0),
                name="transparency_only_reports_of_time_have_seconds",
            ),
            models.CheckConstraint(
                condition=Q(withheld_micros__isnull=True) | Q(type="task.rejected", withheld_micros__gt=0),
                name="transparency_only_rejections_withhold",
            ),
            models.CheckConstraint(
                condition=Q(worker_number__isnull=True) | Q(before_micros__isnull=True, count__isnull=True),
                name="transparency_only_what_no_worker_did_is_counted",
            ),
            models.CheckConstraint(
                condition=~Q(type="price.changed")
                | Q(before_micros__isnull=False, before_micros__gt=0, micros__gt=F("before_micros")),
                name="transparency_price_only_rises",
            ),
        ]
        indexes = [
            models.Index(fields=["job_number", "type"], name="transparency_event_of_job"),
            models.Index(fields=["worker_number", "at"], name="transparency_event_of_worker"),
            models.Index(
                fields=["assignment_number"],
                condition=Q(assignment_number__isnull=False),
                name="transparency_event_of_answer",
            ),
            models.Index(
                fields=["job_number", "-at"], condition=Q(worker_number__isnull=True), name="transparency_done_to_a_job"
            ),
            models.Index(
                fields=["assignment_number"],
                condition=Q(type__in=["appeal.filed", "appeal.decided"]),
                name="transparency_event_of_appeal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.assignment_number or self.job_number or ''}".strip()


class DoneToJobs(models.Manager["JobEvent"]):
    """The rows of the log about what requesters, or the clock, did to published jobs."""

    def get_queryset(self) -> models.QuerySet[JobEvent]:
        return super().get_queryset().filter(worker_number__isnull=True, job_number__isnull=False)


class JobEvent(WorkEvent):
    """One thing that was done to a published job, by its requester or the clock: a row of the same log.

    `micros` is the new price, what was set aside for added items, or what closing gave back at once; `before_micros`
    is the price before; `count` is how many answers the new price is for, or how many micro-tasks were added, put into
    a pilot or published after one.
    """

    objects: ClassVar[models.Manager[JobEvent]] = DoneToJobs()

    class Meta:
        proxy = True
