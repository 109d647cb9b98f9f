"""The one release job: nothing is published in any other way. The background runs it, or `manage.py make_release`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import translation

from ledger.domain.floors import floor_on
from transparency.domain.release import comparing, counts, months, people, protecting, reckoned, rounding, worked
from transparency.domain.release import measured as measuring
from transparency.domain.release.comparing import Earlier
from transparency.domain.release.measured import Cells, Measured
from transparency.domain.release.protecting import Protected
from transparency.domain.release.reading import CellView, TableView, release_of, tables
from transparency.domain.release.tables import METHOD_VERSION, TABLES, Table
from transparency.domain.release.thresholds import is_few
from transparency.models import PublishedCell, PublishedTable, Release

State, Status, Reason = Release.State, PublishedCell.Status, PublishedCell.Reason
DUE_DAY = 8
MONTHS_BACK = range(1, 7)


class NotOver(Exception):
    """The month isn't over: its figures would change."""


class NoKey(Exception):
    """RELEASE_KEY is empty: rounding would have no secret."""


class Cancelled(Exception):
    """Somebody called the making off. Made again, it begins anew."""


def make_release(*, month: date, at: datetime) -> Release:
    """Publish the figures of `month`, its first day, as they stand at `at`.

    Made once, a month is never made otherwise: repeated, this gives what there is. An interrupted making begins anew,
    and of two at once one publishes. Raises NotOver, NoKey, Cancelled and protecting.Unsafe, which publish nothing.
    """
    if not settings.RELEASE_KEY:
        raise NoKey
    if not months.is_over(month, at=at):
        raise NotOver
    release, _made = Release.objects.get_or_create(
        month=month, defaults={"method_version": METHOD_VERSION, "started_at": at}
    )
    if release.state == State.MADE:
        return release
    floor = floor_on(country=settings.PAY_FLOOR_COUNTRY, day=months.last_of(month))
    release.state, release.started_at, release.method_version = State.MAKING, at, METHOD_VERSION
    release.table_count, release.done_count = len(TABLES), 0
    release.floor_hourly_micros = floor.hourly_micros if floor else None
    release.is_demonstration = settings.DEVELOPMENT
    release.save()
    found = _views(release, at)
    with transaction.atomic():
        if not Release.objects.filter(pk=release.pk, state=State.MAKING).update(state=State.MADE, made_at=at):
            return Release.objects.get(pk=release.pk)
        for view in found.values():
            _write(view)
    return Release.objects.get(pk=release.pk)


def cancel(*, release: Release) -> bool:
    """Call a making off; False where it is over already."""
    return bool(Release.objects.filter(pk=release.pk, state=State.MAKING).update(state=State.CANCELLED))


def release_due(*, at: datetime) -> Release | None:
    """Make the release of the month that was over last, from the 8th on: by then its answers are decided on.

    Nothing is done where it is made, was called off, or there is no key. The clock calls this.
    """
    month = months.before(months.first_of(at.date()))
    settled = Release.objects.filter(month=month).exclude(state=State.MAKING).exists()
    if at.day < DUE_DAY or settled or not settings.RELEASE_KEY:
        return None
    return make_release(month=month, at=at)


def _views(release: Release, at: datetime) -> dict[str, TableView]:
    """Every table of the release, worked out: counts first, since figures hang on them."""
    month, p_percent = release.month, float(settings.RELEASE_P_PERCENT)
    key = settings.RELEASE_KEY.encode()
    floor = release.floor_hourly_micros
    everybody = people.people_of(month=month, as_of=at.date(), floor_hourly_micros=floor)
    merged = counts.merged_codes(everybody)
    earlier = comparing.earlier_than(month, people=everybody, merged=merged)
    protected = protecting.protect(
        people=everybody, merged=merged, earlier=earlier, month=month, key=key, has_floor=floor is not None
    )
    before = [_tables_of(months.before(month, months=back)) for back in MONTHS_BACK]
    views: dict[str, TableView] = {}
    for table in counts.COUNTED:
        if _has_what_it_takes(table, floor, before):
            views[table.id] = _counted(release, table, protected)
            _tell_progress(release)
    measured = measuring.of_workers(people=everybody, p_percent=p_percent)
    measured["hour_of_week"] = measuring.hour_of_week(first=month, last=months.last_of(month), p_percent=p_percent)
    measured |= worked.of_work(month=month, p_percent=p_percent)
    for name, figures in measured.items():
        views[name] = _measured(release, TABLES[name], figures, protected, earlier, key)
        _tell_progress(release)
    for name, cells in reckoned.reckon(views, before).items():
        views[name] = _reckoned(release, TABLES[name], cells)
        _tell_progress(release)
    return views


