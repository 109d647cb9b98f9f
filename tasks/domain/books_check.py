"""One check of the books from end to end: the balances, the pay, the escrows; kept, and told to auditors."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from ledger.domain import books, checks, ways_check
from ledger.models import BooksCheck
from tasks.domain import pay_check

# A message of the clock that comes twice finds the check that the first one made.
BETWEEN_CHECKS = timedelta(hours=12)
logger = logging.getLogger(__name__)


def check(*, asked_by_id: int | None, at: datetime) -> BooksCheck:
    """Check everything as it stands at one moment and keep what was found. Nothing is repaired.

    `asked_by_id` is None where the clock asked.
    """
    begin = monotonic()
    with books.one_snapshot():
        report, ways, pay = books.recompute(), ways_check.check_ways(), pay_check.check_pay(at=at)
    return checks.keep(
        report=report,
        findings=(*report.findings, *ways, *pay.findings),
        paid_count=pay.paid_count,
        job_count=pay.job_count,
        asked_by_id=asked_by_id,
        at=at,
        seconds=monotonic() - begin,
    )


def check_nightly(*, at: datetime) -> BooksCheck | None:
    """The clock's check; where it finds something, every auditor gets a letter. None when it ran lately already."""
    if BooksCheck.objects.filter(asked_by__isnull=True, at__gt=at - BETWEEN_CHECKS).exists():
        return None
    made = check(asked_by_id=None, at=at)
    if made.finding_count:
        tell_auditors(made=made)
    return made


def tell_auditors(*, made: BooksCheck) -> int:
    """Write to every auditor what a check found; how many letters went. One that can't be sent stops no other."""
    sent = 0
    for auditor in User.objects.filter(is_auditor=True, is_active=True).order_by("pk"):
        try:
            sent += _letter(auditor, made).send()
        except OSError:
            logger.exception("the letter about check %s to auditor %s was not sent", made.pk, auditor.pk)
    return sent


def _letter(auditor: User, made: BooksCheck) -> EmailMultiAlternatives:
    with translation.override(auditor.language or settings.LANGUAGE_CODE):
        subject = _("Visible Hands: the check of the books found something")
        body = render_to_string(
            "tasks/books_letter.txt",
            {"made": made, "findings": made.findings.order_by("pk"), "site": settings.SITE_ADDRESS.rstrip("/")},
        )
        page = render_to_string("account/email/letter.html", {"subject": subject, "body": body})
    letter = EmailMultiAlternatives(subject=subject, body=body, to=[auditor.email])
    letter.attach_alternative(page, "text/html")
    return letter
