"""Paying out: whole cents leave a worker's earnings, wait together, leave in a batch, arrive or come back.

Order of locks: the batch, payouts that are on their way by key, then accounts by key. What makes payouts takes the
accounts first, and of the payouts that wait those alone that nobody has locked (docs/locks.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from ledger.domain import accounts, payees
from ledger.domain.providers import Order, provider
from ledger.domain.references import new_reference
from ledger.domain.transfers import Movement, transfer_many
from ledger.models import Account, Payee, Payout, PayoutBatch, Transfer

CENT_MICROS = 10_000
BETWEEN_ASKING = timedelta(days=1)
MOST_A_BATCH = 10_000
State = Payout.State


class NoPayee(Exception):
    """The worker hasn't said where their money goes."""


class NothingToPayOut(Exception):
    """Less than a cent, or nobody waits."""


class AskedToday(Exception):
    """A worker asked within the last day; `again_at` is when they may ask again."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__(again_at)
        self.again_at = again_at


class NeedsAnotherAuditor(Exception):
    """A batch over the limit is confirmed by somebody else than who made it, before it leaves."""


class NotOnItsWay(Exception):
    """The payout is not in a state from which this can follow."""


def ask(*, worker_id: int, at: datetime) -> Payout:
    """Put all whole cents of a worker's earnings into a payout; the micros stay. Asked twice it is one payout.

    Raises NoPayee, NothingToPayOut, AskedToday.
    """
    payee = payees.of(worker_id=worker_id)
    if payee is None:
        raise NoPayee
    waiting = Payout.objects.filter(worker_id=worker_id, state=State.ASKED)
    if found := waiting.first():
        return found
    latest = of(worker_id=worker_id).exclude(state__in=[State.CANCELLED, State.RETURNED]).first()
    if latest is not None and latest.asked_at + BETWEEN_ASKING > at:
        raise AskedToday(latest.asked_at + BETWEEN_ASKING)
    made = _set_aside([payee], least_micros=CENT_MICROS, at=at) or list(waiting)
    if not made:
        raise NothingToPayOut
    return made[0]


@transaction.atomic
def pay_out_whole(*, worker_id: int, at: datetime) -> Payout | None:
    """Put a worker's whole balance into one payout, whatever they asked for before and however lately.

    None when they haven't said where it goes, or have less than a cent: it stays theirs. Safe to repeat.
    """
    payee = payees.of(worker_id=worker_id)
    if payee is None:
        return None
    # Locked first, as who takes it back does; what a batch takes at this moment leaves with the batch.
    for waiting in Payout.objects.select_for_update().filter(worker_id=worker_id, state=State.ASKED).order_by("pk"):
        _end([waiting], State.CANCELLED, accounts.payouts(), Transfer.Reason.SENT_BACK, at)
    made = _set_aside([payee], least_micros=CENT_MICROS, at=at)
    return made[0] if made else None


@transaction.atomic
def _set_aside(
    found: Iterable[Payee], *, least_micros: int, whole_of: Iterable[int] = (), at: datetime
) -> list[Payout]:
    """A payout for each payee whose earnings come to `least_micros`; of the workers in `whole_of` to a cent.

    Their accounts are locked, all at once and in their order, so none is made twice and nobody is locked out.
    """
    by_worker = {payee.worker_id: payee for payee in found}
    on_the_way = accounts.payouts()
    enough = Q(balance_micros__gte=least_micros) | Q(balance_micros__gte=CENT_MICROS, owner_id__in=list(whole_of))
    earning = Q(enough, kind=Account.Kind.EARNINGS, owner_id__in=by_worker)
    locked = list(Account.objects.select_for_update().filter(earning | Q(pk=on_the_way.pk)).order_by("pk"))
    waiting = Payout.objects.filter(worker_id__in=by_worker, state=State.ASKED)
    have_one = set(waiting.values_list("worker_id", flat=True))
    payouts, movements = [], []
    for account in locked:
        if account.owner_id is None or account.owner_id in have_one:
            continue
        payout = Payout(
            worker_id=account.owner_id,
            payee=by_worker[account.owner_id],
            amount_micros=account.balance_micros // CENT_MICROS * CENT_MICROS,
            reference=new_reference(),
            asked_at=at,
        )
        payouts.append(payout)
        movements.append(
            Movement(
                debit_id=account.pk,
                credit_id=on_the_way.pk,
                amount_micros=payout.amount_micros,
                reason=Transfer.Reason.PAYOUT,
                key=f"payout:{payout.reference}",
            )
        )
    Payout.objects.bulk_create(payouts, batch_size=500)
    transfer_many(movements=movements, at=at)
    return payouts


@transaction.atomic
def cancel(*, payout: Payout, at: datetime) -> None:
    """Take a payout back that is in no batch yet; its money is on the worker's balance again. Raises NotOnItsWay."""
    found = Payout.objects.select_for_update().get(pk=payout.pk)
    if found.state == State.CANCELLED:
        return
    if found.state != State.ASKED:
        raise NotOnItsWay
    _end([found], State.CANCELLED, accounts.payouts(), Transfer.Reason.SENT_BACK, at)


