"""What stands beside the instructions of the demo jobs, and what people said about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from tasks.domain import claiming, examples, questions, reporting
from tasks.kinds.base import Json
from tasks.models import Assignment, Example, Job, MicroTask, Question
from workers.demo import materials


@dataclass(frozen=True, slots=True)
class Case:
    """An example: words, or an item of the job by its name, with an answer."""

    is_right: bool
    why: str
    words: str = ""
    item: str = ""
    answer: Json | None = None


def show(*, job: Job, case: Case) -> None:
    """Put an example beside the instructions of a draft, once."""
    if Example.objects.filter(job=job, why=case.why).exists():
        return
    if case.words:
        examples.add_case(job=job, words=case.words, is_right=case.is_right, why=case.why)
        return
    micro_task = MicroTask.objects.select_related("item").get(job=job, item__name=case.item)
    examples.add_item(job=job, micro_task=micro_task, answer=case.answer, is_right=case.is_right, why=case.why)


def lines() -> list[Case]:
    """A line of the scanned page, in words."""
    return [
        Case(
            True,
            "The full stop and the capital are printed, so they are typed.",
            words="A line that reads “Figure 3. The coins, seen from above” is typed exactly so.",
        )
    ]


def coins() -> list[Case]:
    """The first tray, once as it should be and once with the mistakes that people make."""
    boxes = [{"label": "coin", "x": x, "y": y, "w": w, "h": h} for x, y, w, h in materials.coins_on_tray(1)]
    x, y, w, h = materials.coins_on_tray(1)[0]
    wide = {"label": "coin", "x": x - 30, "y": y - 30, "w": w + 60, "h": h + 60}
    return [
        Case(True, "Each box touches its coin on all four sides.", item="tray-1.jpg", answer={"boxes": boxes}),
        Case(
            False,
            "One box is too wide, and the last coin has none.",
            item="tray-1.jpg",
            answer={"boxes": [wide, boxes[1]]},
        ),
        Case(False, "A shadow is no coin.", words="A box around the **shadow** beside a coin."),
    ]


def talk(*, job: Job, people: dict[str, User], at: datetime) -> None:
    """A question that was answered, one that waits, and a micro-task that somebody reported."""
    answered = _ask(job, people["samuel"], "A coin is chipped at its edge. Does the chip belong to it?", at, hours=5.0)
    words = "Draw the box as if the coin were whole: we measure the chip ourselves."
    questions.answer(question=answered, words=words, at=at - timedelta(hours=4))
    _ask(job, people["ines"], "Shall I draw a coin that is only half on the picture?", at, hours=0.5)
    worker, seen_at = people["crowd12"], at - timedelta(minutes=20)
    reported = claiming.claim_next(job=job, worker=worker, at=seen_at)
    reporting.report(
        assignment=reported,
        worker=worker,
        reason="media",
        words="It is so blurred that I see no edge.",
        at=seen_at + timedelta(seconds=30),
    )


def _ask(job: Job, worker: User, words: str, at: datetime, *, hours: float) -> Question:
    theirs = Assignment.objects.filter(job=job, worker=worker).select_related("job").order_by("pk")
    return questions.ask(assignment=theirs[0], worker=worker, words=words, at=at - timedelta(hours=hours))
