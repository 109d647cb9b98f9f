"""Counting people into the cells of all tables at once: one name for one count, whichever tables show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from transparency.domain.anonymity import LEAST_WORKERS
from transparency.domain.release import answers
from transparency.domain.release.dimensions import (
    CAME_BACK,
    FROM_FLOOR,
    HOURLY,
    HOURS,
    OTHER,
    PAY_BAND,
    TOTAL,
    Dimension,
)
from transparency.domain.release.people import Person
from transparency.domain.release.suppression import Sum
from transparency.domain.release.tables import TABLES, Population, Shape, Table

COUNTED = [table for table in TABLES.values() if table.shape is Shape.COUNT]
# Codes by dimension that are too small to be shown of anybody, and so stand under “another answer”.
Merged = Mapping[str, frozenset[str]]
SENSITIVE = {"floor", *(f"pay_{measure}" for measure in HOURLY.names), *answers.ANSWERED}
ALONE = {"hourly_bands": HOURLY}
# Tables that take a wage floor.
OF_FLOOR = {"hourly_bands", "floor_share"}
# Whoever is in a population is in this cell of a larger one: it is one count with one rounding.
TOTAL_OF = {
    Population.REGISTERED: "registered",
    Population.WORKING: "registered|seen=working",
    Population.HOUR_OR_MORE: "hour_or_more",
    Population.AGREED: "working|agreed=yes",
}


def total_of(population: Population) -> str:
    """The cell that counts everybody in a population."""
    return TOTAL_OF[population]


def cell_of(population: Population, **codes: str) -> str:
    """The name of a cell; without codes that of everybody."""
    if not codes:
        return total_of(population)
    return "|".join([population.value, *(f"{name}={codes[name]}" for name in sorted(codes))])


def cells_of_table(table: Table, merged: Merged) -> dict[tuple[str, str], str]:
    """Each row and column of a table with the cell that counts it, margins among them; merged codes have none."""
    if table.id in ALONE:
        return {
            (row, column): cell_of(table.population, **({f"pay_{column}": row} if row != TOTAL else {}))
            for row in (*table.rows.names, TOTAL)
            for column in HOURLY.names
        }
    if table.rows.may_be_several:
        rows = {(row, ""): several_cell(table.rows, row) for row in table.rows.names}
        return {**rows, (TOTAL, ""): total_of(table.population)}
    if table.columns is None:
        return {(row, ""): _cell(table, {table.rows.id: row}) for row in (*_left(table.rows, merged), TOTAL)}
    return {
        (row, column): _cell(table, {table.rows.id: row, table.columns.id: column})
        for row, column in product((*_left(table.rows, merged), TOTAL), (*_left(table.columns, merged), TOTAL))
    }


def _cell(table: Table, codes: dict[str, str]) -> str:
    return cell_of(table.population, **{name: code for name, code in codes.items() if code != TOTAL})


def _left(dimension: Dimension, merged: Merged) -> tuple[str, ...]:
    return tuple(code for code in dimension.names if code not in merged.get(dimension.id, ()))


def merged_codes(people: Iterable[Person]) -> Merged:
    """Answers that fewer than eleven gave: they join “another answer or not said”, and so stay in every total."""
    found = Counter((name, code) for person in people if person.has_agreed for name, code in person.codes.items())
    return {
        name: frozenset(code for code in one.names if code != OTHER and found[name, code] < LEAST_WORKERS)
        for name, one in answers.ONE_OF.items()
    }


def cells_of_person(person: Person, merged: Merged) -> Iterator[str]:
    """Every cell that counts this person, each once."""
    codes = {name: OTHER if code in merged.get(name, ()) else code for name, code in person.codes.items()}
    yield total_of(Population.REGISTERED)
    yield cell_of(Population.REGISTERED, circle=codes["circle"])
    yield cell_of(Population.REGISTERED, seen=codes["seen"])
    if person.is_working:
        for name in ("hours", "days_seen", "agreed", *(one.id for one in CAME_BACK.values())):
            yield cell_of(Population.WORKING, **{name: codes[name]})
    if person.has_an_hour:
        yield total_of(Population.HOUR_OR_MORE)
        for name in ("floor", *(f"pay_{measure}" for measure in HOURLY.names)):
            if name in codes:
                yield cell_of(Population.HOUR_OR_MORE, **{name: codes[name]})
    if person.has_agreed:
        yield from _answered_cells(person, codes)


def _answered_cells(person: Person, codes: Mapping[str, str]) -> Iterator[str]:
    for name, dimension in answers.SEVERAL.items():
        for code in dimension.names:
            yield several_cell(dimension, code, "yes" if code in person.several[name] else "no")
    for name in answers.ONE_OF:
        yield cell_of(Population.AGREED, **{name: codes[name]})
    for table in COUNTED:
        if table.population is Population.AGREED and table.columns is not None:
            names = (table.rows.id, table.columns.id)
            yield cell_of(Population.AGREED, **{name: codes[name] for name in names})


def unshown_cells() -> list[str]:
    """Counts that no table shows, and that two others give away: those who didn't give one of several answers."""
    return [several_cell(one, code, "no") for one in answers.SEVERAL.values() for code in one.names]


