"""Keeping what checks of the books found, and the alarm that stands until an auditor has looked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from ledger.domain.books import BooksReport, Finding
from ledger.models import BooksCheck, BooksFinding

# Of each finding so many numbers are kept: enough to begin with, and a broken table doesn't fill another one.
KEPT_NUMBERS = 100


class NothingFound(Exception):
    """The check found nothing, so there is nothing to look at."""


@transaction.atomic
def keep(
    *,
    report: BooksReport,
    findings: Sequence[Finding],
    paid_count: int,
    job_count: int,
    asked_by_id: int | None,
    at: datetime,
    seconds: float,
) -> BooksCheck:
    """Write down one check and all that it found. `asked_by_id` is None where the clock asked."""
    check = BooksCheck.objects.create(
        at=at,
        asked_by_id=asked_by_id,
        seconds=seconds,
        account_count=report.account_count,
        transfer_count=report.transfer_count,
        moved_micros=report.moved_micros,
        paid_count=paid_count,
        job_count=job_count,
        finding_count=len(findings),
    )
    BooksFinding.objects.bulk_create(
        [
            BooksFinding(
                check_of=check,
                code=finding.code,
                subject=finding.subject,
                count=len(finding.numbers),
                numbers=list(finding.numbers[:KEPT_NUMBERS]),
            )
            for finding in findings
        ]
    )
    return check


def look_at(*, check: BooksCheck, looked_by_id: int, note: str, at: datetime) -> bool:
    """Silence an alarm: an auditor has seen what was found, and says what comes of it; False when somebody had.

    Raises NothingFound.
    """
    if not check.finding_count:
        raise NothingFound
    unseen = BooksCheck.objects.filter(pk=check.pk, looked_at__isnull=True)
    return bool(unseen.update(looked_at=at, looked_by_id=looked_by_id, note=note.strip()[:300]))


def alarms() -> QuerySet[BooksCheck]:
    """Checks that found something which no auditor has looked at, newest first."""
    return BooksCheck.objects.filter(finding_count__gt=0, looked_at__isnull=True).order_by("-pk")


def all_checks() -> QuerySet[BooksCheck]:
    """Every check that ran, newest first."""
    return BooksCheck.objects.select_related("asked_by", "looked_by").order_by("-at", "-pk")
