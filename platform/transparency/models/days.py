"""The labour of days, summed up from the log so that no page adds up events: rewritten, unlike the log.

A day begins at midnight in the site's time zone. Stretches that cross midnight are cut there, so days add up exactly.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

# A gap of so many minutes or less between two stretches of work is taken as part of the work (M13d).
CLUSTER_MINUTES = range(13)


class UnpaidSeconds(models.Model):
    """M23: seconds at work that nothing was paid for, each in one kind only."""

    search_seconds = models.FloatField(default=0)
    preview_seconds = models.FloatField(default=0)
    instructions_seconds = models.FloatField(default=0)
    qualification_seconds = models.FloatField(default=0)
    returned_seconds = models.FloatField(default=0)
    expired_seconds = models.FloatField(default=0)
    rejected_seconds = models.FloatField(default=0)
    waiting_seconds = models.FloatField(default=0)
    messages_seconds = models.FloatField(default=0)
    payment_seconds = models.FloatField(default=0)
    technical_seconds = models.FloatField(default=0)

    class Meta:
        abstract = True


class WorkTotals(models.Model):
    """What some work was, took and paid. Money belongs to the day of the work, but for sums up to the floor and
    bonuses, which belong to the day they were given on.

    `paid_seconds` is the joined time of paid answers; `counted_seconds` adds returned, expired and rejected work
    (M13b); `pending_seconds` is the rest of the time of answers that nobody has decided on. `withheld_micros` is what
    rejections keep back (M24). `submitted_count` are the submissions that stand, `paid_count` those of them that were
    paid, training answers (`training_count`) in both.
    """

    pay_micros = models.BigIntegerField(default=0)
    floor_micros = models.BigIntegerField(default=0)
    bonus_micros = models.BigIntegerField(default=0)
    withheld_micros = models.BigIntegerField(default=0)
    paid_seconds = models.FloatField(default=0)
    counted_seconds = models.FloatField(default=0)
    pending_seconds = models.FloatField(default=0)
    submitted_count = models.PositiveIntegerField(default=0)
    paid_count = models.PositiveIntegerField(default=0)
    training_count = models.PositiveIntegerField(default=0)
    rejected_count = models.PositiveIntegerField(default=0)
    returned_count = models.PositiveIntegerField(default=0)
    expired_count = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class WorkerDay(UnpaidSeconds, WorkTotals):
    """One worker's labour on one day, over all jobs. A second counts once.

    `presence_seconds` is all time at work (M13c): that of paid and pending answers and of every unpaid kind, which add
    up to it. `cluster_seconds` holds M13d's time for a gap of 0, 1 … 12 minutes; `hour_seconds` how much of each hour
    of the day was spent at work.
    """

    worker_number = models.BigIntegerField()
    day = models.DateField()
    presence_seconds = models.FloatField(default=0)
    night_seconds = models.FloatField(default=0)  # 22:00 to 06:00
    weekend_seconds = models.FloatField(default=0)
    night_or_weekend_seconds = models.FloatField(default=0)  # M38
    cluster_seconds = ArrayField(models.FloatField(), size=len(CLUSTER_MINUTES), default=list)
    hour_seconds = ArrayField(models.FloatField(), size=24, default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["worker_number", "day"], name="transparency_one_row_a_worker_and_day"),
        ]
        indexes = [models.Index(fields=["day"], name="transparency_workers_by_day")]

    def __str__(self) -> str:
        return f"{self.worker_number} on {self.day}"


class JobDay(UnpaidSeconds, WorkTotals):
    """One worker's labour on one day for one job. Looking for work counts for the job that it led to.

    Of several jobs at once each has its whole time here: a worker's own time is their `WorkerDay`.
    """

    job_number = models.BigIntegerField()
    worker_number = models.BigIntegerField()
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job_number", "worker_number", "day"], name="transparency_one_row_a_job_worker_and_day"
            ),
        ]
        indexes = [
            models.Index(fields=["day"], name="transparency_jobs_by_day"),
            models.Index(fields=["worker_number", "day"], name="transparency_jobs_of_worker"),
        ]

    def __str__(self) -> str:
        return f"{self.worker_number} on {self.day} for {self.job_number}"


class RollUpMark(models.Model):
    """How far the log has been summed up: one row.

    Everything up to `seen_event` stands in the days, and everything that transactions before `seen_xid` wrote. When all
    transactions before `next_xid` have ended, all events up to `next_event` have been there to be seen.
    """

    seen_event = models.BigIntegerField(default=0)
    seen_xid = models.BigIntegerField(default=0)
    next_event = models.BigIntegerField(default=0)
    next_xid = models.BigIntegerField(default=0)
    rolled_up_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"up to {self.seen_event}"
