"""What people say of themselves, beside what the article found."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from transparency.domain.figures import references
from transparency.domain.figures.parts import Tables, answering, caption, hidden, row_chart, row_of, share_chart
from transparency.domain.release.dimensions import OTHER
from web.domain.charts import stacks
from web.domain.formatting import format_number, notation

PLAIN = ("education", "household", "motivation", "income_share", "experience", "other_platforms", "device", "place")


def charts(tables: Tables) -> list[Any]:
    """Gender first, then age and what the article tells of both days before this one; three shifts last."""
    return [
        *_gender(tables),
        *_one(tables, "age", note=references.ages(labels=["25–34", "35–44"])),
        *_one(tables, "country"),
        *_one(tables, "main_activity", note=references.main_job()),
        *_by_gender(tables, "part_time", note=references.part_time()),
        *_by_gender(tables, "children", note=references.children()),
        *_by_gender(tables, "domestic_hours", note=references.domestic()),
        *three_shifts(tables),
    ]


def more(tables: Tables) -> list[Any]:
    """The other questions, as they were answered."""
    return [drawing for name in (*PLAIN, "ends_meet") for drawing in _one(tables, name)]


def three_shifts(tables: Tables) -> list[Any]:
    """M30: a week's hours of main job, home and care, and this site, by gender."""
    view = tables.get("three_shifts")
    if view is None:
        return []
    looks = {"main_job": "solid", "domestic": "dots", "platform": "unpaid"}
    parts = [stacks.Part(str(label), looks[code]) for code, label in view.rows]
    groups = []
    for gender, label in view.columns:
        if gender == OTHER:
            continue
        cells = [view.cell(code, gender) for code, _label in view.rows]
        values = [cell.value("mean") if cell else None for cell in cells]
        known = [value for value in values if value is not None]
        is_whole = len(known) == len(parts)
        n = cells[0].n if cells and cells[0] else None
        why = "" if is_whole else hidden()
        groups.append(stacks.Stack(str(label), known if is_whole else None, n=n, hidden=why))
    if not groups:
        return []
    return [stacks.stacks(caption=caption(view, unit=_("mean hours a week")), groups=groups, parts=parts, write=_hours)]


def _gender(tables: Tables) -> list[Any]:
    view = tables.get("gender")
    if view is None:
        return []
    known = references.gender(women=str(view.table.rows.label("woman")), men=str(view.table.rows.label("man")))
    return _one(tables, "gender", marks=known)


def _one(tables: Tables, name: str, *, note: str = "", marks: Any = ()) -> list[Any]:
    view = tables.get(name)
    basis = answering(tables, view, question=name) if view else ""
    return share_chart(view, unit=_("share of those who answered"), basis=basis, references=marks, note=note)


def _by_gender(tables: Tables, name: str, *, note: str = "") -> list[Any]:
    """Each answer for women, men and others under each other; a share is within its gender."""
    view = tables.get(f"{name}_gender")
    if view is None:
        return []
    genders = [(code, label) for code, label in view.columns if code != OTHER]
    rows = [
        row_of(view, code, f"{label}: {who}", column=gender, look=_LOOKS.get(gender, "plain"))
        for code, label in view.rows
        if code != OTHER
        for gender, who in genders
    ]
    if not rows:
        return []
    basis = answering(tables, view, question=name)
    return [row_chart(view, rows, unit=_("share within each gender"), basis=basis, note=note)]


# Besides the words: so that a gender is found again in the next answer.
_LOOKS = {"man": "quiet"}


def _hours(hours: float) -> str:
    if hours == int(hours):
        return f"{format_number(int(hours))}\N{NO-BREAK SPACE}h"
    return f"{hours:.1f}".replace(".", notation().decimal_mark) + "\N{NO-BREAK SPACE}h"
