"""R5: what an earlier release said, and whose coming or going a new figure beside it would tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from transparency.domain.anonymity import LEAST_WORKERS
from transparency.domain.release import counts
from transparency.domain.release.people import Person, people_of
from transparency.domain.release.reading import CellView, TableView, releases, tables
from transparency.domain.release.tables import METHOD_VERSION
from transparency.models import Release

# Within so much a count that isn't told anew must stay unknown, on either side of what was told last.
ROOM = 5


@dataclass(frozen=True, slots=True)
class Earlier:
    """The release before: its tables, and by cell how many people came into it or left it since it was last told."""

    tables: Mapping[str, TableView]
    told: Mapping[str, CellView]
    changed: Mapping[str, int]

    def holds(self, cell: str, rounded: int) -> bool:
        """Whether the earlier figure stands: fewer than eleven came or went, or none and yet the figure is another.

        The latter happens where somebody's rows were erased since, who then can't be seen to have left.
        """
        last = self.told.get(cell)
        if last is None:
            return False
        changed = self.changed.get(cell, 0)
        return 0 < changed < LEAST_WORKERS or (changed == 0 and last.n != rounded)

    def table(self, table_id: str) -> TableView | None:
        return self.tables.get(table_id)


def earlier_than(month: date, *, people: Sequence[Person], merged: counts.Merged) -> Earlier:
    """What was released last before `month` by the same method, held against `people`."""
    last = releases().filter(month__lt=month, method_version=METHOD_VERSION).first()
    if last is None:
        return Earlier({}, {}, {})
    views = tables(release=last)
    told = {
        cell: view
        for table in counts.COUNTED
        if table.id in views
        for place, cell in counts.cells_of_table(table, {}).items()
        if (view := views[table.id].cell(*place)) is not None and view.is_shown
    }
    changed = Counter[str]()
    for as_of in sorted({view.as_of for view in told.values()}):
        moved = _changes(as_of, people, merged)
        changed.update({cell: moved[cell] for cell, view in told.items() if view.as_of == as_of})
    return Earlier(views, told, changed)


def _changes(as_of: date, people: Sequence[Person], merged: counts.Merged) -> Counter[str]:
    """How many people are in a cell now and weren't in the month `as_of`, or the other way round."""
    release = Release.objects.get(month=as_of)
    made_on = (release.made_at or release.started_at).date()
    then = people_of(month=as_of, as_of=made_on, floor_hourly_micros=release.floor_hourly_micros)
    merged_then = counts.merged_codes(then)
    before = {person.number: set(counts.cells_of_person(person, merged_then)) for person in then}
    found = Counter[str]()
    for person in people:
        found.update(before.pop(person.number, set()) ^ set(counts.cells_of_person(person, merged)))
    for cells in before.values():
        found.update(cells)
    return found
