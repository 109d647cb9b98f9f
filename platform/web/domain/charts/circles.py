"""Circles inside each other: who is registered, who comes, who works. The area of a circle is as its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from django.utils.translation import gettext

from web.domain.charts.parts import Caption, Table, Write, hidden_words, listed
from web.domain.formatting import format_number

# Half the side of the field that the circles are drawn in.
RADIUS = 100.0


@dataclass(frozen=True, slots=True)
class Ring:
    """One circle: everybody in it, those of the smaller circles included. None is not shown, and `hidden` says why.

    `written` replaces the number where it stands for a class alone; `words` explain who they are.
    """

    label: str
    size: float | None
    written: str = ""
    words: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class DrawnRing:
    """A circle that stands on the bottom of the field; without a number there is none."""

    ring: Ring
    radius: float | None
    middle: float
    written: str
    look: int


@dataclass(frozen=True, slots=True)
class Circles:
    """Circles ready to be shown, the greatest first."""

    caption: Caption
    rings: Sequence[DrawnRing]
    sentence: str
    table: Table
    template: str = "web/charts/_circles.html"


def circles(
    *, caption: Caption, rings: Sequence[Ring], write: Write = lambda size: format_number(round(size))
) -> Circles:
    """Draw `rings`, the greatest first; the greatest fills the field."""
    top = max((ring.size for ring in rings if ring.size), default=0.0)
    drawn = []
    for look, ring in enumerate(rings):
        radius = RADIUS * sqrt(ring.size / top) if ring.size and top else None
        written = ring.written or (hidden_words(ring.hidden) if ring.size is None else write(ring.size))
        middle = 2 * RADIUS - (radius or 0.0)
        drawn.append(DrawnRing(ring, None if radius is None else round(radius, 2), round(middle, 2), written, look))
    return Circles(
        caption=caption,
        rings=drawn,
        sentence=listed(f"{each.ring.label}: {each.written}" for each in drawn),
        table=Table([gettext("Group"), gettext("People")], [[each.ring.label, each.written] for each in drawn]),
    )
