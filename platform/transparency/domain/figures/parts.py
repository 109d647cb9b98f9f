"""What all charts of published tables have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from transparency.domain import catalogue
from transparency.domain.release.dimensions import TOTAL
from transparency.domain.release.reading import CellView, TableView
from transparency.models import PublishedCell
from web.domain.charts import Caption, Reference, bars
from web.domain.formatting import format_hourly_amount, format_number, format_percent

Tables = dict[str, TableView]
MICROS = 1_000_000
# Where every metric is explained; a test holds it to the address itself, which the domain doesn't know.
METHODS = "/transparency/methods/"


def hidden(cell: CellView | None) -> str:
    """Why a figure isn't shown, in a word or two."""
    if cell is not None and cell.reason == PublishedCell.Reason.FEW:
        return _("fewer than 11")
    return pgettext("figure", "not shown")


def caption(
    view: TableView, *, unit: str = "", column: str = "", basis: str = "", note: str = "", metric: str = ""
) -> Caption:
    """A table's own title, its number of people, and a link to how `metric`, else its first one, is reckoned."""
    metric = metric or (view.table.metrics[0] if view.table.metrics else "")
    return Caption(
        title=str(view.title),
        unit=unit,
        basis=basis or people(view, column=column),
        note=" ".join(each for each in (note, str(view.notes), _unchanged(view)) if each),
        definition=str(catalogue.metric(metric).name) if metric else "",
        definition_href=f"{METHODS}#{metric}" if metric else "",
    )


def people(view: TableView, *, column: str = "") -> str:
    """“n = 140 people”; nothing where the number is hidden."""
    found = view.n(TOTAL, column) or view.n("all", column) or view.n(TOTAL)
    return _("n = %(count)s people, rounded") % {"count": format_number(found)} if found else ""


def answering(tables: Tables, view: TableView, *, question: str) -> str:
    """How many stand behind answers, and which part of those who agreed gave one (M37)."""
    rates = tables.get("answer_rates")
    rate = rates.value("share", question) if rates else None
    parts = [people(view)]
    if rate is not None:
        parts.append(_("answer rate %(rate)s") % {"rate": format_percent(rate)})
    return ", ".join(part for part in parts if part)


def share_rows(view: TableView, *, column: str = "", look: str = "plain") -> list[bars.Bar]:
    """A bar for each row: its share with its interval, or why there is none."""
    return [share_row(view.cell(row, column), str(label), look=look) for row, label in view.rows]


def share_row(cell: CellView | None, label: str, *, look: str = "plain") -> bars.Bar:
    value = cell.value("share") if cell else None
    return bars.Bar(
        label, value, cell.value("low") if cell else None, cell.value("high") if cell else None,
        cell.n if cell else None, hidden=hidden(cell), look=look,
    )  # fmt: skip


def share_chart(
    view: TableView | None,
    *,
    unit: str,
    basis: str = "",
    references: Sequence[Reference] = (),
    look: str = "plain",
    note: str = "",
) -> list[Any]:
    """The shares of a table of one dimension as bars; no chart where the release has no such table."""
    if view is None or not view.rows:
        return []
    return [
        bars.bars(
            caption=caption(view, unit=unit, basis=basis, note=note),
            rows=share_rows(view, look=look),
            references=references,
        )
    ]


def money(euros: float) -> str:
    """An hourly amount of a published table, as it is written."""
    return format_hourly_amount(round(euros * MICROS))


def _unchanged(view: TableView) -> str:
    older = [cell for cell in view.cells.values() if cell.status == PublishedCell.Status.NOT_UPDATED]
    return _("Some figures are of an earlier month: too few people changed since.") if older else ""
