"""Boxes in whole pixels of the displayed image: (0, 0) is the top left corner, y grows downwards."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tasks.kinds.pixels import nearest


class EmptyBox(Exception):
    """Nothing of the box lies inside the image."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with its left, top, width and height in pixels."""

    x: int
    y: int
    w: int
    h: int


def normal_box(*, x: float, y: float, w: float, h: float, width: int | None, height: int | None) -> Box:
    """The part of a box inside an image of `width` by `height`, rounded to whole pixels.

    A negative width or height means that it was drawn from another corner. Without the image's size only its
    top and left edges are known. Raises EmptyBox when no area is left or a number isn't finite.
    """
    if not all(map(math.isfinite, (x, y, w, h))):
        raise EmptyBox
    left, right = _edges(x, x + w, width)
    top, bottom = _edges(y, y + h, height)
    if right <= left or bottom <= top:
        raise EmptyBox
    return Box(left, top, right - left, bottom - top)


def _edges(one: float, other: float, size: int | None) -> tuple[int, int]:
    near, far = (nearest(edge, most=size) for edge in sorted((one, other)))
    return near, far
