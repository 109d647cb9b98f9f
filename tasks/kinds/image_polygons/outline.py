"""Outlines in whole pixels of the displayed image: (0, 0) is the top left corner, y grows downwards."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tasks.kinds.pixels import nearest

Point = tuple[int, int]
Edge = tuple[Point, Point]


class NoOutline(Exception):
    """The points don't enclose a part of the image."""


class NotFinite(NoOutline):
    """A number isn't finite."""


class TooFewVertices(NoOutline):
    """Fewer than three different points are left."""


class NoArea(NoOutline):
    """All points lie on one line."""


class CrossesItself(NoOutline):
    """Two sides meet elsewhere than at the vertex between them."""


def normal_outline(points: Sequence[Sequence[float]], *, width: int | None, height: int | None) -> list[Point]:
    """The vertices of a polygon inside an image of `width` by `height`, in the one order that all its drawings share.

    Rounded to whole pixels, without repeated ones; clockwise, from the highest vertex, the leftmost of several. So
    the same outline is the same answer wherever it was begun and whichever way round. Raises NoOutline.
    """
    if not all(math.isfinite(number) for point in points for number in point):
        raise NotFinite
    vertices = _without_repeats([(nearest(x, most=width), nearest(y, most=height)) for x, y in points])
    if len(set(vertices)) < 3:
        raise TooFewVertices
    if all(_turn(vertices[0], vertices[1], vertex) == 0 for vertex in vertices[2:]):
        raise NoArea
    if _crosses_itself(vertices):
        raise CrossesItself
    return _in_order(vertices)


def _without_repeats(vertices: list[Point]) -> list[Point]:
    """Without vertices that only repeat the one before; a double click leaves one, a closed ring another."""
    kept = vertices[:1] + [vertex for before, vertex in pairwise(vertices) if vertex != before]
    while len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return kept


def _in_order(vertices: list[Point]) -> list[Point]:
    doubled_area = sum(a[0] * b[1] - b[0] * a[1] for a, b in _edges(vertices))
    clockwise = vertices if doubled_area > 0 else vertices[::-1]
    first = min(range(len(clockwise)), key=lambda index: clockwise[index][::-1])
    return clockwise[first:] + clockwise[:first]


def _edges(vertices: list[Point]) -> list[Edge]:
    return [(vertices[index - 1], vertex) for index, vertex in enumerate(vertices)]


def _crosses_itself(vertices: list[Point]) -> bool:
    edges = _edges(vertices)
    folds = any(_folds_back(before, after) for before, after in zip(edges[-1:] + edges, edges, strict=False))
    return folds or any(_meet(one, other) for one, other in _pairs_side_by_side(edges))


def _pairs_side_by_side(edges: list[Edge]) -> Iterator[tuple[Edge, Edge]]:
    """Pairs of edges that aren't neighbours and share a range from left to right."""
    by_left = sorted(range(len(edges)), key=lambda index: min(edges[index])[0])
    for place, one in enumerate(by_left):
        right = max(edges[one])[0]
        for other in by_left[place + 1 :]:
            if min(edges[other])[0] > right:
                break
            if abs(one - other) not in (1, len(edges) - 1):
                yield edges[one], edges[other]


def _folds_back(before: Edge, after: Edge) -> bool:
    """Whether the outline runs back over the side from which it comes."""
    (a, b), (_b, c) = before, after
    return _turn(a, b, c) == 0 and (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]) < 0


def _meet(one: Edge, other: Edge) -> bool:
    """Whether two edges have a point in common."""
    (a, b), (c, d) = one, other
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return False
    if max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0]):
        return False
    return _turn(a, b, c) * _turn(a, b, d) <= 0 and _turn(c, d, a) * _turn(c, d, b) <= 0


def _turn(a: Point, b: Point, c: Point) -> int:
    """Positive where the way from `a` over `b` to `c` turns clockwise, 0 where it is straight; -1, 0 or 1."""
    cross = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (cross > 0) - (cross < 0)
