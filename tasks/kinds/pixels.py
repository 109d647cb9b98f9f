"""Places on a picture, in pixels as it is displayed: (0, 0) is the top left corner, y grows downwards."""

from __future__ import annotations

import math

from tasks.kinds.base import Json

FARTHEST = 1_000_000
NUMBER: Json = {"type": "number", "minimum": -FARTHEST, "maximum": FARTHEST}


def nearest(value: float, *, most: int | None) -> int:
    """The whole number nearest to `value` from 0 to `most`; to FARTHEST when the size of the picture isn't known."""
    return min(max(math.floor(value + 0.5), 0), FARTHEST if most is None else most)


def number_from(text: str) -> float | str:
    """A posted number; what isn't one stays as it was written, so that the person sees it again."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return text
    if not math.isfinite(number):
        return text
    return int(number) if number.is_integer() else number
