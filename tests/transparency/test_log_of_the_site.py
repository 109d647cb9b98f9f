"""What the log tells of no worker: outages, floors; and of payouts, which the ledger moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from ledger.domain import payouts
from ledger.models import PayFloor, Payout
from tests.fixtures import NOON
from tests.ledger.test_payouts import with_account
from transparency.domain import floor_changes, log, measures, outages, paying_out
from transparency.models import JobFact, WorkEvent

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, str]]:
    return list(WorkEvent.objects.order_by("pk").values_list("type", "note"))


def test_minutes_without_a_look_are_an_outage() -> None:
    outages.watch(at=NOON)
    outages.watch(at=NOON + timedelta(minutes=1))

    assert outages.watch(at=NOON + timedelta(minutes=11))
    assert not outages.watch(at=NOON + timedelta(minutes=11))

    assert list(WorkEvent.objects.order_by("pk").values_list("type", "worker_number", "started_at", "ended_at")) == [
        ("outage.started", None, None, None),
        ("outage.ended", None, NOON + timedelta(minutes=1), NOON + timedelta(minutes=11)),
    ]


def test_a_look_that_comes_a_little_late_is_no_outage() -> None:
    outages.watch(at=NOON)

    assert not outages.watch(at=NOON + timedelta(minutes=4, seconds=59))
    assert told() == []


def test_a_floor_is_told_when_it_changes_and_not_again() -> None:
    PayFloor.objects.create(
        country="FR", kind="statutory", currency="EUR", hourly_micros=12_500_000, valid_from=date(2027, 1, 1),
        multiplier_permille=1000, name="Next year", source="https://example.org",
    )  # fmt: skip
    PayFloor.objects.filter(valid_from=date(2026, 1, 1), country="FR").update(
        valid_to=date(2027, 1, 1), multiplier_permille=1000
    )

    seen = [floor_changes.notice(at=at) for at in (NOON, NOON, NOON.replace(year=2027), NOON.replace(year=2027))]

    assert seen == [True, False, True, False]
    changes = WorkEvent.objects.order_by("pk").values_list("type", "before_micros", "micros", "note")
    assert list(changes) == [
        ("floor.changed", None, 12_020_000, "FR"),
        ("floor.changed", 12_020_000, 12_500_000, "FR"),
    ]


@pytest.fixture
def asked(worker: User) -> Payout:
    """A worker's payout, asked for at noon."""
    with_account(worker, 1_230_000)
    return paying_out.ask(worker_id=worker.pk, at=NOON)


def test_a_payout_is_told_when_it_is_asked_for_and_when_it_arrives(asked: Payout, worker: User, auditor: User) -> None:
    paying_out.ask(worker_id=worker.pk, at=NOON + timedelta(hours=1))
    batch = payouts.make_batch(made_by_id=auditor.pk, at=NOON)
    payouts.send(batch=batch, at=NOON)

    arrived = [paying_out.settle(batch=batch, at=NOON + timedelta(days=day)) for day in (1, 2)]

    assert arrived == [1, 0]
    assert told() == [("payout.requested", asked.reference), ("payout.paid", asked.reference)]
    assert set(WorkEvent.objects.values_list("worker_number", "micros")) == {(worker.pk, 0)}


def test_a_payout_that_fails_tells_nothing(worker: User) -> None:
    with pytest.raises(payouts.NoPayee):
        paying_out.ask(worker_id=worker.pk, at=NOON)

    assert told() == []


@pytest.mark.parametrize(
    "event",
    [
        log.Event(type=log.Type.LIST_VIEWED, at=NOON),
        log.Event(type=log.Type.OUTAGE_STARTED, at=NOON, worker_number=1),
        log.Event(type=log.Type.LIST_VIEWED, at=NOON, worker_number=1, job_number=1),
        log.Event(type=log.Type.PREVIEWED, at=NOON, worker_number=1),
        log.Event(type=log.Type.PREVIEWED, at=NOON, worker_number=1, job_number=1, assignment_number=1),
        log.Event(type=log.Type.CLAIMED, at=NOON, worker_number=1, job_number=1),
        log.Event(type=log.Type.PAYOUT_PAID, at=NOON, worker_number=1, micros=5),
        log.Event(type=log.Type.LIST_VIEWED, at=NOON, worker_number=1, count=5),
        log.Event(type=log.Type.PRICE_CHANGED, at=NOON, job_number=1, micros=5),
        log.Event(type=log.Type.PRICE_CHANGED, at=NOON, job_number=1, micros=5, before_micros=5),
        log.Event(type=log.Type.OUTAGE_ENDED, at=NOON),
    ],
)
def test_the_database_refuses_an_event_that_is_not_about_what_its_type_says(event: log.Event) -> None:
    with pytest.raises(IntegrityError, match="transparency_"), transaction.atomic():
        log.record([event])

    assert told() == []


def test_what_is_about_no_job_is_measured_with_none(
    work: Callable[..., None], past_job: Callable[..., JobFact]
) -> None:
    work(past_job(1), seconds=60, micros=1000)
    outages.watch(at=NOON)
    outages.watch(at=NOON + timedelta(hours=1))
    log.record([log.Event(type=log.Type.LIST_VIEWED, at=NOON, worker_number=1, note="0")])

    assert measures.refresh(at=NOON) == 1
