"""Approving while somebody else moves money between the same accounts: both wait, and neither is thrown out."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain.transfers import lock
from tasks.domain import claiming, pay_check, reviewing, submitting
from tasks.models import Job
from tests.fixtures import CAT, NOON, wait_until


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool((cursor.fetchone() or (0,))[0])


@pytest.mark.django_db(transaction=True)
def test_a_fee_that_is_no_whole_micro_locks_accounts_in_their_order(
    open_job: Callable[..., Job], worker: User, requester: User
) -> None:
    earnings = books.earnings(owner_id=worker.pk)
    job = open_job(micro_tasks=1, price_micros=4_001)
    answer = claiming.claim_next(job=job, worker=worker, at=NOON)
    assert answer is not None
    submitting.submit(assignment=answer, worker=worker, answer=CAT, key="k", at=NOON)
    found: list[object] = []

    def approve() -> None:
        try:
            found.append(reviewing.approve(job=job, assignment_ids=[answer.pk], decided_by_id=requester.pk, at=NOON))
        except Exception as raised:
            found.append(raised)
        finally:
            connections.close_all()

    approving = threading.Thread(target=approve)
    with transaction.atomic():
        lock(account_ids=[earnings.pk])
        approving.start()
        wait_until(somebody_waits)
        lock(account_ids=[books.escrow(job_number=job.pk).pk])
    approving.join()

    assert found == [1]
    assert pay_check.check_pay().troubles == ()
