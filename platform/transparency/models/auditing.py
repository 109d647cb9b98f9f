"""What auditors did and were told: looks at single people, kept for those people; alerts; studies of gaps."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PersonLook(models.Model):
    """That an auditor's page or file showed what one worker did, said or was paid. The worker sees it. A trigger
    keeps it.

    A look by name has its reason and a row of its own (`workers.Look`); this is every other one. `about` names the
    thing that was looked at: an appeal, an assignment, a batch, a year.
    """

    class What(models.TextChoices):
        APPEAL = "appeal", _("An appeal of yours")
        REPORTED_TIME = "reported_time", _("Time that you reported")
        REJECTION = "rejection", _("An answer of yours that a requester asked to reject")
        TRANSFERS = "transfers", _("Transfers of yours")
        PAYOUT = "payout", _("A payout of yours")
        EARNINGS = "earnings", _("Your yearly earnings, in the report for a tax office")

    worker_number = models.BigIntegerField()
    auditor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=16, choices=What)
    about = models.CharField(max_length=40, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["worker_number", "-at"], name="transparency_look_at_worker")]

    def __str__(self) -> str:
        return f"look at {self.worker_number}: {self.what}"


# A payment's delay falls into one of so many ranges, each 2^¼ times as wide as the one before, from one minute on.
DELAY_RANGES = 64


class PayDelay(models.Model):
    """How long the answers to one job that were paid on one day had waited for it (M25): rewritten, unlike the log.

    `counts` holds how many fell into each range of delays; `most_seconds` is the longest one exactly. `seen_event` is
    the last payment that is in it.
    """

    job_number = models.BigIntegerField()
    day = models.DateField()
    counts = ArrayField(models.PositiveIntegerField(), size=DELAY_RANGES)
    most_seconds = models.FloatField()
    seen_event = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job_number", "day"], name="transparency_one_delay_a_job_and_day"),
        ]
        indexes = [
            models.Index(fields=["day"], name="transparency_delays_by_day"),
            models.Index(fields=["-seen_event"], name="transparency_delays_seen"),
        ]

    def __str__(self) -> str:
        return f"delays of {self.job_number} on {self.day}"


class Alert(models.Model):
    """A rule of the audit that was broken: from when it was first seen until it was kept again.

    `subject` says what broke it, by a name that stays: a job's public id; empty where it is the whole site. At most one
    stands open for a rule and a subject. `told_at` is when auditors were written to, which happens once.
    """

    rule = models.CharField(max_length=24)
    subject = models.CharField(max_length=40, blank=True, default="")
    value = models.FloatField()
    threshold = models.FloatField()
    opened_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject"],
                condition=Q(closed_at__isnull=True),
                name="transparency_one_open_alert_a_rule_and_subject",
            ),
            models.CheckConstraint(
                condition=Q(looked_at__isnull=True, looked_by__isnull=True)
                | Q(looked_at__isnull=False, looked_by__isnull=False),
                name="transparency_looked_at_alert_says_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["-opened_at"], name="transparency_alerts_by_time")]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject}".strip()


class AlertThreshold(models.Model):
    """From when on a rule's threshold is another one, or the rule is off: each change is a row, the latest counts."""

    rule = models.CharField(max_length=24)
    value = models.FloatField()
    is_on = models.BooleanField(default=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0), name="transparency_threshold_is_never_below_zero"),
        ]
        indexes = [models.Index(fields=["rule", "-id"], name="transparency_latest_threshold")]

    def __str__(self) -> str:
        return f"{self.rule} from {self.value}"


class GapStudy(models.Model):
    """The gap between men and women in one month (M31, M32): aggregates alone, never a row about a person.

    One for each month, so that no two can be held against each other. `result` is empty until it is done, and names
    what is missing where a group is too small.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")

    month = models.DateField(unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    steps_done = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done") ^ Q(done_at__isnull=True), name="transparency_finished_study_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"gap of {self.month:%Y-%m}"
