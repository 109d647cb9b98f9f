"""What moved on one account, for its owner and for auditors to read."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet, Sum

from ledger.models import Account, Transfer


def movements_of(*, account: Account) -> QuerySet[Transfer]:
    """Every transfer into or out of `account` with its other side, newest first."""
    touches = Q(debit=account) | Q(credit=account)
    return Transfer.objects.filter(touches).select_related("debit", "credit").order_by("-at", "-pk")


def chosen(*, account: Account | None, causes: Sequence[str]) -> QuerySet[Transfer]:
    """Transfers of `account`, and whose keys begin like one of `causes`; all where neither is given. Newest first."""
    found = Transfer.objects.select_related("debit", "credit").order_by("-pk")
    if account is not None:
        found = found.filter(Q(debit=account) | Q(credit=account))
    for cause in causes:
        found = found.filter(key__startswith=cause)
    return found


def sum_of(*, account: Account) -> int:
    """What the transfers of `account` come to: its balance, if the books are right."""
    came = Transfer.objects.filter(credit=account).aggregate(total=Sum("amount_micros"))["total"] or 0
    went = Transfer.objects.filter(debit=account).aggregate(total=Sum("amount_micros"))["total"] or 0
    return came - went
