"""The part of a job's life in which answers are rejected, by leave or without, and done again."""

from __future__ import annotations

from contextlib import suppress

from django.test import override_settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from accounts.models import User
from tasks.domain import consents, redoing, reviewing
from tasks.models import Assignment, Job, RejectionRequest
from tests.tasks.reported_life import PICK, ReportedLife


class ReviewedLife(ReportedLife):
    """The requester rejects one answer a job alone, else asks the auditor, who may stay silent; workers do it again."""

    requester: User
    auditor: User

    @rule(pick=PICK)
    def reject(self, pick: int) -> None:
        answer = self.one(pick, submitted_at__isnull=False)
        refusals = suppress(reviewing.NotDecidable, consents.ConsentRefused)
        if answer is not None:
            with refusals, override_settings(REJECTIONS_WITHOUT_CONSENT=1):
                for _ in range(2):
                    consents.reject_or_ask(
                        assignment=answer, code="wrong", words="No.", decided_by=self.requester, at=self.at
                    )

    @rule(pick=PICK, is_granted=st.booleans())
    @precondition(lambda self: RejectionRequest.objects.exists())
    def decide_on_a_rejection(self, pick: int, is_granted: bool) -> None:
        every = list(RejectionRequest.objects.order_by("pk"))
        asked = every[pick % len(every)]
        with suppress(consents.DecidedBefore):
            for _ in range(2):
                decide = consents.grant if is_granted else consents.refuse
                decide(request=asked, auditor=self.auditor, words="So.", at=self.at)

    @rule(pick=PICK)
    @precondition(lambda self: Assignment.objects.filter(state="rejected").exists())
    def redo(self, pick: int) -> None:
        answer = self.one(pick, state="rejected")
        if answer is not None and answer.worker is not None:
            with suppress(redoing.NotToBeRedone, redoing.PlaceTaken):
                for _ in range(2):
                    redoing.redo(assignment=answer, worker=answer.worker, at=self.at)

    @rule(pick=PICK)
    @precondition(lambda self: Job.objects.exists())
    def replace_what_lacked_money(self, pick: int) -> None:
        every = list(Job.objects.order_by("pk"))
        reviewing.open_missing_replacements(job=every[pick % len(every)], at=self.at)

    def no_request_is_granted_for_an_answer_that_stands(self) -> None:
        granted = Assignment.objects.filter(rejection_request__is_granted=True)
        assert not granted.filter(decided_at=None).exists()
        assert not granted.filter(state="approved", overturned_at=None).exists()
        refused = Assignment.objects.filter(rejection_request__is_granted=False)
        assert not refused.filter(state="rejected").exists()
