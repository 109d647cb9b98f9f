"""How long pages were in view and in use, as browsers tell it. A second of one worker counts once.

A page tells stretches: in view without a break, in use from the start on. Whatever is told twice, late or in another
order comes to the same, and nothing that is told later makes the whole less.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from transparency.domain.systems import automated_decision

# A page begins a new stretch after ten minutes: so a stretch that overlaps another began shortly before it.
LONGEST_MS = 900_000
# What comes later than so is not counted any more, and later than so is marked.
LATEST = timedelta(hours=24)
LATE = timedelta(seconds=60)
# A stretch that nothing was told of for so long stays as it is: a trigger sees to it, and an hour later it is sealed.
FROZEN_AFTER = LATEST + timedelta(hours=1)
# More stretches of one assignment than a person could make.
MOST_STRETCHES = 2000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """One stretch with one assignment, from a page called `tab`, as it was told by now."""

    assignment_number: int
    job_number: int
    tab: str
    seq: int
    started_at: datetime
    visible_ms: int
    active_ms: int
    media_ms: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch on the line of time, in milliseconds."""

    assignment_number: int
    start: int
    visible_ms: int
    active_ms: int


@dataclass(frozen=True, slots=True)
class Share:
    """What some time comes to."""

    visible_ms: int
    active_ms: int


def total(stretches: Iterable[Stretch]) -> Share:
    """The time that is covered by any of one worker's stretches."""
    known = list(stretches)
    return Share(
        visible_ms=_union((one.start, one.start + one.visible_ms) for one in known),
        active_ms=_union((one.start, one.start + one.active_ms) for one in known),
    )


def _union(spans: Iterable[tuple[int, int]]) -> int:
    covered, reached = 0, -1
    for start, end in sorted(spans):
        if end > reached:
            covered += end - max(start, reached)
            reached = end
    return covered


def shares(stretches: Iterable[Stretch]) -> dict[int, Share]:
    """What each assignment has of one worker's time: a moment with several in view is split equally among them.

    Shares are rounded down to a millisecond; together they are never more than the total.
    """
    edges: list[tuple[int, int, bool, int]] = []
    for one in stretches:
        for is_use, length in ((False, one.visible_ms), (True, one.active_ms)):
            if length > 0:
                edges += [(one.start, one.assignment_number, is_use, 1)]
                edges += [(one.start + length, one.assignment_number, is_use, -1)]
    in_view, in_use = defaultdict[int, int](int), defaultdict[int, int](int)
    visible, active = defaultdict[int, float](float), defaultdict[int, float](float)
    before = 0
    for at, number, is_use, change in sorted(edges):
        seen = [other for other, count in in_view.items() if count > 0]
        for other in seen:
            visible[other] += (at - before) / len(seen)
            active[other] += (at - before) / len(seen) if in_use[other] > 0 else 0.0
        (in_use if is_use else in_view)[number] += change
        before = at
    return {number: Share(int(length), int(active[number])) for number, length in visible.items()}


_EARLIER = "greatest(0, extract(epoch FROM known.started_at - excluded.started_at) * 1000)::int"
_KEEP = f"""
    INSERT INTO transparency_attention AS known (worker_number, job_number, assignment_number, tab, seq, started_at,
        visible_ms, active_ms, media_ms, told_at, is_late)
    SELECT %(worker)s, told.*, %(at)s, told.started_at + told.visible_ms * interval '1 ms' < %(late)s
    FROM unnest(%(jobs)s::bigint[], %(assignments)s::bigint[], %(tabs)s::text[], %(seqs)s::int[],
        %(starts)s::timestamptz[], %(visible)s::int[], %(active)s::int[], %(media)s::int[])
        AS told (job_number, assignment_number, tab, seq, started_at, visible_ms, active_ms, media_ms)
    WHERE (SELECT count(*) FROM transparency_attention a WHERE a.assignment_number = told.assignment_number) < %(most)s
    ON CONFLICT (assignment_number, tab, seq) DO UPDATE SET
        visible_ms = greatest(known.visible_ms, excluded.visible_ms - {_EARLIER}),
        active_ms = greatest(known.active_ms, excluded.active_ms - {_EARLIER}),
        media_ms = greatest(known.media_ms, excluded.media_ms - {_EARLIER}),
        told_at = excluded.told_at, is_late = known.is_late OR excluded.is_late
    WHERE (excluded.visible_ms, excluded.active_ms, excluded.media_ms)
        IS DISTINCT FROM (known.visible_ms, known.active_ms, known.media_ms) AND known.told_at > %(frozen)s
"""  # noqa: S608 (our own pieces)

