"""Somebody who has the published tables and nothing else, and works out of them what is hidden.

They know all that is written about the method: rounding to 5, the threshold of eleven, which tables share a total and
which answers were put together with others. They are no part of the product, and use none of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

ROUNDING, FEW, NEAR = 4, 11, 1e-6
TOTAL, OTHER = "total", "other"
MEASURES = ("M13", "M13b", "M13c")
BANDS = ("0_25", "25_50", "50_75", "75_100", "100_125", "125_150", "150_200", "200_up")
HOURS = ("1_5", "5_10", "10_20", "20_40", "40_80", "80_up")
# One number under several names.
SAME = {"working": "registered|seen=working", "agreed": "working|agreed=yes"}
Interval = tuple[float, float]


def name_of(population: str, **codes: str) -> str:
    """What a count is called, however many tables show it."""
    said = [f"{key}={code}" for key, code in sorted(codes.items()) if code != TOTAL]
    return "|".join([population, *said]) if said else SAME.get(population, population)


@dataclass
class Attacker:
    """What they know: a range for each count, sums that hold, and sums that are no more than others."""

    joined: Mapping[str, Iterable[str]] = field(default_factory=dict)
    ranges: dict[str, Interval] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    sums: list[tuple[str, list[str], bool]] = field(default_factory=list)

    def read(self, table: Mapping[str, Any]) -> None:
        """Take a table as anybody gets it from its address."""
        if table["shape"] != "count":
            return
        places = {
            (cell["row"], cell["column"]): self._name(table, cell["row"], cell["column"]) for cell in table["cells"]
        }
        for cell in table["cells"]:
            self._note(places[cell["row"], cell["column"]], cell)
        self._add_up(table, places)

    def _name(self, table: Mapping[str, Any], row: str, column: str) -> str:
        population, dimensions = table["population"], table["dimensions"]
        if table["table"] == "hourly_bands":
            return name_of(population, **{f"pay_{column}": row})
        if dimensions[0] in ("motivation", "question"):
            return name_of(population, **({f"{dimensions[0]}.{row}": "yes"} if row != TOTAL else {}))
        return name_of(population, **dict(zip(dimensions, (row, column), strict=False)))

    def _note(self, name: str, cell: Mapping[str, Any]) -> None:
        n = cell["n"]
        if cell["status"] == "published":
            self.ranges[name] = (0, 0) if n == 0 else (max(FEW, n - ROUNDING), max(FEW, n + ROUNDING))
        elif cell["status"] == "suppressed":
            self.hidden.add(name)

    def _add_up(self, table: Mapping[str, Any], places: Mapping[tuple[str, str], str]) -> None:
        if table["table"] == "hourly_bands":
            self._know_pay(table["population"])
        elif table["dimensions"][0] in ("motivation", "question"):
            for (row, _column), name in places.items():
                if row != TOTAL:
                    self.sums.append((places[TOTAL, ""], [name, f"not {name}"], False))
        else:
            for line, other in ((0, 1), (1, 0)):
                for fixed in {place[other] for place in places}:
                    self._line(table, places, line, fixed)

    def _line(self, table: Mapping[str, Any], places: Mapping[tuple[str, str], str], line: int, fixed: str) -> None:
        """The cells of one row or column: those put together with others are part of “other”, the rest of the total."""
        if line == 1 and len(table["dimensions"]) < 2:
            return
        own = {place[line]: name for place, name in places.items() if place[1 - line] == fixed}
        joined = set(self.joined.get(table["dimensions"][line], ()))
        if TOTAL not in own:
            return
        if fixed not in joined_of(self.joined, table, 1 - line):
            self.sums.append(
                (own[TOTAL], [name for code, name in own.items() if code != TOTAL and code not in joined], False)
            )
        if OTHER in own:
            for code in joined & own.keys():
                self.sums.append((own[code], [own[OTHER]], True))

    def _know_pay(self, population: str) -> None:
        whole = name_of(population)
        bands = {measure: [name_of(population, **{f"pay_{measure}": band}) for band in BANDS] for measure in MEASURES}
        self.sums += [(whole, bands[measure], False) for measure in MEASURES]
        self.sums.append((whole, [name_of("working", hours=code) for code in HOURS], False))
        edge = BANDS.index("100_125")
        self.sums.append((name_of(population, floor="below"), bands["M13c"][:edge], False))
        self.sums.append((name_of(population, floor="at_or_above"), bands["M13c"][edge:], False))
        for more, less in pairwise(MEASURES):
            for cut in range(1, len(BANDS)):
                self.sums.append((f"{more} below {cut}", bands[more][:cut], False))
                self.sums.append((f"{more} below {cut}", bands[less][:cut], True))

    def found(self) -> dict[str, Interval]:
        """Hidden counts that are told more closely than “nobody to eleven”, and aren't plainly of eleven or more."""
        names = sorted(
            {*self.ranges, *self.hidden, *(one for whole, parts, _most in self.sums for one in (whole, *parts))}
        )
        place = {name: number for number, name in enumerate(names)}
        system = [self._matrix(place, is_at_most) for is_at_most in (False, True)]
        bounds = [self.ranges.get(name, (0, inf)) for name in names]
        least, most = np.full(len(names), inf), np.full(len(names), -inf)
        every = [place[name] for name in self.hidden]
        asked = [every, *([place[name]] for name in sorted(self.hidden))]
        for chosen in asked:
            for sign, is_known in ((1.0, max(least[chosen]) <= NEAR), (-1.0, min(most[chosen]) >= FEW - NEAR)):
                if not is_known:
                    counts = solve(chosen, sign, len(names), system, bounds)
                    least, most = np.minimum(least, counts), np.maximum(most, counts)
        seen = {name: (float(least[place[name]]), float(most[place[name]])) for name in self.hidden}
        return {
            name: (low, high)
            for name, (low, high) in seen.items()
            if low < FEW - NEAR and not (low <= NEAR and high >= FEW - NEAR)
        }

    def _matrix(self, place: Mapping[str, int], is_at_most: bool) -> csr_matrix | None:
        chosen = [(whole, parts) for whole, parts, most in self.sums if most is is_at_most]
        rows = [row for row, (_whole, parts) in enumerate(chosen) for _one in range(len(parts) + 1)]
        columns = [place[one] for whole, parts in chosen for one in (whole, *parts)]
        signs = [sign for _whole, parts in chosen for sign in (1.0, *[-1.0] * len(parts))]
        return csr_matrix((signs, (rows, columns)), shape=(len(chosen), len(place))) if chosen else None


def joined_of(joined: Mapping[str, Iterable[str]], table: Mapping[str, Any], line: int) -> set[str]:
    """The codes of a table's dimension that stand under “other”."""
    dimensions = table["dimensions"]
    return set(joined.get(dimensions[line], ())) if line < len(dimensions) else set()


def solve(
    places: list[int], sign: float, size: int, system: list[csr_matrix | None], bounds: list[Interval]
) -> np.ndarray:
    """Counts that fit everything, with the least (or the most) of some of them. They exist: the true ones do."""
    wish = np.zeros(size)
    wish[places] = sign
    equal, below = system
    # A count without an end is as good as a million.
    ends = [(low, min(high, 1e6)) for low, high in bounds]
    found = linprog(
        wish,
        A_eq=equal,
        b_eq=None if equal is None else np.zeros(equal.shape[0]),
        A_ub=below,
        b_ub=None if below is None else np.zeros(below.shape[0]),
        bounds=ends,
        method="highs",
    )
    assert found.x is not None, "the attacker believes something that isn't so"
    return np.asarray(found.x)
