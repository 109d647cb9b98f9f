"""What the demo requester asked for, and what the demo workers answer."""

from __future__ import annotations

import random

from tasks.kinds.base import Json
from tasks.models import Assignment
from workers.demo import pictures
from workers.demo.jobs import DemoJob
from workers.demo.life import Answerer, Pace

LABELS = ["person", "animal", "vehicle", "thing", "landscape", "texture"]
GROUND = {"grass": "grass", "gravel": "gravel", "brick": "brick"}
SPOKEN = [
    "Behind every clever machine there are people who taught it what a cat is.",
    "They sit at kitchen tables and in trains, and they look at one picture after another.",
    "Each picture pays a part of a cent, and nobody counts the minutes between two pictures.",
    "We asked them how long a day lasts, and what is left of it when the children sleep.",
    "One of them said: I work so that the robot seems to work alone.",
]


def scenes() -> list[tuple[DemoJob, Answerer]]:
    """Every demo job with the function that answers it."""
    ground = [file for name in GROUND for file in pictures.crops(f"{name}.png", columns=6, rows=6)]
    photographs = [(name, pictures.photograph(name)) for name in pictures.PHOTOGRAPHS]
    return [
        (_ground(ground), _answer_ground),
        (_photographs(photographs), _answer_photograph),
        (_coins(), _answer_coins),
        (_page(), _answer_line),
        (_interview(), _answer_speech),
        (_comments(), _answer_comment),
    ]


def _ground(files: list[tuple[str, bytes]]) -> DemoJob:
    return DemoJob(
        key="demo-ground",
        kind="image_classification",
        title="What lies on the ground?",
        purpose="Teaches a pavement robot to tell grass, gravel and brick apart.",
        instructions=(
            "Look at the picture and choose what covers **most** of it. If two cover the same, choose the upper one."
        ),
        settings={"labels": ["grass", "gravel", "brick"], "multiple": False},
        files=files,
        wanted_answers=3,
        price_micros=9_000,
        expected_seconds=3,
        days_ago=6,
        answered=1.0,
        reviewed=1.0,
        pace=Pace(3.2),
    )


def _photographs(files: list[tuple[str, bytes]]) -> DemoJob:
    return DemoJob(
        key="demo-photographs",
        kind="image_classification",
        title="Say what a photograph shows",
        purpose="A test set for an open image search engine.",
        instructions=(
            "Choose every label that fits. A picture may show several things.\n\n"
            "- *person*: at least a face or a body\n- *texture*: a surface and nothing else"
        ),
        settings={"labels": LABELS, "multiple": True},
        files=files,
        wanted_answers=3,
        price_micros=15_000,
        expected_seconds=5,
        days_ago=0.6,
        answered=0.35,
        reviewed=0.4,
        pace=Pace(5.5),
    )


def _coins() -> DemoJob:
    return DemoJob(
        key="demo-coins",
        kind="image_boxes",
        title="Draw a box around every coin",
        purpose="A museum counts the coins in its old photographs.",
        instructions="One box a coin, close to its edge. Worn coins count too.",
        settings={"labels": ["coin"]},
        files=[("coins.png", pictures.photograph("coins.png")), *pictures.crops("coins.png", columns=3, rows=2)],
        wanted_answers=2,
        price_micros=120_000,
        expected_seconds=40,
        days_ago=1.5,
        answered=0.5,
        reviewed=0.5,
        rejected=1,
        pace=Pace(44, returned_share=0.1),
    )


def _page() -> DemoJob:
    return DemoJob(
        key="demo-page",
        kind="image_transcription",
        title="Type a line of a scanned page",
        purpose="Makes a scanned handbook searchable and readable aloud.",
        instructions="Type what is printed, with its capitals and full stops. Don’t correct anything.",
        settings={"language": "en"},
        files=pictures.lines_of_page(),
        wanted_answers=2,
        price_micros=60_000,
        expected_seconds=20,
        days_ago=4,
        answered=1.0,
        reviewed=1.0,
        rejected=1,
        pace=Pace(23),
    )


def _interview() -> DemoJob:
    return DemoJob(
        key="demo-interview",
        kind="audio_transcription",
        title="Write down an interview",
        purpose="Sociologists read the words of click workers; no machine is trained with them.",
        instructions="Write what is said, without “er”. If a word can’t be understood, write [?].",
        settings={"language": "en"},
        files=[("interview-en.ogg", pictures.speech("interview-en.ogg"))],
        wanted_answers=2,
        price_micros=100_000,
        expected_seconds=30,
        days_ago=1,
        answered=0.4,
        reviewed=0.5,
        pace=Pace(38),
    )


def _comments() -> DemoJob:
    lines = "\n".join(
        f"{who} {what} {when}."
        for who in ("The parcel", "My order", "Your driver", "The invoice")
        for what in ("came", "was missing", "was exactly right", "had the wrong address")
        for when in ("today", "two days late", "before noon", "again")
    )
    return DemoJob(
        key="demo-comments",
        kind="text_classification",
        title="Is the customer content?",
        purpose="A shop sorts its mail; a person answers each letter afterwards.",
        instructions="Choose what the sentence says. If it says neither, choose *neutral*.",
        settings={"labels": ["content", "not content", "neutral"], "multiple": False},
        files=[("comments.txt", lines.encode())],
        wanted_answers=3,
        price_micros=4_000,
        expected_seconds=3,
        days_ago=0.2,
        pace=Pace(3),
    )


def _answer_ground(assignment: Assignment, chance: random.Random) -> Json:
    right = GROUND[assignment.micro_task.item.name.split("-")[0]]
    return {"label": right if chance.random() < 0.94 else chance.choice(list(GROUND))}


def _answer_photograph(assignment: Assignment, chance: random.Random) -> Json:
    right = pictures.PHOTOGRAPHS[assignment.micro_task.item.name]
    extra = [chance.choice(LABELS)] if chance.random() < 0.15 else []
    return {"labels": [label for label in LABELS if label in (right, *extra)]}


def _answer_coins(assignment: Assignment, chance: random.Random) -> Json:
    width, height = assignment.micro_task.payload["width"], assignment.micro_task.payload["height"]
    boxes = [
        {"label": "coin", "x": x + chance.randint(-2, 2), "y": y + chance.randint(-2, 2), "w": w, "h": h}
        for x, y, w, h in pictures.COINS
        if x + w < width and y + h < height
    ]
    return {"boxes": boxes or [{"label": "coin", "x": width // 4, "y": height // 4, "w": 30, "h": 30}]}


def _answer_line(assignment: Assignment, chance: random.Random) -> Json:
    number = int(assignment.micro_task.item.name.removesuffix(".jpg").rsplit("-", 1)[1])
    text = list(pictures.LINES.values())[number - 1]
    return {"text": text if chance.random() < 0.8 else text.lower()}


def _answer_speech(assignment: Assignment, chance: random.Random) -> Json:
    middle = (assignment.micro_task.payload["start"] + assignment.micro_task.payload["end"]) / 2
    return {"text": SPOKEN[min(len(SPOKEN) - 1, int(middle // 7))]}


def _answer_comment(assignment: Assignment, chance: random.Random) -> Json:
    return {"label": chance.choice(["content", "not content", "neutral"])}
