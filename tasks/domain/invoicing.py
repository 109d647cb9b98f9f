"""What a requester's money came to in a month, for their invoice, and issuing those that are due."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet, Sum

from ledger.domain import invoices
from ledger.domain.invoices import InvoiceLine
from ledger.models import Account, BillingParty, Invoice, Transfer
from tasks.models import Bonus, Job
from web.domain.periods import Period, month_of

logger = logging.getLogger(__name__)


def lines_of(*, requester_id: int, period: Period) -> list[InvoiceLine]:
    """What reached workers and the platform in a month, by job and reason; in the order of the jobs."""
    during = Q(at__gte=period.starts_at, at__lt=period.ends_at)
    jobs = Job.objects.filter(requester_id=requester_id)
    rows = (
        _spent(requester_id)
        .filter(during, debit__kind=Account.Kind.ESCROW)
        .values("debit__job_number", "reason", "credit__kind")
        .annotate(count=Count("pk"), total=Sum("amount_micros"))
        .order_by("debit__job_number", "credit__kind", "reason")
    )
    found = [
        (row["debit__job_number"], row["reason"], row["count"], row["total"], row["credit__kind"] == Account.Kind.FEES)
        for row in rows
    ]
    given = Bonus.objects.filter(job__in=jobs, given_at__gte=period.starts_at, given_at__lt=period.ends_at)
    found += [
        (row["job_id"], Transfer.Reason.BONUS.value, row["count"], row["total"], False)
        for row in given.values("job_id").annotate(count=Count("pk"), total=Sum("amount_micros")).order_by("job_id")
    ]
    named = jobs.in_bulk([row[0] for row in found])
    return [
        InvoiceLine(named[number].public_id, named[number].title, reason, count, micros, is_fee)
        for number, reason, count, micros, is_fee in sorted(found, key=lambda row: (row[0], row[4]))
    ]


def _spent(requester_id: int) -> QuerySet[Transfer]:
    """What left a requester's escrows and funds for workers and the platform; not what was moved or given back."""
    escrows = Q(
        debit__kind=Account.Kind.ESCROW,
        debit__job_number__in=Job.objects.filter(requester_id=requester_id).values("pk"),
    )
    funds = Q(debit__kind=Account.Kind.FUNDS, debit__owner_id=requester_id)
    return Transfer.objects.filter(escrows | funds, credit__kind__in=[Account.Kind.EARNINGS, Account.Kind.FEES])


def due_months(*, requester_id: int, at: datetime) -> list[Period]:
    """The months that are over, in which something was spent, and that have no invoice; oldest first."""
    first = _spent(requester_id).aggregate(first=Min("at"))["first"]
    if first is None:
        return []
    issued, due, month = invoices.invoiced_periods(requester_id=requester_id), [], month_of(first)
    while month < month_of(at):
        if str(month) not in issued and lines_of(requester_id=requester_id, period=month):
            due.append(month)
        month = month.next
    return due


def issue_due(*, requester_id: int, at: datetime) -> list[Invoice]:
    """Issue the invoices of all months that are over. Safe to repeat. Raises NobodyToBill."""
    issued = []
    for month in due_months(requester_id=requester_id, at=at):
        lines = lines_of(requester_id=requester_id, period=month)
        try:
            issued.append(invoices.issue(requester_id=requester_id, period=month, lines=lines, at=at))
        except invoices.AlreadyIssued:
            logger.info("the invoice of %s was issued by somebody else in this moment", month)
    return issued


def issue_all_due(*, at: datetime) -> int:
    """The same for every requester who said who they are; how many were issued. The clock calls this."""
    parties = BillingParty.objects.order_by("pk").values_list("pk", flat=True)
    return sum(len(issue_due(requester_id=requester_id, at=at)) for requester_id in list(parties))
