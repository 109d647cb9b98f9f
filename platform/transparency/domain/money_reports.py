"""What the auditor's pages ask of the books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import User
from ledger.models import Account, Transfer


@dataclass(frozen=True, slots=True)
class TransferTally:
    """What moved for one reason into (`is_in`) or out of a job's escrow."""

    reason: Transfer.Reason
    is_in: bool
    count: int
    micros: int


def escrow_transfers(*, job_number: int) -> QuerySet[Transfer]:
    """What moved into and out of a job's escrow, newest first."""
    escrow = Account.objects.filter(kind=Account.Kind.ESCROW, job_number=job_number)
    touches = Q(debit__in=escrow) | Q(credit__in=escrow)
    return Transfer.objects.filter(touches).select_related("debit", "credit").order_by("-at", "-pk")


def escrow_tallies(*, job_number: int) -> list[TransferTally]:
    """What moved into and out of a job's escrow, by reason; money that came in stands first."""
    escrow = Account.objects.filter(kind=Account.Kind.ESCROW, job_number=job_number)
    tallies = []
    for is_in, moved in (
        (True, Transfer.objects.filter(credit__in=escrow)),
        (False, Transfer.objects.filter(debit__in=escrow)),
    ):
        counted = moved.values("reason").annotate(count=Count("pk"), total=Sum("amount_micros")).order_by("reason")
        tallies += [TransferTally(Transfer.Reason(row["reason"]), is_in, row["count"], row["total"]) for row in counted]
    return tallies


@dataclass(frozen=True, slots=True)
class KindBalance:
    """What stands on all accounts of one kind."""

    kind: Account.Kind
    account_count: int
    micros: int


def balances_by_kind() -> list[KindBalance]:
    """The kept balances, added up by kind of account, in the order that money takes."""
    found = {
        row["kind"]: row
        for row in Account.objects.values("kind").annotate(accounts=Count("pk"), total=Sum("balance_micros"))
    }
    return [KindBalance(kind, found[kind]["accounts"], found[kind]["total"]) for kind in Account.Kind if kind in found]


def requesters() -> QuerySet[User]:
    """Everybody who gives work, by name."""
    return User.objects.filter(is_requester=True).order_by("display_name", "email")


def funds_of(*, people: Sequence[User]) -> list[tuple[User, int]]:
    """Each of `people` and the micros that aren't set aside for a job."""
    balances = dict(
        Account.objects.filter(kind=Account.Kind.FUNDS, owner__in=people).values_list("owner_id", "balance_micros")
    )
    return [(person, balances.get(person.pk, 0)) for person in people]


def latest_top_ups(*, count: int = 20) -> QuerySet[Transfer]:
    """The last times that money was added, with who got it."""
    added = Transfer.objects.filter(reason=Transfer.Reason.TOP_UP).select_related("credit__owner")
    return added.order_by("-at", "-pk")[:count]
