"""What is said about the demonstration's rejections, and a bonus: one appeal is decided, one waits for an auditor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from accounts.models import User
from tasks.domain import appeals, bonuses
from tasks.domain.bonuses import Gift
from tasks.models import Appeal, Assignment, Job

BONUS_MICROS = 250_000


def fill(*, people: Mapping[str, User], at: datetime) -> None:
    """Two appeals and a bonus for three workers. Safe to repeat."""
    if Appeal.objects.exists():
        return
    _waits(people, at)
    _is_decided(people, at)
    job = Job.objects.get(client_key="demo-photographs")
    bonuses.give(
        job=job,
        gifts=[Gift(people[name].pk, BONUS_MICROS) for name in ("lea", "samuel", "ines")],
        words="Your labels were so careful that we could use all of them at once. Thank you.",
        client_key="demo-thanks",
        at=at - timedelta(hours=1),
    )


def _waits(people: Mapping[str, User], at: datetime) -> None:
    appeal = appeals.file(
        assignment=_rejected("demo-page", people["lea"]),
        worker=people["lea"],
        words="The scan is cut off before the last word: I typed all that can be seen. Please look at its right edge.",
        at=at - timedelta(hours=60),
    )
    appeals.reply(
        appeal=appeal,
        person=people["amina"],
        words="The word is half there, and the other worker read it. The instructions say to mark it as unclear then.",
        at=at - timedelta(hours=20),
    )


def _is_decided(people: Mapping[str, User], at: datetime) -> None:
    appeal = appeals.file(
        assignment=_rejected("demo-coins", people["samuel"]),
        worker=people["samuel"],
        words="The third coin is nearly black. I took it for a shadow.",
        at=at - timedelta(hours=36),
    )
    appeals.reply(
        appeal=appeal,
        person=people["amina"],
        words="Its rim is visible at full size, and an answer to a question says that worn coins count.",
        at=at - timedelta(hours=30),
    )
    appeals.decide(
        appeal=appeal,
        auditor=people["claude"],
        is_won=False,
        words=(
            "I looked at the picture at full size: the rim of a third coin is plain to see, and the instructions ask"
            " for it. The rejection stands. Nothing else follows from it."
        ),
        at=at - timedelta(hours=6),
    )


def _rejected(key: str, worker: User) -> Assignment:
    return Assignment.objects.get(job__client_key=key, worker=worker, state=Assignment.State.REJECTED)
