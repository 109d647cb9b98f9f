"""Which wage floor holds on a day."""

from datetime import date

from django.db.models import Q

from ledger.models import PayFloor


def floor_on(*, country: str, day: date) -> PayFloor | None:
    """The floor of `country` that holds on `day`; None when no row covers it."""
    return (
        PayFloor.objects.filter(country=country, valid_from__lte=day)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
        .order_by("-valid_from")
        .first()
    )
