"""Turns: who says what, one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from django.utils.datastructures import MultiValueDict

from tasks.kinds.base import Json
from tasks.kinds.text import clean_line, clean_text

TURNS_AT_MOST = 100
_FIELD = re.compile(r"turn-(\d{1,4})-(speaker|text)", re.ASCII)


def speakers_of(settings: Json) -> list[str]:
    """The speakers of a job, in the requester's order; none for a job that asks for plain text."""
    return list(settings.get("speakers", []))


def turns_from(post: MultiValueDict[str, str]) -> list[Json]:
    """The turns of a desk's list, posted as `turn-0-speaker` and `turn-0-text`; without the empty ones."""
    rows: dict[int, Json] = {}
    for name in post:
        if found := _FIELD.fullmatch(name):
            tidy = clean_line if found[2] == "speaker" else clean_text
            rows.setdefault(int(found[1]), {"speaker": "", "text": ""})[found[2]] = tidy(post.get(name) or "")
    return [row for _number, row in sorted(rows.items()) if any(row.values())]


def joined_turns(turns: Iterable[Json], *, separator: str = "\n") -> list[Json]:
    """Turns with a text; one who goes on speaking has one turn, its texts joined by `separator`."""
    kept: list[Json] = []
    for turn in turns:
        if not turn["text"].strip():
            continue
        if kept and kept[-1]["speaker"] == turn["speaker"]:
            kept[-1]["text"] += separator + turn["text"]
        else:
            kept.append({"speaker": turn["speaker"], "text": turn["text"]})
    return kept


def as_text(turns: Sequence[Json], *, tidy: Callable[[str], str] = str) -> str:
    """A line a turn: “Anna: Good morning.”"""
    return "\n".join(f"{turn['speaker']}: {tidy(turn['text'])}" for turn in turns)
