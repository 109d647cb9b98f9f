"""R4: which counts are hidden besides the small ones, so that none of those can be worked out.

A reader is taken to know every published count to within its rounding, that counts are no less than nothing, and every
sum that holds among them, across all tables of the release. What they can reckon at best is a linear programme.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, hstack, identity

from transparency.domain.anonymity import LEAST_WORKERS

NEAR = 1e-6
# More people than there are, so that every question has an answer.
MANY = 1e6
Range = tuple[float, float]
# A small group: it must look as if anybody, nobody or ten people were in it.
UNKNOWN: Range = (0, LEAST_WORKERS)


@dataclass(frozen=True, slots=True)
class Sum:
    """`whole` is the sum of `parts`. With `is_at_most`, no more than that."""

    whole: str
    parts: tuple[str, ...]
    is_at_most: bool = False


@dataclass
class Reader:
    """What somebody with the published tables alone knows: `told` is the range of each count that is shown."""

    told: Mapping[str, Range]
    sums: Sequence[Sum]
    hidden: set[str] = field(default_factory=set)
    fitting: list[np.ndarray] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.names = sorted({*self.told, *(name for one in self.sums for name in (one.whole, *one.parts))})
        self.place = {name: place for place, name in enumerate(self.names)}
        self.equal, self.below = self._matrix(False), self._matrix(True)

    def _matrix(self, is_at_most: bool) -> csr_matrix | None:
        rows, columns, signs = [], [], []
        for row, one in enumerate(one for one in self.sums if one.is_at_most is is_at_most):
            for name, sign in ((one.whole, 1.0), *((part, -1.0) for part in one.parts)):
                rows.append(row)
                columns.append(self.place[name])
                signs.append(sign)
        shape = (max(rows, default=-1) + 1, len(self.names))
        return csr_matrix((signs, (rows, columns)), shape=shape) if rows else None

    def range_of(self, name: str) -> Range:
        return (0.0, MANY) if name in self.hidden or name not in self.told else self.told[name]

    def interval(self, name: str) -> Range:
        """The least and the most that a count can be, for all that this reader knows."""
        place = self.place[name]
        low, high = (float(self._solve(self._wish(name, sign))[place]) for sign in (1.0, -1.0))
        return low, high

    def blank(self) -> Reader:
        """A reader of the same tables who has found nothing yet."""
        return Reader(self.told, self.sums, set(self.hidden))

    def allows(self, name: str, wanted: Range) -> bool:
        """Whether a count may be as little as `wanted` begins and as much as it ends, for all that they know.

        Counts that fit are remembered: most show something of other counts as well.
        """
        place = self.place[name]
        for sign, end in ((1.0, wanted[0]), (-1.0, -wanted[1])):
            if any(sign * counts[place] <= end + NEAR for counts in self.fitting):
                continue
            counts = self._solve(self._wish(name, sign))
            self.fitting.append(counts)
            if sign * counts[place] > end + NEAR:
                return False
        return True

    def _wish(self, name: str, sign: float) -> np.ndarray:
        wish = np.zeros(len(self.names))
        wish[self.place[name]] = sign
        return wish

    def _solve(self, wish: np.ndarray) -> np.ndarray:
        """Counts that fit all that is known, with the least of `wish`."""
        return _least(wish, self.equal, self.below, [self.range_of(name) for name in self.names])

    def cheapest(self, name: str, value: float, cost: Mapping[str, float]) -> set[str]:
        """The shown counts to hide so that `name` may be `value`, as cheaply as a linear programme finds.

        Each shown count may leave its range upwards or downwards at its cost for each step; those that do are hidden.
        """
        ranges = {one: self.range_of(one) for one in self.names} | {name: (value, value)}
        free = [one for one in self.names if one != name and one in self.told and one not in self.hidden]
        # What a count is: somewhere in its range, and steps up, and steps down, though never below nothing.
        bounds = [*ranges.values(), *((0.0, MANY) for _one in free), *((0.0, ranges[one][0]) for one in free)]
        moves = csr_matrix(([1.0] * len(free), ([self.place[one] for one in free], range(len(free)))),
                           shape=(len(self.names), len(free)))  # fmt: skip
        spread = hstack([identity(len(self.names)), moves, -moves])
        costs = [max(NEAR, cost.get(one, 1.0)) for one in free]
        wish = np.array([0.0] * len(self.names) + costs * 2)
        equal, below = (None if matrix is None else csr_matrix(matrix @ spread) for matrix in (self.equal, self.below))
        found = _least(wish, equal, below, bounds)
        steps = found[len(self.names) :].reshape(2, len(free)).sum(axis=0)
        return {one for one, step in zip(free, steps, strict=True) if step > NEAR}

    def showing(self, name: str) -> Reader:
        """A reader who is shown one of the hidden counts as well. What fits with it fits for them too."""
        found = Reader(self.told, self.sums, self.hidden - {name})
        low, high = found.range_of(name)
        place = self.place[name]
        found.fitting = [counts for counts in self.fitting if low - NEAR <= counts[place] <= high + NEAR]
        return found


def hide(*, reader: Reader, wanted: Mapping[str, Range], cost: Mapping[str, float]) -> set[str]:
    """Which counts to hide: those of `wanted`, each of which must look as if it could be anything in its range, and
    the cheapest others that this takes. `reader` is left knowing what is shown.

    A count that is hidden for the sake of others is either plainly of eleven people or more, or may be anything from
    nobody to eleven too: otherwise a reader who knows this rule would tell it from a small one.
    """
    reader.hidden |= set(wanted)
    for name, target in wanted.items():
        _protect(reader, name, target, cost)
    added = reader.hidden - set(wanted)
    for name in sorted(added, key=lambda one: (-cost.get(one, 1.0), one)):
        if _all_safe(with_it := reader.showing(name), wanted):
            reader.hidden, reader.fitting = with_it.hidden, with_it.fitting
    while unclear := [name for name in sorted(reader.hidden) if name not in wanted and not _is_clear(reader, name)]:
        _protect(reader, unclear[0], UNKNOWN, cost)
    return set(reader.hidden)


def exposed(*, reader: Reader, wanted: Mapping[str, Range]) -> dict[str, Range]:
    """The audit: those of `wanted` that this reader can tell more closely than they may, and how closely."""
    return {name: reader.interval(name) for name, target in wanted.items() if not reader.allows(name, target)}


def _protect(reader: Reader, name: str, target: Range, cost: Mapping[str, float]) -> None:
    if not reader.allows(name, target):
        for end in target:
            reader.hidden |= reader.cheapest(name, end, cost)


def _all_safe(reader: Reader, wanted: Mapping[str, Range]) -> bool:
    return all(reader.allows(name, target) for name, target in wanted.items())


def _is_clear(reader: Reader, name: str) -> bool:
    """Whether a count is seen to be of eleven people or more, or could be of nobody and of eleven as well."""
    return reader.allows(name, UNKNOWN) or reader.interval(name)[0] >= LEAST_WORKERS - NEAR


def _least(wish: np.ndarray, equal: csr_matrix | None, below: csr_matrix | None, bounds: Iterable[Range]) -> np.ndarray:
    """What fits all sums with the least of `wish`. The true counts fit, so something does."""
    found = linprog(
        wish,
        A_eq=equal,
        b_eq=None if equal is None else np.zeros(equal.shape[0]),
        A_ub=below,
        b_ub=None if below is None else np.zeros(below.shape[0]),
        bounds=list(bounds),
        method="highs",
    )
    if found.x is None:
        raise ValueError(f"no counts fit what is known: {found.message}")
    return np.asarray(found.x)