_AROUND = """
    WITH hull AS (
        SELECT min(started_at) AS first, max(started_at + visible_ms * interval '1 ms') AS last
        FROM transparency_attention WHERE assignment_number = ANY(%(assignments)s)
    )
    SELECT a.assignment_number, (extract(epoch FROM a.started_at) * 1000)::bigint, a.visible_ms, a.active_ms
    FROM hull, transparency_attention a
    WHERE a.worker_number = %(worker)s AND a.started_at < hull.last
      AND a.started_at > hull.first - %(longest)s * interval '1 ms'
"""


@automated_decision("time-measuring", longest_stretch=LONGEST_MS / 1000, late_after=LATE, not_after=LATEST)
def keep(*, worker_number: int, told: Sequence[Told], at: datetime) -> dict[int, Share]:
    """Add what was told of one worker's time; what each assignment comes to whose share it changes.

    The greatest counters of a stretch count, so it is safe to repeat. They run from the beginning that was told first:
    with an earlier one they would reach beyond their end. What ended a day ago or more is left out.
    """
    fresh: dict[tuple[int, str, int], Told] = {}
    for one in told:
        if one.started_at + timedelta(milliseconds=one.visible_ms) > at - LATEST:
            key = (one.assignment_number, one.tab, one.seq)
            fresh[key] = _greatest(fresh.get(key, one), one)
    if not fresh:
        return {}
    rows = list(fresh.values())
    values: dict[str, Any] = {
        "worker": worker_number,
        "at": at,
        "late": at - LATE,
        "frozen": at - FROZEN_AFTER,
        "most": MOST_STRETCHES,
        "jobs": [one.job_number for one in rows],
        "assignments": [one.assignment_number for one in rows],
        "tabs": [one.tab for one in rows],
        "seqs": [one.seq for one in rows],
        "starts": [one.started_at for one in rows],
        "visible": [one.visible_ms for one in rows],
        "active": [one.active_ms for one in rows],
        "media": [one.media_ms for one in rows],
    }
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, values)
    return _shares_of(worker_number, {one.assignment_number for one in rows})


def _greatest(one: Told, other: Told) -> Told:
    earlier = max(0, milliseconds(one.started_at) - milliseconds(other.started_at))
    return Told(
        one.assignment_number,
        one.job_number,
        one.tab,
        one.seq,
        one.started_at,
        max(one.visible_ms, other.visible_ms - earlier),
        max(one.active_ms, other.active_ms - earlier),
        max(one.media_ms, other.media_ms - earlier),
    )


def _shares_of(worker_number: int, touched: set[int]) -> dict[int, Share]:
    """The shares of `touched`, and of those that were in view in the same moments."""
    around = _around(worker_number, touched)
    beside = {
        other.assignment_number
        for one in around
        if one.assignment_number in touched
        for other in around
        if other.start < one.start + one.visible_ms and one.start < other.start + other.visible_ms
    }
    if beside - touched:
        around = _around(worker_number, touched | beside)
    return {number: share for number, share in shares(around).items() if number in touched | beside}


def _around(worker_number: int, assignments: set[int]) -> list[Stretch]:
    """The worker's stretches in and about the time of some assignments."""
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, {"worker": worker_number, "assignments": list(assignments), "longest": LONGEST_MS})
        return [Stretch(*row) for row in cursor.fetchall()]


def moment(milliseconds: int) -> datetime:
    """A moment out of milliseconds since 1970."""
    return _EPOCH + timedelta(milliseconds=milliseconds)


def milliseconds(at: datetime) -> int:
    """A moment as milliseconds since 1970."""
    return (at - _EPOCH) // timedelta(milliseconds=1)
