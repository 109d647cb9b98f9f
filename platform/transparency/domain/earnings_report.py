"""The yearly report of what workers were paid: rows with the fields of Directive (EU) 2021/514 (“DAC7”)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from ledger.domain import earned, payees, tax_details
from ledger.models import EarningsReport, Payee, TaxDetails
from transparency.domain.auditing import looks
from web.domain.formatting import plain_micros
from web.domain.spreadsheets import plain_cell

COLUMNS = (
    "year", "name", "address", "country", "tax_number", "born_on", "company_number", "email", "account_iban",
    "account_holder", "currency",
    *(f"{what}_q{number}" for number in range(1, 5) for what in ("consideration", "activities", "fees_withheld")),
    "consideration", "activities", "stated",
)  # fmt: skip


@transaction.atomic
def take(*, year: int, taken_by: User, at: datetime) -> list[list[object]]:
    """The whole report with its head; that somebody took it out is kept."""
    found = dict(earned.every_worker(year=year))
    rows = list(_rows(year, found))
    looks.note(auditor=taken_by, workers=found, what=looks.What.EARNINGS, about=str(year), at=at)
    EarningsReport.objects.create(year=year, taken_by=taken_by, taken_at=at, worker_count=len(rows))
    return [list(COLUMNS), *rows]


def _rows(year: int, found: Mapping[int, Sequence[earned.Quarter]]) -> Iterator[list[object]]:
    people = User.objects.in_bulk(list(found))
    details = TaxDetails.objects.in_bulk(list(found))
    accounts = {each.worker_id: each for each in Payee.objects.filter(worker_id__in=found, ended_at__isnull=True)}
    for worker_id, quarters in found.items():
        kept, account = details.get(worker_id), accounts.get(worker_id)
        said = tax_details.read(kept) if kept else tax_details.Details("", "", "", "")
        texts = [
            said.name, said.address, said.country, said.tax_number, said.born_on, kept.siret if kept else "",
            people[worker_id].email, payees.iban_of(account) if account else "", account.holder if account else "",
        ]  # fmt: skip
        # The platform's fee is paid by requesters beside the pay: nothing is withheld from workers.
        parts = [part for each in quarters for part in (plain_micros(each.micros), each.activities, "0.00")]
        total = plain_micros(sum(each.micros for each in quarters))
        activities = sum(each.activities for each in quarters)
        stated = "yes" if kept else "no"
        yield [year, *(plain_cell(text) for text in texts), settings.CURRENCY, *parts, total, activities, stated]


def taken() -> QuerySet[EarningsReport]:
    """Each time that a report was taken out, the latest first."""
    return EarningsReport.objects.select_related("taken_by").order_by("-taken_at", "-pk")


def counts(*, year: int) -> tuple[int, int]:
    """How many workers the report of a year holds, and how many of them said who they are."""
    numbers = [worker_id for worker_id, _quarters in earned.every_worker(year=year)]
    return len(numbers), TaxDetails.objects.filter(pk__in=numbers).count()
