"""What people do to the same money, all at once, in no order: run by threads of a test, and as a process to be killed.

python -m tests.tasks.storm JOB SEED
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

from accounts.models import User
from ledger.domain import payouts
from ledger.models import Payout, PayoutBatch
from tasks.domain import appeals, bonuses, claiming, reviewing, submitting
from tasks.models import Assignment, Job
from tests.fixtures import CAT, NOON

REFUSALS = (
    appeals.AlreadyDecided,
    appeals.NotRejected,
    appeals.Redone,
    appeals.TimeToReply,
    appeals.TooLate,
    payouts.AskedToday,
    payouts.NothingToPayOut,
    payouts.NotOnItsWay,
    reviewing.ConsentNeeded,
    reviewing.NotDecidable,
    submitting.AlreadySubmitted,
    submitting.LeaseLost,
)


class Crowd:
    """Workers, a requester and an auditor of one job. Each call of `act` is one thing that one of them does.

    A day goes by in a second since `began`, so that workers may ask to be paid out again and again.
    """

    def __init__(self, *, job_id: int, began: float, seed: int) -> None:
        self.began = began
        self.job = Job.objects.select_related("requester").get(pk=job_id)
        self.workers = list(User.objects.filter(is_worker=True).order_by("pk"))
        self.auditor = User.objects.get(is_auditor=True)
        self.dice = random.Random(seed)
        self.doings: list[tuple[int, Callable[[], object]]] = [
            (8, self.work),
            (4, self.approve),
            (3, self.reject),
            (2, self.appeal),
            (1, self.thank),
            (3, self.ask_for_a_payout),
            (2, self.make_a_batch),
            (2, self.end_payouts),
        ]

    @property
    def at(self) -> datetime:
        return NOON + timedelta(days=time.time() - self.began)

    def act(self) -> None:
        weights, doings = zip(*self.doings, strict=True)
        with suppress(*REFUSALS):
            self.dice.choices(doings, weights)[0]()

    def work(self) -> None:
        worker = self.dice.choice(self.workers)
        claim = claiming.claim_row(job=self.job, worker=worker, at=self.at)
        if claim is not None:
            mine = Assignment.objects.select_related("job", "micro_task").get(pk=claim.assignment_id)
            submitting.submit(assignment=mine, worker=worker, answer=CAT, key=f"{mine.pk}", at=self.at)

    def some(self, **which: object) -> list[Assignment]:
        """A few of the newest, which others look at too."""
        newest = Assignment.objects.select_related("job", "worker").filter(job=self.job, **which).order_by("-pk")[:12]
        return self.dice.sample(list(newest), min(4, len(newest)))

    def approve(self) -> None:
        ids = [one.pk for one in self.some(submitted_at__isnull=False)]
        reviewing.approve(job=self.job, assignment_ids=ids, decided_by_id=self.job.requester_id, at=self.at)

    def reject(self) -> None:
        for one in self.some(state="submitted")[:1]:
            reviewing.reject(
                assignment=one, code="wrong", words="No.", decided_by_id=self.job.requester_id, at=self.at,
                has_consent=True,
            )  # fmt: skip

    def appeal(self) -> None:
        for one in self.some(state="rejected")[:1]:
            assert one.worker is not None
            appeal = appeals.file(assignment=one, worker=one.worker, words="But yes.", at=self.at)
            if self.dice.random() < 0.5:
                appeals.give_in(appeal=appeal, person=self.job.requester, words="", at=self.at)
            else:
                won = self.dice.random() < 0.5
                appeals.decide(appeal=appeal, auditor=self.auditor, is_won=won, words="So.", at=appeal.reply_until)

    def thank(self) -> None:
        for one in self.some(state="approved")[:1]:
            gift = bonuses.Gift(one.worker_id or 0, 1 + one.pk % 5000, one.pk)
            bonuses.give(job=self.job, gifts=[gift], words="Thank you.", client_key=f"{one.pk}", at=self.at)

    def ask_for_a_payout(self) -> None:
        asked = payouts.ask(worker_id=self.dice.choice(self.workers).pk, at=self.at)
        if self.dice.random() < 0.3:
            payouts.cancel(payout=asked, at=self.at)

    def make_a_batch(self) -> None:
        payouts.send(batch=payouts.make_batch(made_by_id=self.auditor.pk, at=self.at), at=self.at)

    def end_payouts(self) -> None:
        """The bank carries a batch out, sends some of it back, or both: it says so to two auditors at once."""
        newest = list(PayoutBatch.objects.filter(sent_at__isnull=False).order_by("-pk")[:3])
        if not newest:
            return
        batch = self.dice.choice(newest)
        if self.dice.random() < 0.6:
            payouts.settle(batch=batch, at=self.at)
        named = Payout.objects.filter(batch=batch).order_by("pk").values_list("reference", flat=True)
        payouts.give_back(references=dict.fromkeys(list(named)[:2], "AC04"), at=self.at)


if __name__ == "__main__":
    crowd = Crowd(job_id=int(sys.argv[1]), began=float(sys.argv[2]), seed=int(sys.argv[3]))
    while True:
        crowd.act()
        # Whoever kills us waits until we are in the middle of it.
        sys.stdout.write(".")
        sys.stdout.flush()
