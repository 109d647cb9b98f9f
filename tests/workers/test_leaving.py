"""Leaving for good: nothing that is owed is lost, what is said to go is gone, and nobody signs in any more."""

from __future__ import annotations

import pytest
from django.contrib.auth import SESSION_KEY
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain.transfers import transfer
from ledger.models import Transfer
from tasks.domain import claiming
from transparency.domain import log
from transparency.models import Stream, WorkEvent
from workers.domain import leaving

pytestmark = pytest.mark.django_db


def test_a_worker_leaves_and_nothing_says_who_they_were(client, worker):
    log.record([log.Event(type=log.Type.LIST_VIEWED, at=now(), worker_number=worker.pk)])
    client.force_login(worker)

    answer = client.post(reverse("work:leave"), {"email": worker.email})

    left = User.objects.get(pk=worker.pk)
    assert answer.url == reverse("home")
    assert (left.email, str(left), left.is_active) == (f"left-{left.pk}@invalid", f"left-{left.pk}@invalid", False)
    assert not left.has_usable_password()
    assert SESSION_KEY not in client.session
    assert Stream.objects.get(person_number=left.pk).salt is None
    assert set(WorkEvent.objects.filter(worker_number=left.pk).values_list("type", flat=True)) == {"data.erased"}


def test_who_holds_work_leaves_later(open_job, worker):
    claiming.claim_next(job=open_job(), worker=worker, at=now())

    with pytest.raises(leaving.WorkUnderWay):
        leaving.leave(worker=worker, at=now())

    assert User.objects.get(pk=worker.pk).is_active


def test_whose_money_is_here_takes_it_first(client, worker):
    transfer(
        debit=books.reserve(),
        credit=books.earnings(owner_id=worker.pk),
        amount_micros=10_000,
        reason=Transfer.Reason.LATE_PAY,
        key="a cent",
        at=now(),
    )
    client.force_login(worker)

    page = client.post(reverse("work:leave"), {"email": worker.email})

    assert "Have it paid out first" in page.content.decode()
    assert User.objects.get(pk=worker.pk).is_active


def test_another_address_closes_nothing(client, worker):
    client.force_login(worker)

    page = client.post(reverse("work:leave"), {"email": "other@example.org"})

    assert "This is not the address of your account." in page.content.decode()
    assert User.objects.get(pk=worker.pk).is_active


def test_who_gives_work_as_well_asks_the_operator(worker):
    User.objects.filter(pk=worker.pk).update(is_requester=True)

    with pytest.raises(leaving.HasOtherRoles):
        leaving.leave(worker=worker, at=now())
