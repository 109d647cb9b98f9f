"""Stacked bars: what the hours of groups are made of, one bar a group, all on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from web.domain.charts.parts import Caption, Table, Tick, Write, hidden_words, listed, ticks_of
from web.domain.charts.scales import from_zero

# Words fit into a part that is at least so many percent of the width.
ROOM_FOR_WORDS = 11.0


@dataclass(frozen=True, slots=True)
class Part:
    """A part that all groups have. `look`: solid, dots, hatch, grid, paid or unpaid, each with a pattern of its own."""

    name: str
    look: str = "solid"


@dataclass(frozen=True, slots=True)
class Stack:
    """One group with a value for each part; None for all of them where it is not shown, and `hidden` says why."""

    label: str
    values: Sequence[float] | None
    n: int | None = None
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """A part of one bar in percent of the width; `words` is empty where they don't fit."""

    part: Part
    at: float
    width: float
    middle: float
    written: str
    words: str


@dataclass(frozen=True, slots=True)
class DrawnStack:
    """One group's bar."""

    stack: Stack
    parts: Sequence[DrawnPart]
    total: str


@dataclass(frozen=True, slots=True)
class Stacks:
    """Stacked bars ready to be shown."""

    caption: Caption
    rows: Sequence[DrawnStack]
    parts: Sequence[Part]
    ticks: Sequence[Tick]
    sentence: str
    table: Table
    template: str = "web/charts/_stacks.html"


def stacks(
    *, caption: Caption, groups: Sequence[Stack], parts: Sequence[Part], write: Write, most: float | None = None
) -> Stacks:
    """Draw a bar of `parts` for each of `groups`, as long as its values together, on one scale from zero."""
    scale = from_zero([most or 0.0, *(sum(group.values) for group in groups if group.values is not None)])
    rows = []
    for group in groups:
        drawn, reached = [], 0.0
        for part, value in zip(parts, group.values or (), strict=bool(group.values)):
            at, end = scale.at(reached), scale.at(reached + value)
            reached += value
            width = round(end - at, 3)
            words = write(value) if width >= ROOM_FOR_WORDS else ""
            drawn.append(DrawnPart(part, at, width, round((at + end) / 2, 3), write(value), words))
        total = hidden_words(group.hidden) if group.values is None else write(sum(group.values))
        rows.append(DrawnStack(group, drawn, total))
    return Stacks(
        caption=caption,
        rows=rows,
        parts=parts,
        ticks=ticks_of(scale.ticks(), place=scale.at, write=write),
        sentence=listed(_said(row) for row in rows),
        table=Table(
            [gettext("Group"), *(part.name for part in parts), gettext("Together")],
            [[row.stack.label, *(_cells(row, len(parts))), row.total] for row in rows],
        ),
    )


def _cells(row: DrawnStack, count: int) -> list[str]:
    return [part.written for part in row.parts] or [row.total] * count


def _said(row: DrawnStack) -> str:
    inside = ", ".join(f"{part.part.name} {part.written}" for part in row.parts)
    return f"{row.stack.label}: {row.total} ({inside})" if inside else f"{row.stack.label}: {row.total}"
