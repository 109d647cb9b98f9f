"""Wage floors: what an hour of work should pay at least."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PayFloor(models.Model):
    """The least an hour of work should pay in a country, for a time, with where the figure comes from.

    The rows are those of the files in `ledger/floors/`, which `manage.py load_floors` reads. `multiplier_permille` says
    how many thousandths of the figure hold here; where it is empty the instance's SELF_EMPLOYED_PERMILLE does.
    """

    class Kind(models.TextChoices):
        STATUTORY = "statutory", _("Statutory minimum wage")
        LIVING = "living", _("Living wage")
        DEPLOYMENT = "deployment", _("Set by this site")

    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3, default="EUR")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.STATUTORY)
    hourly_micros = models.BigIntegerField()
    multiplier_permille = models.PositiveIntegerField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # the first day on which it holds no more
    name = models.CharField(max_length=80)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "kind", "valid_from"], name="ledger_one_floor_a_country_kind_and_day"
            ),
            models.CheckConstraint(condition=Q(hourly_micros__gt=0), name="ledger_floor_is_above_zero"),
            models.CheckConstraint(
                condition=Q(multiplier_permille__isnull=True) | Q(multiplier_permille__gte=1000),
                name="ledger_floor_is_never_multiplied_down",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="ledger_floor_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.valid_from}"

    @property
    def hourly_amount(self) -> Decimal:
        """The figure in its own currency, which needn't be the instance's."""
        return (Decimal(self.hourly_micros) / 1_000_000).quantize(Decimal("0.01"))

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None
