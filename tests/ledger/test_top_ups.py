"""Announcing a bank transfer."""

import pytest

from ledger.domain import top_ups
from ledger.models import TopUp
from tests.fixtures import EURO, NOON


def test_the_same_form_sent_twice_announces_one_transfer(requester):
    first, second = (
        top_ups.ask(requester_id=requester.pk, amount_micros=EURO, client_key="form-one", at=NOON) for _time in "12"
    )

    assert first == second


def test_less_than_a_cent_cannot_be_sent(requester):
    with pytest.raises(top_ups.NotWholeCents):
        top_ups.ask(requester_id=requester.pk, amount_micros=EURO + 1, client_key="form-one", at=NOON)


def test_what_arrived_is_not_cancelled(requester):
    top_up = top_ups.ask(requester_id=requester.pk, amount_micros=EURO, client_key="form-one", at=NOON)
    TopUp.objects.update(state="paid", ended_at=NOON)

    with pytest.raises(top_ups.AlreadyArrived):
        top_ups.cancel(top_up=top_up, at=NOON)
