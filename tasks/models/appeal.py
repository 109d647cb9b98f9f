"""Appeals: a worker's word against a decision, what the other side says, and what a third person decides."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Suspension
from tasks.models.assignment import Assignment
from tasks.models.public_id import new_public_id


class Appeal(models.Model):
    """A worker's appeal against a rejection of their answer, or against their suspension.

    `against` decided what is appealed: the job's requester, or the auditor who suspended. They may reply until
    `reply_until`, or give in; otherwise an auditor who is neither side decides, by `decide_until`. What was said and
    done are its steps. `changed_at` is the last step; who read the page since has nothing new to see.
    """

    class State(models.TextChoices):
        FILED = "filed", _("Appealed")
        REPLIED = "replied", _("Answered by the other side")
        GIVEN_IN = "given_in", _("The other side gave in")
        WON = "won", _("Decided for the worker")
        LOST = "lost", _("The decision stands")

    # Nobody has decided yet: the money stays aside.
    OPEN = (State.FILED, State.REPLIED)
    # The worker was right.
    OVERTURNED = (State.GIVEN_IN, State.WON)

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    assignment = models.OneToOneField(Assignment, null=True, on_delete=models.PROTECT, related_name="appeal")
    suspension = models.OneToOneField(Suspension, null=True, on_delete=models.PROTECT, related_name="appeal")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    against = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=State, default=State.FILED)
    filed_at = models.DateTimeField()
    reply_until = models.DateTimeField()
    decide_until = models.DateTimeField()
    changed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    worker_read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(assignment__isnull=True) ^ Q(suspension__isnull=True),
                name="tasks_appeal_is_about_an_answer_or_a_suspension",
            ),
            models.CheckConstraint(condition=~Q(worker=F("against")), name="tasks_appeal_has_two_sides"),
            models.CheckConstraint(
                condition=Q(state__in=["filed", "replied"], decided_at__isnull=True, decided_by__isnull=True)
                | Q(state__in=["given_in", "won", "lost"], decided_at__isnull=False, decided_by__isnull=False),
                name="tasks_decided_appeal_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["won", "lost"]) | ~Q(decided_by=F("against")) & ~Q(decided_by=F("worker")),
                name="tasks_appeal_is_decided_by_neither_side",
            ),
            models.CheckConstraint(
                condition=~Q(state="given_in") | Q(decided_by=F("against")),
                name="tasks_only_the_other_side_gives_in",
            ),
        ]
        indexes = [
            models.Index(
                fields=["decide_until"], condition=Q(state__in=["filed", "replied"]), name="tasks_appeal_undecided"
            ),
            models.Index(fields=["worker", "-filed_at"], name="tasks_appeal_of_worker"),
            models.Index(fields=["against", "-filed_at"], name="tasks_appeal_against"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_new_to_worker(self) -> bool:
        """Whether the other side or an auditor said something that its worker hasn't read."""
        is_theirs = self.state == self.State.FILED
        return not is_theirs and (self.worker_read_at is None or self.worker_read_at < self.changed_at)


class AppealStep(models.Model):
    """One thing that was said or done in an appeal, and the state it led to. A trigger forbids change and removal."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="steps", db_index=False)
    became = models.CharField(max_length=10, choices=Appeal.State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    words = models.CharField(max_length=2000)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appeal", "became"], name="tasks_appeal_takes_a_step_once"),
            models.CheckConstraint(
                condition=~Q(words="") | Q(became="given_in"), name="tasks_step_of_an_appeal_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.became} {self.appeal_id}"
