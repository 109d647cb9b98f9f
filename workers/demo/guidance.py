"""What stands beside the instructions of the demo jobs."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.domain import examples
from tasks.kinds.base import Json
from tasks.models import Example, Job, MicroTask
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
