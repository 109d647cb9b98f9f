"""Who is here: activity circles beside the article's, registered and seen, the live pool, full-time equivalents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from transparency.domain.figures import references
from transparency.domain.figures.parts import Tables, caption, hidden, share_chart
from transparency.domain.release.reading import TableView
from web.domain.charts import Caption, circles
from web.domain.formatting import format_number


@dataclass(frozen=True, slots=True)
class Pool:
    """Numbers of people beside each other; None where one is not shown."""

    at_least: int | None
    low: int | None
    high: int | None
    half_life_months: float | None
    fte: float | None
    hours: float | None
    median_hours: float | None
    median_low: float | None
    median_high: float | None
    mean_hours: float | None
    n: int | None


def of_article() -> Any:
    """The article's three circles, at their own scale."""
    return circles.circles(
        caption=Caption(
            _("France, all platforms (2019)"),
            unit=_("people"),
            basis=references.ARTICLE,
            note=_(
                "The largest circle counts registrations as seven platforms published them, and was called "
                "exaggerated: who is registered may never come (P. Barraud de Lagerie, J. Gros, L. Sigalo Santos, "
                "2019). So here the circles are told apart, with how each is defined, and never the largest alone."
            ),
            definition=references.WORKING_PAPER,
            definition_href=references.WORKING_PAPER_HREF,
        ),
        rings=[
            circles.Ring(
                each.label, each.rounded,
                words=_("%(words)s; exactly %(count)s in the working paper")
                % {"words": each.words, "count": format_number(each.exact)},
            )
            for each in references.circles()
        ],
    )  # fmt: skip


def activity(tables: Tables) -> Any | None:
    """Our own circles: each holds those inside it. M01."""
    view = tables.get("circles")
    if view is None:
        return None
    order = [code for code in ("dormant", "occasional", "regular", "very_active") if view.cell(code)]
    rings = []
    for place, code in enumerate(order):
        inside = [view.n(each) for each in order[place:]]
        cell = view.cell(code)
        known = sum(each for each in inside if each is not None)
        rings.append(
            circles.Ring(
                str(view.table.rows.label(code)),
                float(known) if cell and cell.is_shown and known else None,
                written=format_number(cell.n) if cell and cell.n is not None else "",
                hidden=hidden(),
            )
        )
    return circles.circles(
        caption=caption(
            view, unit=_("people, rounded to 5"),
            note=_("Drawn at its own scale. A circle holds the smaller ones; its number counts those in it alone."),
        ),
        rings=rings,
    )  # fmt: skip


def pool(tables: Tables) -> Pool:
    """M06, M07 and M08."""

    def value(table: str, name: str) -> Any:
        found: TableView | None = tables.get(table)
        return found.value(name, "all") if found else None

    fte = tables.get("fte")
    return Pool(
        at_least=_whole(value("live_pool", "people")),
        low=_whole(value("live_pool", "low")),
        high=_whole(value("live_pool", "high")),
        half_life_months=value("half_life", "months"),
        fte=value("fte", "fte"),
        hours=value("fte", "hours"),
        median_hours=value("fte", "median"),
        median_low=value("fte", "median_low"),
        median_high=value("fte", "median_high"),
        mean_hours=value("fte", "mean"),
        n=fte.n("all") if fte else None,
    )


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def charts(tables: Tables) -> list[Any]:
    """How people are spread over what they did in the month."""
    return [
        *share_chart(tables.get("seen"), unit=_("share of all who are registered")),
        *share_chart(tables.get("hours"), unit=_("share of those who sent in an answer")),
    ]
