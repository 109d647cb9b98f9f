"""Which account stands for what. Each is made when it is first needed."""

from collections.abc import Iterable

from ledger.models import Account


def outside() -> Account:
    """Where money comes from and goes to beyond the platform."""
    return _account(kind=Account.Kind.OUTSIDE)


def fees() -> Account:
    """What the platform has earned."""
    return _account(kind=Account.Kind.FEES)


def reserve() -> Account:
    """What pays for work that no requester owes; below zero it is the platform's own debt."""
    return _account(kind=Account.Kind.RESERVE)


def funds(*, owner_id: int) -> Account:
    """A requester's money that isn't set aside for a job."""
    return _account(kind=Account.Kind.FUNDS, owner_id=owner_id)


def earnings(*, owner_id: int) -> Account:
    """What a worker was paid and hasn't taken out."""
    return _account(kind=Account.Kind.EARNINGS, owner_id=owner_id)


def earnings_of(*, owner_ids: Iterable[int]) -> dict[int, int]:
    """The numbers of many workers' accounts of earnings, by worker, with one reading."""
    wanted = sorted(set(owner_ids))
    found = dict(Account.objects.filter(kind=Account.Kind.EARNINGS, owner_id__in=wanted).values_list("owner_id", "pk"))
    return {owner_id: found.get(owner_id) or earnings(owner_id=owner_id).pk for owner_id in wanted}


def payouts() -> Account:
    """What left workers' earnings and hasn't arrived at their banks."""
    return _account(kind=Account.Kind.PAYOUTS)


def escrow(*, job_number: int) -> Account:
    """What is set aside for one job's answers and fee."""
    return _account(kind=Account.Kind.ESCROW, job_number=job_number)


def _account(*, kind: Account.Kind, owner_id: int | None = None, job_number: int | None = None) -> Account:
    account, _made = Account.objects.get_or_create(kind=kind, owner_id=owner_id, job_number=job_number)
    return account
