"""An event and what it tells stand or fall together, and the log knows by which door it came."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from celery.signals import task_prerun
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from config import presence as processes
from ledger.domain import payouts
from ledger.models import Payout
from tasks.domain import claiming, pausing, raising, submitting
from tasks.models import Assignment, Job
from tests.fixtures import NOON
from tests.ledger.test_payouts import with_account
from transparency.background import watch_for_outages
from transparency.domain import log, paying_out
from transparency.models import JobEvent, WorkEvent
from web.domain.doors import come_in_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_no_door() -> Iterator[None]:
    yield
    come_in_by("")


def refuse_in_the_log(type: log.Type) -> None:
    """From here on, until the test ends, the database takes no event of this type."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE transparency_workevent ADD CHECK (type <> '{type.value}')")


def test_a_return_that_cannot_be_logged_is_none(worker: User, open_job) -> None:
    taken = claiming.claim_next(job=open_job(micro_tasks=1), worker=worker, at=NOON)
    refuse_in_the_log(log.Type.RETURNED)

    with pytest.raises(IntegrityError):
        submitting.give_back(assignment=taken, worker=worker, at=NOON)

    assert list(Assignment.objects.values_list("state", "worker")) == [("claimed", worker.pk)]


def test_a_pause_that_cannot_be_logged_is_none(open_job) -> None:
    job = open_job(micro_tasks=1)
    refuse_in_the_log(log.Type.PAUSED)

    with pytest.raises(IntegrityError), transaction.atomic():
        pausing.pause(job=job, at=NOON)

    assert Job.objects.get(pk=job.pk).is_open


def test_a_payout_that_cannot_be_logged_is_none(worker: User) -> None:
    with_account(worker, 1_230_000)
    refuse_in_the_log(log.Type.PAYOUT_REQUESTED)

    with pytest.raises(IntegrityError):
        paying_out.ask(worker_id=worker.pk, at=NOON)

    assert not Payout.objects.exists()


def test_a_claim_that_is_undone_leaves_no_line(worker: User, open_job) -> None:
    job = open_job(micro_tasks=1)

    with transaction.atomic():
        claiming.claim_next(job=job, worker=worker, at=NOON)
        transaction.set_rollback(True)

    assert not WorkEvent.objects.exists()


def test_what_a_requester_does_stands_in_the_log_of_no_worker(worker: User, open_job) -> None:
    job = open_job(micro_tasks=1)
    claiming.claim_next(job=job, worker=worker, at=NOON)
    raising.raise_price(job=job, price_micros=5000, at=NOON)

    assert list(JobEvent.objects.values_list("type", "worker_number", "before_micros", "micros", "count")) == [
        ("price.changed", None, 4000, 5000, 1)
    ]
    assert [event.type for event in log.history(job_number=job.pk)] == ["price.changed"]
    assert WorkEvent.objects.filter(worker_number=worker.pk, job_number=job.pk).count() == 2


def test_an_auditors_deed_carries_their_number(client: Client, worker: User, auditor: User) -> None:
    with_account(worker, 1_230_000)
    paying_out.ask(worker_id=worker.pk, at=NOON)
    batch = payouts.make_batch(made_by_id=auditor.pk, at=NOON)
    payouts.send(batch=batch, at=NOON)
    client.force_login(auditor)

    client.post(reverse("audit:settle-batch", args=[batch.pk]))

    doors = WorkEvent.objects.order_by("pk").values_list("type", "recorded_by")
    assert list(doors) == [("payout.requested", ""), ("payout.paid", f"admin:{auditor.pk}")]


def test_what_the_background_does_came_in_by_no_request(by_no_door: None) -> None:
    assert processes.background_comes_in in [receiver() for _key, receiver in task_prerun.receivers]

    task_prerun.send(sender=watch_for_outages, task=watch_for_outages)
    log.record([log.Event(type=log.Type.OUTAGE_STARTED, at=NOON)])

    assert WorkEvent.objects.get().recorded_by == "background"


def test_a_submission_and_the_next_claim_carry_their_door(worker: User, open_job, client: Client) -> None:
    job = open_job(micro_tasks=2)
    client.force_login(worker)

    client.post(reverse("work:start", args=[job.public_id]))

    assert set(WorkEvent.objects.values_list("recorded_by", flat=True)) == {"web"}
    assert WorkEvent.objects.filter(type="task.claimed").count() == 1
