"""Eight threads, and a process that is killed again and again, move the same money: every cent is where it must be."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.utils.timezone import now

from accounts.models import User
from ledger.domain import accounts, books, funding, payees, ways_check
from ledger.models import Payout, Transfer
from tasks.domain import jobs, pay_check
from tasks.models import Assignment, Job
from tests.fixtures import EURO, NOON, make_draft, make_worker
from tests.tasks.storm import Crowd

SECONDS = float(os.environ.get("STORM_SECONDS") or 60)
THREADS = 8


@pytest.fixture
def stormy_job(requester: User, auditor: User) -> Job:
    """More places than eight threads can fill, six workers with an account at a bank, and money for replacements."""
    for number in range(6):
        payees.state(worker_id=make_worker(number).pk, holder="A Worker", iban="DE89370400440532013000", at=NOON)
    funding.add_money(owner_id=requester.pk, amount_micros=10_000 * EURO, key="storm", at=NOON)
    job = make_draft(
        requester, texts=["x"] * 5000, wanted_answers=3, price_micros=123_457, auto_approval_seconds=86_400
    )
    jobs.publish(job=job, at=NOON)
    return job


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_at_once_and_a_killed_process_leave_the_books_exact(stormy_job: Job) -> None:
    began, end = time.time(), time.monotonic() + SECONDS
    troubles: list[BaseException] = []
    crowds = [Crowd(job_id=stormy_job.pk, began=began, seed=seed) for seed in range(THREADS)]
    threads = [threading.Thread(target=_storm, args=(crowd, end, troubles)) for crowd in crowds]
    for thread in threads:
        thread.start()
    killed = _kill_again_and_again(stormy_job, began, end)
    for thread in threads:
        thread.join()

    assert troubles == []
    assert killed >= 2
    assert (books.recompute().findings, ways_check.check_ways()) == ((), ())
    assert pay_check.check_pay(at=now()).troubles == ()
    paid = Assignment.objects.filter(state="approved").count()
    assert Transfer.objects.filter(reason="pay").count() == paid > 0
    on_the_way = Payout.objects.filter(state__in=["asked", "made", "sent"])
    assert accounts.payouts().balance_micros == sum(on_the_way.values_list("amount_micros", flat=True))
    assert {"settled", "returned", "cancelled"} <= set(Payout.objects.values_list("state", flat=True))


def _storm(crowd: Crowd, end: float, troubles: list[BaseException]) -> None:
    try:
        while time.monotonic() < end:
            crowd.act()
    except BaseException as trouble:
        troubles.append(trouble)
    finally:
        connection.close()


def _kill_again_and_again(job: Job, began: float, end: float) -> int:
    """Start a process that does the same, let it act some times, kill it in the middle of something; how often."""
    base, dice, killed = connection.settings_dict, random.Random(1), 0
    address = f"postgres://{base['USER']}:{quote(str(base['PASSWORD']))}@{base['HOST']}:{base['PORT']}/{base['NAME']}"
    environment = {**os.environ, "DATABASE_URL": address, "DEVELOPMENT": "1"}
    while time.monotonic() < end:
        command = [sys.executable, "-m", "tests.tasks.storm", f"{job.pk}", f"{began}", f"{100 + killed}"]
        with subprocess.Popen(command, cwd=settings.ROOT, env=environment, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            acted = process.stdout.read(dice.randint(5, 60))
            process.send_signal(signal.SIGKILL)
        assert acted.startswith(b".")
        killed += 1
    return killed
