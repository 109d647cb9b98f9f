"""Who a worker is for a tax office: stated by them for the yearly report, sealed, and erased when the law lets go."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings
from stdnum.fr import nif, siret

from ledger.domain import earned, payees
from ledger.models import TaxDetails


class NotASiret(ValueError):
    """No valid SIRET: fourteen digits whose check digits agree."""


class NotATaxNumber(ValueError):
    """No valid tax number of the country that is named."""


class MustBeKept(Exception):
    """What was earned must still be reported, or its report kept, until the end of `until_year`."""

    def __init__(self, until_year: int) -> None:
        super().__init__(until_year)
        self.until_year = until_year


@dataclass(frozen=True, slots=True)
class Details:
    """What a worker said. `born_on` is a day as ISO 8601 writes it; empty for a business."""

    name: str
    address: str
    country: str
    tax_number: str
    born_on: str = ""


def is_open() -> bool:
    """Whether this site can keep such details: it has a key to seal them with."""
    return bool(settings.PAYOUT_KEYS)


def state(*, worker_id: int, details: Details, business_number: str, at: datetime) -> None:
    """Keep what the worker says, in place of what they said before. Raises NotASiret and NotATaxNumber."""
    if business_number and not siret.is_valid(business_number):
        raise NotASiret
    if details.country == "FR" and not business_number and not nif.is_valid(details.tax_number):
        raise NotATaxNumber
    TaxDetails.objects.update_or_create(
        worker_id=worker_id,
        defaults={
            "sealed": payees.seal(json.dumps(asdict(details)).encode()),
            "siret": siret.compact(business_number) if business_number else "",
            "stated_at": at,
        },
    )


def of(*, worker_id: int) -> TaxDetails | None:
    """What the worker stated, still sealed; None when they stated nothing."""
    return TaxDetails.objects.filter(pk=worker_id).first()


def read(kept: TaxDetails) -> Details:
    """What is sealed, for its worker and for the report."""
    return Details(**json.loads(payees.unseal(kept.sealed)))


def is_professional(*, worker_id: int) -> bool:
    """Whether the worker stated the number of a business."""
    return TaxDetails.objects.filter(pk=worker_id).exclude(siret="").exists()


def erase(*, worker_id: int, at: datetime) -> None:
    """Forget what the worker said. Safe to repeat. Raises MustBeKept while a report needs it."""
    this_year = earned.year_of(at).year
    years = range(this_year, this_year - settings.REPORT_KEEP_YEARS - 1, -1)
    for year in years:
        if earned.is_reported(quarters=earned.quarters_of(worker_id=worker_id, year=year)):
            raise MustBeKept(year + settings.REPORT_KEEP_YEARS)
    TaxDetails.objects.filter(pk=worker_id).delete()