def _has_what_it_takes(table: Table, floor: int | None, before: Sequence[Mapping[str, TableView]]) -> bool:
    """A floor for figures beside it, and a release of the month that people are asked for after."""
    if table.id in counts.OF_FLOOR:
        return floor is not None
    back = table.id.removeprefix("back_")
    return back == table.id or bool(before[int(back) - 1])


def _tables_of(month: date) -> dict[str, TableView]:
    release = release_of(month=month)
    return tables(release=release) if release else {}


def _tell_progress(release: Release) -> None:
    """One table more is done. Raises Cancelled where somebody called it off."""
    if not Release.objects.filter(pk=release.pk, state=State.MAKING).update(done_count=F("done_count") + 1):
        raise Cancelled


def _counted(release: Release, table: Table, protected: Protected) -> TableView:
    view = TableView(table, release)
    for row, column, shown, values in protecting.figures(table, protected):
        told: dict[str, float] = {} if shown.status == Status.SUPPRESSED else values
        view.cells[row, column] = CellView(row, column, shown.n, told, shown.status, shown.reason, shown.as_of)
    return view


def _measured(
    release: Release, table: Table, cells: Cells, protected: Protected, earlier: Earlier, key: bytes
) -> TableView:
    """Figures hang on the count of their people: hidden with it, and with it carried forward."""
    view, last = TableView(table, release), earlier.table(table.id)
    for (row, column), one in cells.items():
        view.cells[row, column] = _figure(release, table, row, column, one, protected, last, key)
    dominated = any(cell.reason == Reason.DOMINANCE for cell in view.cells.values())
    if dominated and ("total", "") in view.cells:
        view.cells["total", ""] = _hidden(release, "total", "", Reason.COMPLEMENTARY)
    return view


def _figure(
    release: Release, table: Table, row: str, column: str, one: Measured, protected: Protected,
    last: TableView | None, key: bytes,
) -> CellView:  # fmt: skip
    if one.counted_in:
        shown = protected.shown.get(one.counted_in)
        before = last.cell(row, column) if last else None
        if shown is None or shown.status == Status.SUPPRESSED:
            return _hidden(release, row, column, shown.reason if shown else Reason.FEW)
        if shown.status == Status.NOT_UPDATED:
            if before is None or not before.is_shown:
                return _hidden(release, row, column, Reason.FEW)
            return CellView(row, column, before.n, before.values, Status.NOT_UPDATED, "", before.as_of)
        n = shown.n or 0
    else:
        n = rounding.rounded(one.people, key=key, table=table.id, cell=f"{row}|{column}")
    if one.reason or (not one.counted_in and is_few(one.people)):
        return _hidden(release, row, column, one.reason or Reason.FEW)
    mean = {} if one.total is None or not n else {"mean": round(one.total / n, 1)}
    values = {name: value for name, value in {**mean, **one.values}.items() if value is not None}
    return CellView(row, column, n, values, Status.PUBLISHED, "", release.month)


def _hidden(release: Release, row: str, column: str, reason: str) -> CellView:
    return CellView(row, column, None, {}, Status.SUPPRESSED, str(reason), release.month)


def _reckoned(release: Release, table: Table, cells: reckoned.Cells) -> TableView:
    view = TableView(table, release)
    for (row, column), one in cells.items():
        if one.n is None:
            view.cells[row, column] = _hidden(release, row, column, Reason.FEW)
        else:
            view.cells[row, column] = CellView(row, column, one.n, one.values, Status.PUBLISHED, "", release.month)
    return view


def _write(view: TableView) -> None:
    """A table and its cells, in the definition's own words."""
    definition = view.table
    with translation.override("en"):
        table = PublishedTable.objects.create(
            release=view.release,
            table_id=definition.id,
            title=str(definition.title),
            unit=definition.population.value,
            dimensions=[one.id for one in definition.dimensions],
            metrics=list(definition.metrics),
        )
    PublishedCell.objects.bulk_create(
        PublishedCell(
            table=table,
            position=position,
            row=cell.row,
            column=cell.column,
            n=cell.n,
            values=cell.values,
            status=cell.status,
            reason=cell.reason,
            as_of=cell.as_of,
        )
        for position, cell in enumerate(view.cells.values())
    )
