"""The part of a job's life in which it begins with a pilot, and the rest of it follows at another price."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.test import override_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from accounts.models import User
from ledger.domain.transfers import InsufficientFunds
from tasks.domain import additions, pilot_plan, pilot_rest, pilots
from tasks.domain.pausing import NotRunning
from tasks.models import Job
from tests.fixtures import make_draft
from tests.tasks.reported_life import PICK


class PilotedLife(RuleBasedStateMachine):
    """Pilots are started, go on, and give way to the rest: dearer or cheaper, early or when all of it has come."""

    at: datetime
    requester: User

    def add_money(self, micros: int) -> None:
        raise NotImplementedError

    @rule(
        price=st.sampled_from([10_100, 333_333, 1_000_001]),
        fee=st.sampled_from([0, 1, 137, 1000]),
        wanted=st.integers(1, 4),
        micro_tasks=st.integers(5, 9),
    )
    @precondition(lambda self: Job.objects.count() < 3)
    def start_a_pilot(self, price: int, fee: int, wanted: int, micro_tasks: int) -> None:
        job = make_draft(self.requester, texts=["x"] * micro_tasks, wanted_answers=wanted, price_micros=price)
        self.add_money(micro_tasks * 9 * price)
        with override_settings(FEE_PERMILLE=fee):
            for _ in range(2):
                pilots.start(job=job, at=self.at)

    @rule(pick=PICK, micro_tasks=st.integers(3, 5))
    @precondition(lambda self: Job.objects.filter(pilot_began_at__isnull=False).exists())
    def go_on_with_the_pilot(self, pick: int, micro_tasks: int) -> None:
        job = self.piloted(pick)
        number = pilots.rounds_of(job=job) + 1
        refusals = (NotRunning, pilots.NotAPilot, pilot_plan.TooSmall, pilot_plan.OutOfRange, InsufficientFunds)
        with suppress(*refusals):
            for _ in range(2):
                pilots.go_on(job=job, at=self.at, micro_tasks=micro_tasks, round_number=number)

    @rule(pick=PICK, price=st.sampled_from([1, 10_099, 333_334, 2_000_000]), opened=st.booleans())
    @precondition(lambda self: Job.objects.filter(pilot_began_at__isnull=False).exists())
    def publish_the_rest(self, pick: int, price: int, opened: bool) -> None:
        job = self.piloted(pick)
        with suppress(NotRunning, pilot_rest.InHandStill, InsufficientFunds):
            for _ in range(2):
                pilot_rest.publish_rest(job=job, at=self.at, price_micros=price)
        if opened:
            additions.open_some(job=job, at=self.at)

    def piloted(self, pick: int) -> Job:
        found = list(Job.objects.filter(pilot_began_at__isnull=False).order_by("pk"))
        return found[pick % len(found)]
