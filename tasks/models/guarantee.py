"""The guaranteed floor: what answers to a job take, as measured, and what their workers get on top of the price."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tasks.models.job import Job

# Of an hour and of a second, in the quarters of a millisecond in which a median of medians is exact.
QUARTERS_AN_HOUR = 14_400_000
QUARTERS_A_SECOND = 4000
# What is due is rounded up to whole cents, once for each worker and job.
CENT = 10_000


class FloorEstimate(models.Model):
    """What one answer to a guaranteed job takes, as a night found it. Only ever added to.

    `quarter_ms` are quarters of a millisecond: a median of medians of whole milliseconds is exact in them. Where it
    isn't measured, too few people have answered, and it is what the requester expects.
    """

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="floor_estimates")
    at = models.DateTimeField()
    quarter_ms = models.BigIntegerField()
    answer_count = models.PositiveIntegerField()
    worker_count = models.PositiveIntegerField()
    is_measured = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "at"], name="tasks_one_floor_estimate_a_job_and_moment"),
            models.CheckConstraint(
                condition=Q(quarter_ms__gte=0), name="tasks_floor_estimate_takes_no_less_than_no_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter_ms / QUARTERS_A_SECOND} s of {self.job_id}"

    @property
    def seconds(self) -> float:
        return self.quarter_ms / QUARTERS_A_SECOND


class FloorPay(models.Model):
    """What one worker gets on top of the price for their answers to one job, so that these reach the floor.

    `total_micros` is what the worker has got or is owed in this job with it: it only rises. `answer_count` answers,
    which pay `pay_micros`, lie below the floor; what came before is in them. Owed until it is paid.
    """

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="floor_pays", db_index=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    estimate = models.ForeignKey(FloorEstimate, on_delete=models.PROTECT, related_name="+")
    floor_hourly_micros = models.BigIntegerField()
    answer_count = models.PositiveIntegerField()
    pay_micros = models.BigIntegerField()
    amount_micros = models.BigIntegerField(_("amount"))
    total_micros = models.BigIntegerField()
    owed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job", "worker", "total_micros"], name="tasks_a_worker_is_paid_up_to_a_sum_once_a_job"
            ),
            models.CheckConstraint(
                condition=Q(amount_micros__gt=0, total_micros__gte=models.F("amount_micros")),
                name="tasks_floor_pay_pays_something",
            ),
        ]
        indexes = [
            models.Index(fields=["worker", "-owed_at"], name="tasks_floor_pay_of_worker"),
            models.Index(fields=["job"], condition=Q(paid_at__isnull=True), name="tasks_floor_pay_owed"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """What its transfer is called: the same sum for the same worker and job is paid once."""
        return f"job:{self.job_id}:floor:{self.worker_id}:{self.total_micros}"

    @property
    def hourly_micros(self) -> int:
        """What an hour of these answers pays by their price alone, rounded down."""
        spent = self.answer_count * self.estimate.quarter_ms
        return self.pay_micros * QUARTERS_AN_HOUR // spent if spent else 0
