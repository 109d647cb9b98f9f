"""What moved on one account, for its owner to read."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ledger.models import Account, Transfer


def movements_of(*, account: Account) -> QuerySet[Transfer]:
    """Every transfer into or out of `account` with its other side, newest first."""
    touches = Q(debit=account) | Q(credit=account)
    return Transfer.objects.filter(touches).select_related("debit", "credit").order_by("-at", "-pk")