@transaction.atomic
def make_batch(*, made_by_id: int, at: datetime) -> PayoutBatch:
    """Everybody who asked, and everybody whose earnings reach the threshold, in one file. Raises NothingToPayOut."""
    known = Payee.objects.filter(ended_at__isnull=True)
    waiting = Payout.objects.filter(state=State.ASKED).values("worker_id")
    # Who gets no new work won't reach the threshold: all of theirs leaves.
    _set_aside(
        known.exclude(worker_id__in=waiting),
        least_micros=settings.PAYOUT_THRESHOLD_MICROS,
        whole_of=known.filter(worker__suspension__isnull=False).values_list("worker_id", flat=True),
        at=at,
    )
    asked = list(
        Payout.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("payee")
        .filter(state=State.ASKED)
        .order_by("pk")[:MOST_A_BATCH]
    )
    if not asked:
        raise NothingToPayOut
    total = sum(payout.amount_micros for payout in asked)
    orders = [Order(one.payee.holder, payees.iban_of(one.payee), one.amount_micros, one.reference) for one in asked]
    batch = PayoutBatch.objects.create(
        made_by_id=made_by_id,
        made_at=at,
        amount_micros=total,
        payout_count=len(asked),
        needs_confirmation=total > settings.FOUR_EYES_MICROS,
        sealed_file=payees.seal(provider().order(orders=orders, on=timezone.localdate(at))),
    )
    Payout.objects.filter(pk__in=[payout.pk for payout in asked]).update(state=State.MADE, batch=batch)
    return batch


@transaction.atomic
def confirm(*, batch: PayoutBatch, confirmed_by_id: int, at: datetime) -> None:
    """A second pair of eyes. Safe to repeat. Raises NeedsAnotherAuditor for who made the batch."""
    found = PayoutBatch.objects.select_for_update().get(pk=batch.pk)
    if found.confirmed_by_id is not None:
        return
    if found.made_by_id == confirmed_by_id:
        raise NeedsAnotherAuditor
    PayoutBatch.objects.filter(pk=found.pk).update(confirmed_by_id=confirmed_by_id, confirmed_at=at)


@transaction.atomic
def send(*, batch: PayoutBatch, at: datetime) -> bytes:
    """The file for the bank, always the same; the first time its payouts are sent. Raises NeedsAnotherAuditor."""
    found = PayoutBatch.objects.select_for_update().get(pk=batch.pk)
    if found.needs_confirmation and found.confirmed_by_id is None:
        raise NeedsAnotherAuditor
    if found.sent_at is None:
        PayoutBatch.objects.filter(pk=found.pk).update(sent_at=at)
        Payout.objects.filter(batch=found, state=State.MADE).update(state=State.SENT)
    return payees.unseal(found.sealed_file)


@transaction.atomic
def settle(*, batch: PayoutBatch, at: datetime) -> int:
    """The bank has paid what is on its way of a batch; how many that were. Safe to repeat."""
    on_the_way = Payout.objects.select_for_update().filter(batch=batch, state=State.SENT).order_by("pk")
    return _settle(list(on_the_way), at)


