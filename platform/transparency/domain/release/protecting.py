"""From true counts to what is shown of them: R1, R3, R4, R5 and R6 over all tables of a release together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from transparency.domain.anonymity import LEAST_WORKERS
from transparency.domain.release import counts, rounding, suppression
from transparency.domain.release.comparing import ROOM, Earlier
from transparency.domain.release.dimensions import OTHER, TOTAL
from transparency.domain.release.people import Person
from transparency.domain.release.suppression import UNKNOWN, Range, Reader
from transparency.domain.release.tables import Population, Table
from transparency.models import PublishedCell

# Of a total, of one property, of two.
WEIGHTS = (1000.0, 5.0, 1.0)
Status, Reason = PublishedCell.Status, PublishedCell.Reason


class Unsafe(Exception):
    """The audit found a count that the tables would tell: nothing is published."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the world is told of one count. `n` is rounded; None where it is hidden."""

    n: int | None
    status: str
    reason: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Protected:
    """The counts of a release as they are shown, by cell; `merged` codes stand under “another answer”."""

    shown: Mapping[str, Shown]
    merged: counts.Merged
    month: date

    def is_new(self, cell: str) -> bool:
        """Whether a count is shown and of this month, so that figures of the same people may be as well."""
        return self.shown[cell].status is Status.PUBLISHED


def protect(
    *, people: Sequence[Person], merged: counts.Merged, earlier: Earlier, month: date, key: bytes, has_floor: bool
) -> Protected:
    """Round every count, hide the small ones and what would tell them, and hold back what too few people changed.

    The same people, key and earlier release always give the same. Raises Unsafe where the audit finds a gap.
    """
    found = Counter(cell for person in people for cell in counts.cells_of_person(person, merged))
    sums = counts.sums(merged, has_floor=has_floor)
    cells = _cells(merged, has_floor=has_floor)
    rounded = {cell: rounding.rounded(found[cell], key=key, table=_table(cell), cell=cell) for cell in cells}
    held = {cell for cell in cells if not _is_few(cell, found[cell], merged) and earlier.holds(cell, rounded[cell])}
    wanted = _wanted(cells, found, held, rounded, earlier, merged)
    reader = Reader({cell: _told(found[cell], rounded[cell]) for cell in cells}, sums)
    hidden = suppression.hide(reader=reader, wanted=wanted, cost=_costs(cells, found))
    if exposed := suppression.exposed(reader=reader.blank(), wanted=wanted):
        raise Unsafe(", ".join(sorted(exposed)))
    no_consent = found[counts.total_of(Population.AGREED)] < LEAST_WORKERS
    return Protected(
        {
            cell: _shown(cell, rounded[cell], cell in hidden, earlier if cell in held else None, month, no_consent)
            for cell in cells
        },
        merged,
        month,
    )


def _cells(merged: counts.Merged, *, has_floor: bool) -> list[str]:
    """Every count that some table shows."""
    return sorted(
        {
            cell
            for table in counts.COUNTED
            if has_floor or table.id not in counts.OF_FLOOR
            for cell in counts.cells_of_table(table, merged).values()
        }
    )


def _costs(cells: Sequence[str], found: Counter[str]) -> dict[str, float]:
    """What hiding a count loses: its people, and much more where other counts are parts of it."""
    weights = {cell: WEIGHTS[min(2, 0 if cell in counts.TOTAL_OF.values() else cell.count("|"))] for cell in cells}
    return {cell: weights[cell] * (1.0 + found[cell]) for cell in cells}


def _table(cell: str) -> str:
    return cell.partition("|")[0]


def _is_few(cell: str, count: int, merged: counts.Merged) -> bool:
    """R1 and R6: whether a count is too small to be shown. Nobody is few as well, where the property is sensitive."""
    if count:
        return count < LEAST_WORKERS
    return counts.is_sensitive(cell, merged)


def _told(count: int, rounded: int) -> Range:
    """What a reader takes a shown count to be: it is within the rounding, and of eleven people at least or none."""
    if not count:
        return (0.0, 0.0)
    return (max(LEAST_WORKERS, rounded - rounding.FARTHEST), max(LEAST_WORKERS, rounded + rounding.FARTHEST))


def _wanted(
    cells: Sequence[str],
    found: Counter[str],
    held: set[str],
    rounded: Mapping[str, int],
    earlier: Earlier,
    merged: counts.Merged,
) -> dict[str, Range]:
    """What must stay unknown, and how far: small groups, those who didn't give an answer, counts held back."""
    wanted = {cell: UNKNOWN for cell in (*cells, *counts.unshown_cells()) if _is_few(cell, found[cell], merged)}
    for cell in held - wanted.keys():
        last = earlier.told[cell].n or 0
        wanted[cell] = (max(0, min(last, rounded[cell]) - ROOM), max(last, rounded[cell]) + ROOM + 1)
    return wanted


def _shown(cell: str, rounded: int, is_hidden: bool, held_by: Earlier | None, month: date, no_consent: bool) -> Shown:
    """One reason for all that is hidden: to name those that are hidden for others would tell them from small ones."""
    if held_by is not None:
        last = held_by.told[cell]
        return Shown(last.n, Status.NOT_UPDATED, "", last.as_of)
    if is_hidden:
        few = no_consent and (_table(cell) == Population.AGREED.value or cell == counts.total_of(Population.AGREED))
        return Shown(None, Status.SUPPRESSED, Reason.NO_CONSENT if few else Reason.FEW, month)
    return Shown(rounded, Status.PUBLISHED, "", month)


def figures(table: Table, protected: Protected) -> Iterator[tuple[str, str, Shown, dict[str, float]]]:
    """The cells of a counted table: row, column, count and shares, the totals last. Merged codes are hidden ones."""
    places = counts.cells_of_table(table, protected.merged)
    columns = (*table.columns.names, TOTAL) if table.columns else ("",)
    for row in (*table.rows.names, TOTAL):
        for column in columns:
            cell = places.get((row, column))
            if cell is None and table.id in counts.ALONE:
                continue
            shown = protected.shown[cell] if cell else None
            if shown is None:
                total = protected.shown[counts.total_of(table.population)]
                shown = Shown(None, Status.SUPPRESSED, total.reason or Reason.FEW, protected.month)
            values = {} if row == TOTAL else _shares(table, protected, places, column, shown)
            yield row, column, shown, values


def _shares(
    table: Table, protected: Protected, places: Mapping[tuple[str, str], str], column: str, shown: Shown
) -> dict[str, float]:
    """Out of rounded counts alone: the part in its column, of those who said something where it was asked."""
    whole = base_of(table, protected, column)
    if shown.n is None or not whole:
        return {}
    part = rounding.share(shown.n, whole)
    found = {} if part is None else {"share": part}
    if any(figure.name == "low" for figure in table.figures):
        low, high = rounding.wilson(min(shown.n, whole), whole)
        found |= {"low": round(low, 3), "high": round(high, 3)}
    return found


def base_of(table: Table, protected: Protected, column: str) -> int | None:
    """The rounded count that shares of a column are of: its total, less those who gave another answer or none."""
    places = counts.cells_of_table(table, protected.merged)
    if (TOTAL, column) not in places:
        return None
    whole = protected.shown[places[TOTAL, column]].n
    other = places.get((OTHER, column)) if table.rows.is_answered else None
    left_out = protected.shown[other].n if other else None
    return None if whole is None else whole - (left_out or 0)
