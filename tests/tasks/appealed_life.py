"""The part of a job's life in which workers appeal, requesters answer or give in, and an auditor decides."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from accounts.models import User
from tasks.domain import appeals
from tasks.models import Appeal
from tests.tasks.reported_life import PICK, ReportedLife
from transparency.domain import log

# What the log tells of a rejected answer that was appealed, by what became of the appeal.
APPEALED = {
    "filed": [log.Type.APPEAL_FILED],
    "replied": [log.Type.APPEAL_FILED],
    "lost": [log.Type.APPEAL_FILED, log.Type.APPEAL_DECIDED],
    "won": [log.Type.APPEAL_FILED, log.Type.APPEAL_DECIDED, log.Type.PAID],
    "given_in": [log.Type.APPEAL_FILED, log.Type.APPEAL_DECIDED, log.Type.PAID],
}


class AppealedLife(ReportedLife):
    """Whoever answered appeals, at any time; the requester and the auditor say what they like; all of it twice."""

    requester: User
    auditor: User

    @rule(pick=PICK)
    def appeal(self, pick: int) -> None:
        answer = self.one(pick, submitted_at__isnull=False)
        if answer is not None and answer.worker is not None:
            with suppress(appeals.NotRejected, appeals.TooLate, appeals.Redone):
                for _ in range(2):
                    appeals.file(assignment=answer, worker=answer.worker, words="But yes.", at=self.at)

    @rule(pick=PICK, says=st.sampled_from(["more", "yes", "won", "lost"]))
    @precondition(lambda self: Appeal.objects.exists())
    def go_on_with_an_appeal(self, pick: int, says: str) -> None:
        every = list(Appeal.objects.order_by("pk"))
        appeal = every[pick % len(every)]
        with suppress(appeals.AlreadyDecided, appeals.TimeToReply):
            for _ in range(2):
                if says == "more":
                    appeals.reply(appeal=appeal, person=self.requester, words="No.", at=self.at)
                elif says == "yes":
                    appeals.give_in(appeal=appeal, person=self.requester, words="", at=self.at)
                else:
                    self.decide(appeal, is_won=says == "won")

    def decide(self, appeal: Appeal, *, is_won: bool) -> None:
        appeals.decide(appeal=appeal, auditor=self.auditor, is_won=is_won, words="So.", at=self.at)

    def decide_what_is_open(self) -> None:
        for appeal in Appeal.objects.filter(state__in=Appeal.OPEN):
            self.decide(appeal, is_won=appeal.pk % 2 == 0)
