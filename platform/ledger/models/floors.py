"""Wage floors: what an hour of work should pay at least."""

from django.db import models
from django.db.models import F, Q


class PayFloor(models.Model):
    """The least an hour of work should pay in a country, for a time, with where the figure comes from."""

    country = models.CharField(max_length=2)
    hourly_micros = models.BigIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    name = models.CharField(max_length=80)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "valid_from"], name="ledger_one_floor_a_country_and_day"),
            models.CheckConstraint(condition=Q(hourly_micros__gt=0), name="ledger_floor_is_above_zero"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="ledger_floor_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.valid_from}"
