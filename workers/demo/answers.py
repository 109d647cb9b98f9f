"""What the demo workers answer: mostly right, as people are, and one answer of each job that they would take back."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from tasks.kinds.base import Json
from tasks.models import Assignment
from workers.demo import materials

Answerer = Callable[[Assignment, random.Random], Json]


def surface(assignment: Assignment, chance: random.Random) -> Json:
    """Some see too little of the ground to tell."""
    right = _name(assignment).split("-")[0]
    if chance.random() < 0.03:
        return {"cant_tell": True}
    return {"label": right if chance.random() < 0.95 else chance.choice(["grass", "gravel", "brick"])}


def grass(assignment: Assignment, chance: random.Random) -> Json:
    """Once in a while a finger slips."""
    grows = _name(assignment).startswith("grass")
    return {"label": "grass" if grows == (chance.random() < 0.97) else "no grass"}


def photograph(assignment: Assignment, chance: random.Random) -> Json:
    """Now and then somebody leaves out a label: people see different things in one picture."""
    right = materials.PHOTOGRAPHS[_name(assignment)]
    return {"labels": right[:-1] if len(right) > 1 and chance.random() < 0.3 else right}


def coins(assignment: Assignment, chance: random.Random) -> Json:
    boxes = [
        {"label": "coin", "x": x + chance.randint(-4, 4), "y": y + chance.randint(-4, 4), "w": w, "h": h}
        for x, y, w, h in materials.coins_on_tray(_number(assignment))
    ]
    return {"boxes": boxes}


def coins_without_the_last(assignment: Assignment, chance: random.Random) -> Json:
    return {"boxes": coins(assignment, chance)["boxes"][:-1]}


def outlines(assignment: Assignment, chance: random.Random) -> Json:
    """Coins, traced with some vertices more or less."""
    traced = []
    for x, y, w, h in materials.coins_on_tray(_number(assignment)):
        count = chance.randint(14, 18)
        turns = [2 * math.pi * number / count for number in range(count)]
        traced.append([[x + w * (1 + math.cos(turn)) / 2, y + h * (1 + math.sin(turn)) / 2] for turn in turns])
    return {"polygons": [{"label": "coin", "points": points} for points in traced]}


def face(assignment: Assignment, chance: random.Random) -> Json:
    places = materials.FACES[_name(assignment)]
    return {"points": [_face_point(name, places.get(name), chance) for name in ("left eye", "right eye", "nose")]}


def _face_point(name: str, place: tuple[int, int] | None, chance: random.Random) -> Json:
    if place is None:
        return {"name": name, "state": "absent"}
    x, y = place
    return {"name": name, "state": "visible", "x": x + chance.randint(-2, 2), "y": y + chance.randint(-2, 2)}


def speakers(assignment: Assignment, chance: random.Random) -> Json:
    """Only the interviewer asks."""
    asks = {sentence.endswith("?") for sentence in _said(assignment)}
    return {"labels": [label for label, is_asking in (("interviewer", True), ("worker", False)) if is_asking in asks]}


def line(assignment: Assignment, chance: random.Random) -> Json:
    text = list(materials.LINES.values())[assignment.micro_task.payload["line"] - 1]
    return {"text": text if chance.random() < 0.85 else text.rstrip(".,:")}


def line_without_its_end(assignment: Assignment, chance: random.Random) -> Json:
    return {"text": " ".join(line(assignment, chance)["text"].lower().split()[:-1])}


def speech(assignment: Assignment, chance: random.Random) -> Json:
    words = " ".join(_said(assignment))
    return {"text": words if chance.random() < 0.85 else words.replace(",", "")}


def turns(assignment: Assignment, chance: random.Random) -> Json:
    """Only the interviewer asks."""
    said = [(sentence, "interviewer" if sentence.endswith("?") else "worker") for sentence in _said(assignment)]
    return {"turns": [{"speaker": speaker, "text": _heard(sentence, chance)} for sentence, speaker in said]}


def _heard(sentence: str, chance: random.Random) -> str:
    """Now and then somebody isn't sure of the last word."""
    if chance.random() < 0.9:
        return sentence
    words, _space, last = sentence.rstrip(".?").rpartition(" ")
    return f"{words} [unclear: {last}]{sentence[-1]}"


def first_turn_only(assignment: Assignment, chance: random.Random) -> Json:
    return {"turns": turns(assignment, chance)["turns"][:1]}


def comment(assignment: Assignment, chance: random.Random) -> Json:
    right = materials.labelled("comments")[assignment.micro_task.payload["text"]]
    return {"label": right if chance.random() < 0.9 else chance.choice(["content", "not content", "neutral"])}


def phrase(assignment: Assignment, chance: random.Random) -> Json:
    return {"label": materials.labelled("phrases")[assignment.micro_task.payload["text"]]}


def message(assignment: Assignment, chance: random.Random) -> Json:
    return {"label": materials.labelled("messages")[assignment.micro_task.payload["text"]]}


def _said(assignment: Assignment) -> list[str]:
    """The sentences whose middle lies in the segment."""
    segment = assignment.micro_task.payload
    return [
        sentence.words
        for sentence in materials.sentences(_name(assignment).removesuffix(".ogg"))
        if segment["start"] <= (sentence.start + sentence.end) / 2 < segment["end"]
    ]


def _name(assignment: Assignment) -> str:
    return assignment.micro_task.item.name


def _number(assignment: Assignment) -> int:
    return int(_name(assignment).removesuffix(".jpg").rsplit("-", 1)[1])
