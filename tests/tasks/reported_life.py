"""The part of a job's life in which workers report and requesters decide on it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tasks.domain import reporting, submitting
from tasks.models import Assignment, MicroTask, Report

PICK = st.integers(0, 50)


class ReportedLife(RuleBasedStateMachine):
    """Whoever holds or held an assignment reports it, its requester puts it back or drops it; all of it twice."""

    at: datetime

    def one(self, pick: int, **which: object) -> Assignment | None:
        raise NotImplementedError

    @rule(pick=PICK, reason=st.sampled_from(["media", "harmful"]))
    def report(self, pick: int, reason: str) -> None:
        mine = self.one(pick, worker__isnull=False)
        if mine is not None and mine.worker is not None:
            for _ in range(2):
                with suppress(submitting.LeaseLost):
                    reporting.report(assignment=mine, worker=mine.worker, reason=reason, words="", at=self.at)

    @rule(pick=PICK, is_fine=st.booleans())
    @precondition(lambda self: Report.objects.exists())
    def decide_on_a_report(self, pick: int, is_fine: bool) -> None:
        every = list(MicroTask.objects.filter(reports__isnull=False).distinct().order_by("pk"))
        for _ in range(2):
            with suppress(reporting.NotRunning, reporting.Dropped):
                (reporting.put_back if is_fine else reporting.drop)(micro_task=every[pick % len(every)], at=self.at)
