"""What all charts of published tables have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from transparency.domain import catalogue
from transparency.domain.release.dimensions import TOTAL
from transparency.domain.release.reading import TableView
from transparency.models import PublishedCell
from web.domain.charts import Caption, Reference, bars
from web.domain.formatting import format_hourly_amount, format_number, format_percent

Tables = dict[str, TableView]
MICROS = 1_000_000
# Where every metric is explained; a test holds it to the address itself, which the domain doesn't know.
METHODS = "/transparency/methods/"


def hidden() -> str:
    """What stands where a figure isn't shown; why is said below, once for a chart.

    Too few people and being hidden for their sake are one reason: two would tell which groups are small.
    """
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
        note=" ".join(each for each in (note, str(view.notes), _unchanged(view), _why_hidden(view)) if each),
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


def has_shares(view: TableView) -> bool:
    """Whether any share is shown. Where the whole is hidden there is none, though groups may have their numbers."""
    return any(cell.value("share") is not None for cell in view.cells.values())


def row_of(view: TableView, row: str, label: str, *, column: str = "", look: str = "plain") -> bars.Bar:
    """A group's share with its interval; its rounded number where the table shows no shares; or nothing."""
    cell = view.cell(row, column)
    if cell is None or not cell.is_shown:
        return bars.Bar(label, None, hidden=hidden(), look=look)
    if not has_shares(view):
        return bars.Bar(label, cell.n, hidden=hidden(), look=look)
    return bars.Bar(
        label, cell.value("share"), cell.value("low"), cell.value("high"), cell.n, hidden=hidden(), look=look
    )


def row_chart(
    view: TableView,
    rows: Sequence[bars.Bar],
    *,
    unit: str,
    basis: str = "",
    references: Sequence[Reference] = (),
    note: str = "",
) -> Any:
    """Bars of shares, or of numbers of people where no share is shown; figures of others are then told in words."""
    if has_shares(view) or not any(row.value for row in rows):
        return bars.bars(caption=caption(view, unit=unit, basis=basis, note=note), rows=rows, references=references)
    told = "; ".join(f"{format_percent(each.value)} {each.words}" for each in references)
    source = references[0].source if references else ""
    elsewhere = _("Elsewhere: %(figures)s. Source: %(source)s.") % {"figures": told, "source": source} if told else ""
    return bars.bars(
        caption=caption(
            view,
            unit=_("people, rounded to 5; the whole is not shown, so there are no shares"),
            basis=basis,
            note=" ".join(each for each in (note, elsewhere) if each),
        ),
        rows=rows,
        write=lambda count: format_number(round(count)),
    )


def share_chart(
    view: TableView | None,
    *,
    unit: str,
    basis: str = "",
    references: Sequence[Reference] = (),
    look: str = "plain",
    note: str = "",
) -> list[Any]:
    """The rows of a table of one dimension as bars; no chart where the release has no such table."""
    if view is None or not view.rows:
        return []
    rows = [row_of(view, row, str(label), look=look) for row, label in view.rows]
    return [row_chart(view, rows, unit=unit, basis=basis, references=references, note=note)]


def money(euros: float) -> str:
    """An hourly amount of a published table, as it is written."""
    return format_hourly_amount(round(euros * MICROS))


def _unchanged(view: TableView) -> str:
    older = [cell for cell in view.cells.values() if cell.status == PublishedCell.Status.NOT_UPDATED]
    return _("Some figures are of an earlier month: too few people changed since.") if older else ""


def _why_hidden(view: TableView) -> str:
    """Each reason for which a figure of the table isn't shown, once."""
    reasons = dict.fromkeys(cell.reason for cell in view.cells.values() if not cell.is_shown)
    return " ".join(
        _("Not shown: %(reason)s.") % {"reason": PublishedCell.Reason(reason).label} for reason in reasons if reason
    )