def is_sensitive(cell: str, merged: Merged) -> bool:
    """R6: whether not even nobody may be told. That nobody left a question open harms nobody, unless small groups are
    counted there: then it would say that they are nobody.
    """
    _population, *codes = cell.split("|")
    named = dict(code.split("=", 1) for code in codes)
    others = [name for name, code in named.items() if code == OTHER]
    if others and not any(merged.get(name) for name in others):
        return False
    return any(name in SENSITIVE for name in (one.partition(".")[0] for one in named))


def several_cell(dimension: Dimension, code: str, said: str = "yes") -> str:
    """The cell of those who gave one of several answers, or didn't."""
    return cell_of(Population.AGREED, **{f"{dimension.id}.{code}": said})


def sums(merged: Merged, *, has_floor: bool) -> list[Sum]:
    """Every sum that holds among the cells: margins within tables, and totals that are cells of other tables."""
    found = {
        Sum(
            total_of(Population.HOUR_OR_MORE),
            tuple(cell_of(Population.WORKING, hours=code) for code in HOURS.names[1:]),
        )
    }
    for table in COUNTED:
        if table.id in OF_FLOOR and not has_floor:
            continue
        if table.id in ALONE:
            found |= set(_sums_of_pay(table))
        elif table.rows.may_be_several:
            found |= {
                Sum(total_of(table.population), (several_cell(table.rows, code), several_cell(table.rows, code, "no")))
                for code in table.rows.names
            }
            if table.rows is answers.QUESTION:
                # Who didn't answer is among those of another answer or none.
                found |= {
                    Sum(several_cell(table.rows, name, "no"), (cell_of(table.population, **{name: OTHER}),), True)
                    for name in answers.ONE_OF
                }
        else:
            found |= set(_sums_of_table(table, merged))
    return sorted(found, key=lambda one: (one.whole, one.parts, one.is_at_most))


def _sums_of_table(table: Table, merged: Merged) -> Iterator[Sum]:
    """Margins of a table, be it of one dimension or of two; a margin is the sum of its lines too."""
    one, other = table.rows, table.columns
    yield _margin(table, one, merged)
    if other is not None:
        yield _margin(table, other, merged)
        for row in _left(one, merged):
            yield _margin(table, other, merged, **{one.id: row})
        for column in _left(other, merged):
            yield _margin(table, one, merged, **{other.id: column})


def _margin(table: Table, over: Dimension, merged: Merged, **fixed: str) -> Sum:
    parts = tuple(cell_of(table.population, **fixed, **{over.id: code}) for code in _left(over, merged))
    return Sum(cell_of(table.population, **fixed), parts)


def _sums_of_pay(table: Table) -> Iterator[Sum]:
    """Bands add up for each measure; and who is in a band by M13 is in that or a lower one by M13b, and so by M13c."""
    for measure in HOURLY.names:
        yield Sum(total_of(table.population), tuple(_pay_cell(table, measure, band) for band in PAY_BAND.names))
    bands = [_pay_cell(table, HOURLY.names[-1], band) for band in PAY_BAND.names]
    edge = PAY_BAND.names.index(FROM_FLOOR[0])
    yield Sum(cell_of(table.population, floor="below"), tuple(bands[:edge]))
    yield Sum(cell_of(table.population, floor="at_or_above"), tuple(bands[edge:]))
    for more, less in zip(HOURLY.names, HOURLY.names[1:], strict=False):
        for edge in range(1, len(PAY_BAND.names)):
            below = PAY_BAND.names[:edge]
            yield from _no_more(
                [_pay_cell(table, more, band) for band in below], [_pay_cell(table, less, band) for band in below]
            )


def _pay_cell(table: Table, measure: str, band: str) -> str:
    return cell_of(table.population, **{f"pay_{measure}": band})


def _no_more(few: list[str], many: list[str]) -> Iterator[Sum]:
    """That some counts add up to no more than others, by a name for their sum that no table shows."""
    name = "+".join(few)
    yield Sum(name, tuple(few))
    yield Sum(name, tuple(many), is_at_most=True)
