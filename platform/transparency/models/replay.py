"""Work that was done elsewhere, reckoned with our own functions: it is in no other figure of this site."""

from django.db import models


class Replay(models.Model):
    """Result files of another platform that were read together. `digest` is of their assignments: read again, one row.

    `repeated_count` assignments stood in the files more than once and count once.
    """

    digest = models.CharField(max_length=64, unique=True)
    floor_hourly_micros = models.BigIntegerField()
    repeated_count = models.PositiveIntegerField(default=0)
    replayed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"replay of {self.replayed_at}"


class ReplayedBatch(models.Model):
    """What one file, or with an empty `batch` all of them, came to. Amounts are dollars, rates dollars an hour.

    `sum` adds every assignment's time; `union` counts a second of one worker once. Rates are rounded half-even to four
    places. Median workers and the share are over workers, the median assignment over assignments.
    """

    replay = models.ForeignKey(Replay, on_delete=models.CASCADE, related_name="batches")
    position = models.PositiveIntegerField()
    batch = models.CharField(max_length=200, blank=True)
    assignments = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    workers = models.PositiveIntegerField()
    total_cents = models.DecimalField(max_digits=16, decimal_places=4)
    sum_seconds = models.BigIntegerField()
    union_seconds = models.BigIntegerField()
    hourly_on_sum = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    hourly_on_union = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    median_assignment_hourly = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    median_worker_hourly_on_sum = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    median_worker_hourly_on_union = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    share_of_workers_at_floor = models.DecimalField(max_digits=5, decimal_places=4)
    median_seconds = models.DecimalField(max_digits=12, decimal_places=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["replay", "position"], name="transparency_one_row_a_replayed_batch"),
        ]

    def __str__(self) -> str:
        return self.batch or "all batches"
