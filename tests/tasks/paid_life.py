"""The part of a job's life in which workers are thanked and paid out, banks send money back, and months are closed."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from accounts.models import User
from ledger.domain import accounts, closing, payees, payouts, ways_check
from ledger.domain.transfers import InsufficientFunds
from ledger.models import Account, Payout, PayoutBatch
from tasks.domain import bonuses
from tasks.models import Job

PICK = st.integers(0, 50)


class PaidLife(RuleBasedStateMachine):
    """Whoever has earned asks for it, auditors make batches, the bank does what it likes; all of it twice."""

    at: datetime
    auditor: User
    workers: list[User]
    keys: int

    @rule(pick=PICK, micros=st.sampled_from([1, 4001, 1_000_000]))
    @precondition(lambda self: Job.objects.filter(assignments__submitted_at__isnull=False).exists())
    def thank(self, pick: int, micros: int) -> None:
        answered = list(Job.objects.filter(assignments__submitted_at__isnull=False).distinct().order_by("pk"))
        job = answered[pick % len(answered)]
        worker_id = job.assignments.filter(submitted_at__isnull=False).order_by("pk")[0].worker_id
        assert worker_id is not None
        self.keys += 1
        gifts = [bonuses.Gift(worker_id, micros)]
        with suppress(InsufficientFunds):
            for _ in range(2):
                bonuses.give(job=job, gifts=gifts, words="Thank you.", client_key=f"{self.keys}", at=self.at)

    @rule(pick=PICK, changes_their_mind=st.booleans())
    def ask_for_a_payout(self, pick: int, changes_their_mind: bool) -> None:
        worker = self.workers[pick % 3]
        if payees.of(worker_id=worker.pk) is None:
            payees.state(worker_id=worker.pk, holder="A Worker", iban="DE89370400440532013000", at=self.at)
        with suppress(payouts.NothingToPayOut, payouts.AskedToday):
            asked = payouts.ask(worker_id=worker.pk, at=self.at)
            assert payouts.ask(worker_id=worker.pk, at=self.at) == asked
            for _ in range(2 if changes_their_mind else 0):
                payouts.cancel(payout=asked, at=self.at)

    @rule()
    def send_a_batch(self) -> None:
        with suppress(payouts.NothingToPayOut):
            batch = payouts.make_batch(made_by_id=self.auditor.pk, at=self.at)
            with suppress(payouts.NeedsAnotherAuditor):
                payouts.send(batch=batch, at=self.at)

    @rule(pick=PICK, settles=st.booleans(), comes_back=st.booleans())
    @precondition(lambda self: PayoutBatch.objects.exists())
    def the_bank_answers(self, pick: int, settles: bool, comes_back: bool) -> None:
        every = list(PayoutBatch.objects.order_by("pk"))
        batch = every[pick % len(every)]
        references = Payout.objects.filter(batch=batch).order_by("pk").values_list("reference", flat=True)
        for _ in range(2):
            if settles:
                payouts.settle(batch=batch, at=self.at)
            if comes_back:
                payouts.give_back(references=dict.fromkeys(references[:1], "AC04"), at=self.at)

    @rule()
    def close_a_month(self) -> None:
        month = closing.next_to_close()
        with suppress(closing.NotOver):
            for _ in range(2 if month else 0):
                closing.close(month=month or self.at.date(), closed_by_id=self.auditor.pk, at=self.at)

    @invariant()
    def nothing_is_paid_out_twice(self) -> None:
        assert ways_check.check_ways() == ()
        on_the_way = Payout.objects.filter(state__in=["asked", "made", "sent"])
        assert accounts.payouts().balance_micros == sum(on_the_way.values_list("amount_micros", flat=True))
        assert all(micros % 10_000 == 0 for micros in Payout.objects.values_list("amount_micros", flat=True))
        assert not Account.objects.filter(kind="earnings", balance_micros__lt=0).exists()
