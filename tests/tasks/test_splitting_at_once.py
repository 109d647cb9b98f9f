"""Several background processes at one job: each chunk is tried by one of them at a time, and not counted otherwise."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from accounts.models import User
from tasks.domain import splitting
from tasks.models import Job, MicroTask, SplitChunk, Upload
from tests.fixtures import NOON
from tests.tasks.test_splitting import draft, send

PROCESSES = 6
ROUNDS = 12


def split_at_once(job: Job) -> None:
    start = threading.Barrier(PROCESSES)

    def work() -> None:
        start.wait()
        while splitting.split_next(job=job, at=NOON):
            pass
        connections.close_all()

    processes = [threading.Thread(target=work) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()


@pytest.mark.django_db(transaction=True)
def test_however_many_come_at_once_nothing_is_parked_untried(requester: User) -> None:
    for _ in range(ROUNDS):
        job = draft(requester)
        send(job, "lines.txt", b"one\ntwo\n")
        split_at_once(job)

    assert set(SplitChunk.objects.values_list("state", "attempts")) == {("done", 1)}
    assert set(Upload.objects.values_list("state", "attempts")) == {("planned", 1)}
    assert MicroTask.objects.count() == 2 * ROUNDS
