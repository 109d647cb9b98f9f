"""The part of a job's life in which its workers' pay is held against the guaranteed floor."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from ledger.models import Transfer
from tasks.domain import guarantee
from tasks.models import Assignment, FloorEstimate, FloorPay, Job
from tasks.models.guarantee import CENT

FLOOR = 12_020_000


class GuaranteedLife(RuleBasedStateMachine):
    """Nights come at any moment, and answers are made up for at any moment; both twice."""

    at: datetime

    def __init__(self) -> None:
        super().__init__()
        self.granted: dict[tuple[int, int], int] = {}

    @rule()
    def a_night_passes(self) -> None:
        for _ in range(2):
            for job in guarantee.guaranteed_jobs(at=self.at):
                guarantee.settle(job=job, at=self.at)
        for job in Job.objects.filter(guarantees_floor=True).exclude(state="draft"):
            self.everybody_has_the_floor_by_now(job)

    @rule(pick=st.integers(0, 50))
    def make_up_for_an_answer(self, pick: int) -> None:
        every = list(Assignment.objects.filter(state="approved").order_by("pk").values_list("pk", flat=True))
        for _ in range(2):
            guarantee.make_up(assignment_ids=every[pick % len(every) :][:2] if every else [], at=self.at)

    def everybody_has_the_floor_by_now(self, job: Job) -> None:
        """Whatever was approved by a night has come to the floor at that night's estimate, or is owed so."""
        last = FloorEstimate.objects.filter(job=job).latest("at")
        each = Fraction(FLOOR * last.quarter_ms, 4000 * 3600)
        lacking: dict[int, Fraction] = {}
        for one in Assignment.objects.filter(job=job, state="approved", decided_at__lte=job.floor_looked_at):
            lacking[one.worker_id] = lacking.get(one.worker_id, 0) + max(Fraction(0), each - one.price_micros)
        for worker, lack in lacking.items():
            granted = sum(FloorPay.objects.filter(job=job, worker=worker).values_list("amount_micros", flat=True))
            assert granted >= lack

    @invariant()
    def nothing_of_the_guarantee_is_taken_back(self) -> None:
        sums: dict[tuple[int, int], int] = {}
        for pay in FloorPay.objects.all():
            sums[pay.job_id, pay.worker_id] = sums.get((pay.job_id, pay.worker_id), 0) + pay.amount_micros
        for who, before in self.granted.items():
            assert sums[who] >= before
        self.granted = sums
        paid = FloorPay.objects.filter(paid_at__isnull=False).values_list("amount_micros", flat=True)
        moved = Transfer.objects.filter(reason="floor_pay").values_list("amount_micros", flat=True)
        assert sorted(paid) == sorted(moved)
        assert all(micros % CENT == 0 for micros in moved)
