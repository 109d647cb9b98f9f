"""Announcing money by bank transfer. The transfer itself arrives with a bank statement (`bank`)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from ledger.domain.references import new_reference
from ledger.models import TopUp

CENT_MICROS = 10_000


class AlreadyArrived(Exception):
    """The transfer came; there is nothing left to cancel."""


class NotWholeCents(Exception):
    """Banks move whole cents alone."""


def ask(*, requester_id: int, amount_micros: int, client_key: str, at: datetime) -> TopUp:
    """A top-up with a reference for the transfer; the same form sent twice gives the same. Raises NotWholeCents."""
    if amount_micros % CENT_MICROS:
        raise NotWholeCents
    top_up, _made = TopUp.objects.get_or_create(
        requester_id=requester_id,
        client_key=client_key,
        defaults={"reference": new_reference(), "amount_micros": amount_micros, "asked_at": at},
    )
    return top_up


@transaction.atomic
def cancel(*, top_up: TopUp, at: datetime) -> None:
    """Take an announcement back. Money that comes under its reference is booked all the same. Raises AlreadyArrived."""
    found = TopUp.objects.select_for_update().get(pk=top_up.pk)
    if found.state == TopUp.State.PAID:
        raise AlreadyArrived
    if found.state == TopUp.State.ASKED:
        TopUp.objects.filter(pk=found.pk).update(state=TopUp.State.CANCELLED, ended_at=at)


def of(*, requester_id: int) -> QuerySet[TopUp]:
    """What a requester announced, newest first."""
    return TopUp.objects.filter(requester_id=requester_id).order_by("-asked_at", "-pk")