def settle_references(*, amounts: dict[str, int], at: datetime) -> set[str]:
    """Payouts that a bank statement tells of, by reference with the micros that left; those that were on their way.

    Inside the caller's transaction. Another amount than ours settles nothing.
    """
    found = Payout.objects.select_for_update().filter(reference__in=amounts, state=State.SENT).order_by("pk")
    arrived = [payout for payout in found if amounts[payout.reference] == payout.amount_micros]
    _settle(arrived, at)
    return {payout.reference for payout in arrived}


def _settle(arrived: list[Payout], at: datetime) -> int:
    Payout.objects.filter(pk__in=[payout.pk for payout in arrived]).update(state=State.SETTLED, ended_at=at)
    debit, credit = accounts.payouts(), accounts.outside()
    transfer_many(
        movements=[
            Movement(
                debit_id=debit.pk,
                credit_id=credit.pk,
                amount_micros=payout.amount_micros,
                reason=Transfer.Reason.SETTLED,
                key=f"payout:{payout.reference}:settled",
            )
            for payout in arrived
        ],
        at=at,
    )
    return len(arrived)


@transaction.atomic
def give_back(*, references: dict[str, str], at: datetime) -> set[str]:
    """Payments that came back, by reference with the reason: the money is on the workers' balances again; which.

    Also after they were settled: banks send money back days later. What isn't on its way, or is back already, is left.
    """
    found = (
        Payout.objects.select_for_update()
        .filter(Q(state=State.SENT) | Q(state=State.SETTLED), reference__in=references)
        .order_by("pk")
    )
    came_back = list(found)
    for payout in came_back:
        payout.note = references[payout.reference][:300]
    on_the_way, outside = accounts.payouts(), accounts.outside()
    sent = [payout for payout in came_back if payout.state == State.SENT]
    settled = [payout for payout in came_back if payout.state == State.SETTLED]
    _end(sent, State.RETURNED, on_the_way, Transfer.Reason.SENT_BACK, at)
    _end(settled, State.RETURNED, outside, Transfer.Reason.SENT_BACK, at)
    return {payout.reference for payout in came_back}


def _end(payouts: list[Payout], state: Payout.State, debit: Account, reason: Transfer.Reason, at: datetime) -> None:
    """Put the money of `payouts` back on their workers' balances."""
    for payout in payouts:
        payout.state, payout.ended_at = state, at
    Payout.objects.bulk_update(payouts, ["state", "ended_at", "note"], batch_size=500)
    earnings = accounts.earnings_of(owner_ids=[payout.worker_id for payout in payouts])
    transfer_many(
        movements=[
            Movement(
                debit_id=debit.pk,
                credit_id=earnings[payout.worker_id],
                amount_micros=payout.amount_micros,
                reason=reason,
                key=f"payout:{payout.reference}:back",
            )
            for payout in payouts
        ],
        at=at,
    )


def of(*, worker_id: int) -> QuerySet[Payout]:
    """A worker's payouts, newest first."""
    return Payout.objects.filter(worker_id=worker_id).select_related("payee").order_by("-asked_at", "-pk")


def batches() -> QuerySet[PayoutBatch]:
    """All batches, newest first."""
    return PayoutBatch.objects.select_related("made_by", "confirmed_by").defer("sealed_file").order_by("-pk")


def waiting() -> tuple[int, int]:
    """How many payouts were asked for and are in no batch, and the micros of them."""
    found = Payout.objects.filter(state=State.ASKED).aggregate(count=Count("pk"), total=Sum("amount_micros"))
    return found["count"], found["total"] or 0


def counts_of(*, batch: PayoutBatch) -> list[tuple[str, int, int]]:
    """The payouts of a batch by state: its name, how many, and their micros."""
    rows = Payout.objects.filter(batch=batch).values("state").annotate(count=Count("pk"), total=Sum("amount_micros"))
    found = {row["state"]: row for row in rows}
    return [(str(state.label), found[state]["count"], found[state]["total"]) for state in State if state in found]
