"""What all charts have: a caption, reference lines with their sources, a sentence, a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from django.utils.translation import gettext, pgettext

Write = Callable[[float], str]
# Letters of reference lines nearer than so many percent of the width would cover each other.
LETTER_ROOM = 7.0
# Pixels of one lane of letters.
LANE = 20
# Letters of ticks that fit beside each other.
ROOM_ON_A_PHONE = 32


@dataclass(frozen=True, slots=True)
class Caption:
    """What a chart says of itself: its title, the unit, what stands behind it (“n = 140 workers, answer rate 71%”).

    `note` is a sentence below the drawing; `definition` a word that links to how the figure is reckoned.
    """

    title: str
    unit: str = ""
    basis: str = ""
    note: str = ""
    definition: str = ""
    definition_href: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A figure from elsewhere to hold ours against, with where it comes from; `row` is the label of its row alone."""

    value: float
    words: str
    source: str = ""
    href: str = ""
    row: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A drawn reference: its letter, its place in percent of the width, and the lane its letter stands in."""

    letter: str
    at: float
    lane: int
    reference: Reference
    written: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis in percent, with what is written there; `anchor` keeps the words inside the drawing.

    The words of a spare one are left out where the drawing is narrow.
    """

    at: float
    words: str
    anchor: str = "middle"
    is_spare: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A chart's figures as a table: the first cell of each row names it."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def ticks_of(values: Sequence[float], *, place: Callable[[float], float], write: Write) -> list[Tick]:
    """The ticks of a flat axis; every other one is spare where the words of all would not fit on a phone."""
    words = [write(value) for value in values]
    is_tight = sum(len(each) + 2 for each in words) > ROOM_ON_A_PHONE
    ticks = []
    for number, (value, written) in enumerate(zip(values, words, strict=True)):
        at = round(place(value), 2)
        anchor = "start" if at < 4 else "end" if at > 96 else "middle"
        ticks.append(Tick(at, written, anchor, is_spare=is_tight and number % 2 == 1))
    return ticks


def marks_of(references: Iterable[Reference], *, place: Callable[[float], float], write: Write) -> list[Mark]:
    """The references with letters in the order in which they are named, each in the first lane of its row with room."""
    marks: list[Mark] = []
    for letter, reference in zip(ascii_uppercase, references, strict=False):
        at = round(min(max(place(reference.value), 0.0), 100.0), 2)
        near = [mark for mark in marks if mark.reference.row == reference.row and abs(mark.at - at) < LETTER_ROOM]
        taken = {mark.lane for mark in near}
        lane = next(lane for lane in range(len(taken) + 1) if lane not in taken)
        marks.append(Mark(letter, at, lane, reference, write(reference.value)))
    return marks


def lanes_of(marks: Iterable[Mark]) -> int:
    """How many lanes the letters of `marks` need above each other."""
    return max((mark.lane + 1 for mark in marks), default=0)


def hidden_words(reason: str) -> str:
    """What stands where a figure is not shown."""
    return reason or gettext("not shown")


def listed(parts: Iterable[str]) -> str:
    """Parts of one sentence, apart by semicolons."""
    return pgettext("between two parts of a sentence", "; ").join(part for part in parts if part)


def interval_words(low: float | None, high: float | None, write: Write) -> str:
    """“53% to 59%”, or nothing."""
    if low is None or high is None:
        return ""
    return gettext("%(low)s to %(high)s") % {"low": write(low), "high": write(high)}
