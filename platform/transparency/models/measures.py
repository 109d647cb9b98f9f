"""What the labour log came to, written down so that no page adds up events: rewritten, unlike the log."""

from django.db import models


class JobMeasure(models.Model):
    """What the log came to for one job when it was measured last: rewritten, unlike the log.

    `hourly_micros` is M13b and `median_seconds` the median time of an answer (M10); both are empty while fewer than
    eleven people are behind them. `answered_count` are answers that were not rejected.
    """

    job_number = models.BigIntegerField(primary_key=True)
    pay_micros = models.BigIntegerField()
    paid_seconds = models.FloatField()
    all_seconds = models.FloatField()
    worker_count = models.PositiveIntegerField()
    answer_count = models.PositiveIntegerField()
    answered_count = models.PositiveIntegerField()
    hourly_micros = models.BigIntegerField(null=True)
    median_seconds = models.FloatField(null=True)
    seen_event = models.BigIntegerField()
    measured_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"measure of job {self.job_number}"

    @property
    def unpaid_seconds(self) -> float:
        return max(0.0, self.all_seconds - self.paid_seconds)


class RequesterMeasure(models.Model):
    """How one requester has decided on answers, and how long one waits for it (M25, M27): rewritten as well.

    Answers that approved themselves count as approved. `decision_seconds` is a median. Of the rejections
    `appeal_count` were appealed and decided on, and `overturned_count` of these turned out to be wrong.
    """

    requester_number = models.BigIntegerField(primary_key=True)
    approved_count = models.PositiveIntegerField()
    rejected_count = models.PositiveIntegerField()
    decision_seconds = models.FloatField(null=True)
    appeal_count = models.PositiveIntegerField(default=0)
    overturned_count = models.PositiveIntegerField(default=0)
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
