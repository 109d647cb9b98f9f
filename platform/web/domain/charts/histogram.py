"""How values are spread: a bar for each range of them, on an even or a logarithmic axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from web.domain.charts.parts import (
    LANE,
    Caption,
    Mark,
    Reference,
    Table,
    Tick,
    Write,
    hidden_words,
    lanes_of,
    listed,
    marks_of,
    ticks_of,
)
from web.domain.charts.scales import Scale, from_zero
from web.domain.formatting import format_number

# Words fit above a bar that is at least so many percent of the width.
ROOM_FOR_WORDS = 9.0


@dataclass(frozen=True, slots=True)
class Bin:
    """How many lie from `low` to below `high`; None where it is not shown, and `hidden` says why.

    `words` name the range where its ends are open or rounded.
    """

    low: float
    high: float
    count: float | None
    hidden: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class DrawnBin:
    """A bar: left and width in percent of the width, height in percent of the height (None: not shown)."""

    at: float
    width: float
    height: float | None
    top: float
    words: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Histogram:
    """A spread ready to be shown; `levels` are the lines of the upright axis, in percent from the top."""

    caption: Caption
    bins: Sequence[DrawnBin]
    ticks: Sequence[Tick]
    levels: Sequence[Tick]
    marks: Sequence[Mark]
    top: int
    has_hidden: bool
    sentence: str
    table: Table
    template: str = "web/charts/_histogram.html"


def histogram(
    *,
    caption: Caption,
    bins: Sequence[Bin],
    write: Write,
    write_count: Write = lambda count: format_number(round(count)),
    references: Sequence[Reference] = (),
    is_log: bool = False,
    is_by_area: bool = False,
    ticks: Sequence[float] | None = None,
) -> Histogram:
    """Draw `bins` (in order, without gaps; the first begins above zero where `is_log`).

    `ticks` replaces the round values of the axis: for durations, 1 s, 10 s, 60 s, 600 s. For ranges of unequal width
    `is_by_area`: the area of a bar is as its number, which stands above it, and there is no upright axis.
    """
    scale = Scale(bins[0].low, bins[-1].high, is_log=is_log)
    heights = [_height(each, scale, is_by_area=is_by_area) for each in bins]
    upright = from_zero([height for height in heights if height is not None], most_ticks=4)
    marks = marks_of(references, place=scale.at, write=write)
    counts = [hidden_words(each.hidden) if each.count is None else write_count(each.count) for each in bins]
    drawn = [
        _drawn(each, scale, None if height is None else upright.at(height), write, count if is_by_area else "")
        for each, height, count in zip(bins, heights, counts, strict=True)
    ]
    return Histogram(
        caption=caption,
        bins=drawn,
        ticks=ticks_of(ticks or scale.ticks(), place=scale.at, write=write),
        levels=[] if is_by_area else [Tick(100 - upright.at(value), write_count(value)) for value in upright.ticks(4)],
        marks=marks,
        top=LANE * lanes_of(marks),
        has_hidden=any(each.count is None for each in bins),
        sentence=listed(f"{each.words}: {count}" for each, count in zip(drawn, counts, strict=True)),
        table=Table(
            [gettext("From … to below"), gettext("Number")],
            [[each.words, count] for each, count in zip(drawn, counts, strict=True)],
        ),
    )


def _height(each: Bin, scale: Scale, *, is_by_area: bool) -> float | None:
    if each.count is None:
        return None
    return each.count / (scale.at(each.high) - scale.at(each.low)) if is_by_area else each.count


def _drawn(each: Bin, scale: Scale, height: float | None, write: Write, label: str) -> DrawnBin:
    at, end = scale.at(each.low), scale.at(each.high)
    words = each.words or gettext("%(low)s to %(high)s") % {"low": write(each.low), "high": write(each.high)}
    has_room = each.count is not None and end - at >= ROOM_FOR_WORDS
    return DrawnBin(at, round(end - at, 3), height, 100 - (height or 0), words, label if has_room else "")
