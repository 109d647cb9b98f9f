"""Reading published figures: what public pages and files are made of. Nothing else is read for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from transparency.domain.release.dimensions import Dimension, Words
from transparency.domain.release.tables import TABLES, Table
from transparency.models import PublishedCell, PublishedTable, Release

Status = PublishedCell.Status


@dataclass(frozen=True, slots=True)
class CellView:
    """A figure as it was published. `n` people, rounded to 5; shares are 0 to 1."""

    row: str
    column: str
    n: int | None
    values: dict[str, Any]
    status: str
    reason: str
    as_of: date

    @property
    def is_shown(self) -> bool:
        """Whether there is a figure, be it of an earlier month."""
        return self.status != Status.SUPPRESSED

    def value(self, name: str) -> Any:
        """One of the named figures; None where there is none, too few people or not."""
        return self.values.get(name)


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of one release, in the order of its definition. Cells that a definition lost since are not in it."""

    table: Table
    release: Release
    cells: dict[tuple[str, str], CellView] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.table.id

    @property
    def title(self) -> Words:
        return self.table.title

    @property
    def as_of(self) -> date:
        return self.release.month

    @property
    def rows(self) -> list[tuple[str, Words]]:
        """Codes and words, those only that any cell stands in; the total is not among them."""
        return _in_use(self.table.rows, {row for row, _column in self.cells})

    @property
    def columns(self) -> list[tuple[str, Words]]:
        """As `rows`; empty for a table of one dimension."""
        if self.table.columns is None:
            return []
        return _in_use(self.table.columns, {column for _row, column in self.cells})

    @property
    def status(self) -> str:
        """Published where any figure is; else what holds for all of them."""
        found = {cell.status for cell in self.cells.values()}
        return next((status for status in Status.values if status in found), Status.SUPPRESSED)

    @property
    def notes(self) -> Words:
        return self.table.note

    def cell(self, row: str, column: str = "") -> CellView | None:
        return self.cells.get((row, column))

    def n(self, row: str, column: str = "") -> int | None:
        """People in a cell, rounded; None where it is hidden or absent."""
        found = self.cells.get((row, column))
        return found.n if found else None

    def value(self, name: str, row: str, column: str = "") -> Any:
        """One figure of a cell; None where it is hidden or absent."""
        found = self.cells.get((row, column))
        return found.value(name) if found else None


def releases() -> QuerySet[Release]:
    """The releases that were made, the latest first."""
    return Release.objects.filter(state=Release.State.MADE).order_by("-month")


def latest_release() -> Release | None:
    """The release that the pages show; None before the first."""
    return releases().first()


def release_of(*, month: date) -> Release | None:
    """The release of a month, if it was made."""
    return releases().filter(month=month.replace(day=1)).first()


def table(table_id: str, release: Release | None = None) -> TableView | None:
    """A table of `release`, or of the latest; None where it has none. Raises KeyError for an unknown id."""
    return tables([table_id], release).get(table_id)


latest = table


def tables(table_ids: Sequence[str] = (), release: Release | None = None) -> dict[str, TableView]:
    """Several tables of `release`, or of the latest, in two queries; all of them where none are named."""
    release = release or latest_release()
    wanted = list(table_ids) or list(TABLES)
    known = {table_id: TABLES[table_id] for table_id in wanted}
    if release is None:
        return {}
    found = {
        row.pk: row.table_id
        for row in PublishedTable.objects.filter(release=release, table_id__in=wanted).only("table_id")
    }
    views = {table_id: TableView(known[table_id], release) for table_id in wanted if table_id in found.values()}
    for cell in PublishedCell.objects.filter(table__in=list(found)).order_by("table", "position"):
        views[found[cell.table_id]].cells[cell.row, cell.column] = _view(cell)
    return views


def series(table_id: str) -> list[TableView]:
    """A table in all releases of the present method, the oldest first: for a trend."""
    definition = TABLES[table_id]
    rows = (
        PublishedTable.objects.filter(table_id=table_id, release__state=Release.State.MADE)
        .select_related("release")
        .order_by("release__month")
    )
    views = {row.pk: TableView(definition, row.release) for row in rows}
    for cell in PublishedCell.objects.filter(table__in=list(views)).order_by("table", "position"):
        views[cell.table_id].cells[cell.row, cell.column] = _view(cell)
    last = max((view.release.method_version for view in views.values()), default=0)
    return [view for view in views.values() if view.release.method_version == last]


def _view(cell: PublishedCell) -> CellView:
    return CellView(cell.row, cell.column, cell.n, cell.values, cell.status, cell.reason, cell.as_of)


def _in_use(dimension: Dimension, codes: set[str]) -> list[tuple[str, Words]]:
    return [(code, label) for code, label in dimension.codes if code in codes]
