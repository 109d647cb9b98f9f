"""The arithmetic of stretches of time, by which a second counts once. Nothing is read.

A stretch is a pair (start, end) on any line of numbers; whoever keeps to whole numbers gets exact results, in whatever
order and however often stretches are named. How long several are together says `wages.union_seconds`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

Number = TypeVar("Number", int, float)


def joined(stretches: Iterable[tuple[Number, Number]], *, gap: Number | None = None) -> list[tuple[Number, Number]]:
    """The union as stretches that neither touch nor overlap, in order; empty ones vanish.

    With a `gap` two stretches that lie no further apart than that become one, the gap between them included: the
    clusters of M13d (Hara et al. 2018).
    """
    found: list[tuple[Number, Number]] = []
    for start, end in sorted(stretches):
        if end <= start:
            continue
        if found and start <= found[-1][1] + (gap or 0):
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def clipped(stretches: Iterable[tuple[Number, Number]], start: Number, end: Number) -> Iterator[tuple[Number, Number]]:
    """What of `stretches` lies between `start` and `end`, each by itself."""
    for first, last in stretches:
        if max(first, start) < min(last, end):
            yield max(first, start), min(last, end)


def common(
    some: Iterable[tuple[Number, Number]], others: Iterable[tuple[Number, Number]]
) -> list[tuple[Number, Number]]:
    """The time that both cover, joined."""
    known = joined(others)
    return [both for start, end in joined(some) for both in clipped(known, start, end)]


def length(stretches: Iterable[tuple[Number, Number]]) -> Number | int:
    """How long stretches are that do not overlap."""
    return sum(end - start for start, end in stretches)
