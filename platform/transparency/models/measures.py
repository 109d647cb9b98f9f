"""What the labour log came to, written down so that no page adds up events: rewritten, unlike the log."""

from django.db import models


class JobMeasure(models.Model):
    """What the log came to for one job when it was measured last: rewritten, unlike the log.

    Of its whole time and pay: `pay_micros` holds what lifted pay to the floor (`floor_micros`) too, but no bonus;
    `all_seconds` is that of M13b, `unpaid_minutes` are M21. `answered_count` are answers that were not rejected.

    Of its people: `hourly_micros` is M13b as a ratio of sums, `hourly_p10_micros`, `hourly_median_micros` and
    `hourly_p90_micros` how M13b lies over the `rated_count` workers who have one, `floor_share` (0 to 1) how many of
    these reach the floor. Of its answers: `median_seconds`, `p10_seconds` and `p90_seconds` are M10, the credited time
    of one; `estimate_ratio` is M36, the median over what was announced. All these, and M21, are empty while fewer than
    eleven people are behind them.

    Of its requester: M25, the hours from submission to pay (`pay_hours_p50`, `_p95`, `_max`), and M24.
    """

    job_number = models.BigIntegerField(primary_key=True)
    pay_micros = models.BigIntegerField()
    floor_micros = models.BigIntegerField(default=0)
    bonus_micros = models.BigIntegerField(default=0)
    fee_micros = models.BigIntegerField(default=0)
    withheld_micros = models.BigIntegerField(default=0)
    paid_seconds = models.FloatField()
    all_seconds = models.FloatField()
    pending_seconds = models.FloatField(default=0)
    worker_count = models.PositiveIntegerField()
    answer_count = models.PositiveIntegerField()
    answered_count = models.PositiveIntegerField()
    hourly_micros = models.BigIntegerField(null=True)
    hourly_p10_micros = models.BigIntegerField(null=True)
    hourly_median_micros = models.BigIntegerField(null=True)
    hourly_p90_micros = models.BigIntegerField(null=True)
    rated_count = models.PositiveIntegerField(default=0)
    floor_share = models.FloatField(null=True)
    unpaid_minutes = models.FloatField(null=True)
    p10_seconds = models.FloatField(null=True)
    median_seconds = models.FloatField(null=True)
    p90_seconds = models.FloatField(null=True)
    estimate_ratio = models.FloatField(null=True)
    pay_hours_p50 = models.FloatField(null=True)
    pay_hours_p95 = models.FloatField(null=True)
    pay_hours_max = models.FloatField(null=True)
    seen_event = models.BigIntegerField()
    measured_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"measure of job {self.job_number}"

    @property
    def unpaid_seconds(self) -> float:
        return max(0.0, self.all_seconds - self.paid_seconds)

    @property
    def fee_share(self) -> float | None:
        """M34, 0 to 1: fee ÷ (pay + fee); None before anything was paid."""
        whole = self.pay_micros + self.fee_micros
        return self.fee_micros / whole if whole else None


class RequesterMeasure(models.Model):
    """M33, one requester's record: how they decide on answers, and what work for them paid: rewritten as well.

    Answers that approved themselves count as approved. `decision_seconds` is a median. Of the rejections
    `appeal_count` were appealed and decided on, and `overturned_count` of these turned out to be wrong.
    `hourly_micros` is M13b over all their jobs, a ratio of sums, and `recent_hourly_micros` that of the work of 90
    days; they are empty while fewer than eleven of `worker_count` and `recent_worker_count` people are behind them.
    `floor_micros` is what lifted pay for their jobs to the floor.
    """

    requester_number = models.BigIntegerField(primary_key=True)
    approved_count = models.PositiveIntegerField()
    rejected_count = models.PositiveIntegerField()
    decision_seconds = models.FloatField(null=True)
    appeal_count = models.PositiveIntegerField(default=0)
    overturned_count = models.PositiveIntegerField(default=0)
    hourly_micros = models.BigIntegerField(null=True)
    worker_count = models.PositiveIntegerField(default=0)
    recent_hourly_micros = models.BigIntegerField(null=True)
    recent_worker_count = models.PositiveIntegerField(default=0)
    floor_micros = models.BigIntegerField(default=0)
    measured_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"record of requester {self.requester_number}"

    @property
    def decided_count(self) -> int:
        return self.approved_count + self.rejected_count

    @property
    def approved_share(self) -> float:
        """0 to 1, rounded down to whole percents, so that 100 % says that nothing was rejected."""
        return self.approved_count * 100 // self.decided_count / 100 if self.decided_count else 0.0
