"""Looking at a part for the whole: random samples of what waits, and approvals of many answers at once."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from tasks.models.assignment import Assignment
from tasks.models.job import Job
from tasks.models.public_id import new_public_id
from web.conditions import has_value, same


class Sample(models.Model):
    """A random sample of the answers of a job that waited at `drawn_at`; the newest of a job is the one that counts.

    Who has the seed can draw it again: it holds those with the smallest SHA-256 of “seed:answer’s id” among the
    `population` that waited.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="samples")
    seed = models.CharField(max_length=32)
    size = models.PositiveIntegerField()
    population = models.PositiveIntegerField()
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gte=1) & Q(size__lte=F("population")), name="tasks_sample_is_a_part_of_what_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.size} of {self.population} in {self.job_id}"


class SampledAnswer(models.Model):
    """One answer of a sample."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="answers", db_index=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "assignment"], name="tasks_sample_holds_an_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} in {self.sample_id}"


class MassApproval(models.Model):
    """Approving every answer of a job that was submitted `until` a moment, some hundred at a time.

    `wanted` waited when it was asked for; `approved` are done. One at a time is under way in a job.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Under way")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="mass_approvals")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    until = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    wanted = models.PositiveIntegerField()
    approved = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job"], condition=Q(state="waiting"), name="tasks_one_mass_approval_at_a_time_in_a_job"
            ),
            models.CheckConstraint(
                condition=~Q(same(Exact(F("state"), Value("waiting")), has_value("ended_at"))),
                name="tasks_ended_mass_approval_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"approval of {self.wanted} in {self.job_id}"

    @property
    def is_under_way(self) -> bool:
        return self.state == MassApproval.State.WAITING
