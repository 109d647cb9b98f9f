"""Wanted answers, who holds them, what was answered."""

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.db.models.lookups import GreaterThan, IsNull
from django.utils.translation import gettext_lazy as _

from tasks.models.job import Job
from tasks.models.material import MicroTask
from tasks.models.public_id import new_public_id
from web.conditions import OneOf, has_value, same

_WAS_REJECTED = ExpressionWrapper(Q(state="rejected") | Q(overturned_at__isnull=False), models.BooleanField())


class Assignment(models.Model):
    """One wanted answer to a micro-task, and one worker's attempt to give it.

    `place` is where the row stands in the job's queue: micro-task position × 16 + ordinal, and behind every
    earlier row for one that took the place of a returned, expired or rejected attempt.

    `price_micros` is what the answer pays once it is approved: the job's price when it was submitted. Until then the
    job's own price stands, which may rise and never falls.

    A withdrawn row is an open one whose micro-task was reported: its money stays aside, and nobody can claim it.
    `overturned_at` is set on an approved answer that had been rejected: its worker won an appeal. The decision and its
    reason stay beside it. It stands next to the replacement that was opened meanwhile, and is not counted as the one
    wanted answer of its place.
    `reported_at` is set on a returned or expired attempt whose worker reported the micro-task: they never get it again.

    `redo_of` is the rejected answer that its worker does again here, once: the database looks that it is theirs.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLAIMED = "claimed", _("Claimed")
        SUBMITTED = "submitted", _("Submitted")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        RETURNED = "returned", _("Returned")
        EXPIRED = "expired", _("Expired")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class RejectCode(models.TextChoices):
        WRONG = "wrong", _("The answer is wrong")
        INCOMPLETE = "incomplete", _("The answer is incomplete")
        INSTRUCTIONS = "instructions", _("The instructions were not followed")
        RANDOM = "random", _("The answer doesn’t relate to what was shown")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="assignments", db_index=False)
    micro_task = models.ForeignKey(MicroTask, on_delete=models.PROTECT, related_name="assignments", db_index=False)
    ordinal = models.PositiveSmallIntegerField()
    place = models.BigIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="assignments", db_index=False
    )
    claimed_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    visible_ms = models.PositiveIntegerField(default=0)
    active_ms = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    price_micros = models.BigIntegerField(null=True)
    reject_code = models.CharField(max_length=12, choices=RejectCode, blank=True, default="")
    reject_words = models.CharField(max_length=1000, blank=True, default="")
    redo_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="redos", db_index=False)
    overturned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # And does it again once, after a rejection.
            models.UniqueConstraint(
                F("micro_task"),
                F("worker"),
                IsNull(F("redo_of"), False),
                condition=Q(state="claimed") | Q(submitted_at__isnull=False) | Q(reported_at__isnull=False),
                name="tasks_worker_answers_a_micro_task_once",
            ),
            models.UniqueConstraint(
                fields=["micro_task", "ordinal"],
                condition=Q(
                    state__in=["open", "claimed", "submitted", "approved", "withdrawn"], overturned_at__isnull=True
                ),
                name="tasks_wanted_answer_has_one_living_row",
            ),
            models.CheckConstraint(
                condition=same(OneOf("state", ["open", "withdrawn"]), IsNull(F("worker"), True)),
                name="tasks_open_assignment_has_no_worker",
            ),
            models.CheckConstraint(
                condition=Q(OneOf("state", ["open", "withdrawn"])) | Q(claimed_at__isnull=False, due_at__isnull=False),
                name="tasks_claimed_assignment_says_when_and_until",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=False) | ~Q(OneOf("state", ["submitted", "approved", "rejected"])),
                name="tasks_submitted_assignment_says_when",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True)
                | ~Q(OneOf("state", ["open", "claimed", "returned", "withdrawn"])),
                name="tasks_unfinished_assignment_was_not_submitted",
            ),
            models.CheckConstraint(
                condition=same(OneOf("state", ["returned", "expired"]), has_value("ended_at")),
                name="tasks_ended_assignment_says_when",
            ),
            models.CheckConstraint(
                condition=Q(reported_at__isnull=True)
                | (Q(OneOf("state", ["returned", "expired"])) & Q(submitted_at__isnull=True)),
                name="tasks_reported_assignment_has_ended",
            ),
            models.CheckConstraint(
                condition=same(OneOf("state", ["approved", "rejected"]), has_value("decided_at")),
                name="tasks_decided_assignment_says_when",
            ),
            models.CheckConstraint(
                condition=Q(same(_WAS_REJECTED, GreaterThan(F("reject_code"), Value(""))))
                & Q(same(_WAS_REJECTED, GreaterThan(F("reject_words"), Value("")))),
                name="tasks_rejection_has_a_code_and_words",
            ),
            models.CheckConstraint(
                condition=Q(overturned_at__isnull=True) | Q(state="approved"),
                name="tasks_overturned_rejection_is_approved",
            ),
            models.CheckConstraint(
                condition=Q(same(has_value("price_micros"), has_value("submitted_at")))
                & Q(GreaterThan(F("price_micros"), Value(0))),
                name="tasks_submitted_assignment_has_a_price",
            ),
        ]
        indexes = [
            # For whoever removes micro-tasks: PostgreSQL then looks for each whether an assignment still points at it.
            models.Index(fields=["micro_task"], name="tasks_assignment_of_micro_task"),
            models.Index(fields=["job", "place"], condition=Q(state="open"), name="tasks_assignment_queue"),
            models.Index(fields=["worker", "job"], condition=Q(state="claimed"), name="tasks_assignment_held"),
            # It asks for more than the index above needs, so that the planner never takes it in that one's place.
            models.Index(
                fields=["job", "due_at"],
                condition=Q(state="claimed", due_at__isnull=False),
                name="tasks_assignment_leases",
            ),
            models.Index(
                fields=["job", "submitted_at"], condition=Q(state="submitted"), name="tasks_assignment_review"
            ),
            models.Index(
                fields=["worker", "-claimed_at"], condition=Q(worker__isnull=False), name="tasks_assignment_of_worker"
            ),
            models.Index(
                fields=["job", "-submitted_at"],
                condition=Q(submitted_at__isnull=False),
                name="tasks_assignment_answered",
            ),
            models.Index(fields=["job"], condition=Q(state="rejected"), name="tasks_assignment_rejected"),
            models.Index(fields=["redo_of"], condition=Q(redo_of__isnull=False), name="tasks_assignment_redone"),
        ]

    def __str__(self) -> str:
        return self.public_id


class Answer(models.Model):
    """What a worker submitted: JSON in the normal form of the job's kind."""

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, primary_key=True, related_name="answer")
    content = models.JSONField()
    client_key = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"answer to {self.assignment_id}"


class Draft(models.Model):
    """An answer that isn't submitted yet. `revision` rises by one a save; an older one is a conflict."""

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, primary_key=True, related_name="draft")
    content = models.JSONField()
    revision = models.PositiveIntegerField()
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft {self.revision} of {self.assignment_id}"


class Participation(models.Model):
    """How far one worker has come in the queue of one job, so that a claim never reads what lies behind.

    `place` is the last place the worker was given; `look_back` is how far behind it a second look has come.
    """

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="participations", db_index=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    place = models.BigIntegerField(default=0)
    look_back = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "worker"], name="tasks_one_participation_a_worker_and_job"),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} in {self.job_id}"
