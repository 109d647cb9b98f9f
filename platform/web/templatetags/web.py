"""Filters and tags of every page; built in, so no template loads them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.core.paginator import Page
from django.forms import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from web.domain import formatting, markdown
from web.domain import hour_bar as drawing
from web.domain.scripts import with_imports

register = template.Library()
ICON_NAME = re.compile(r"[a-z][a-z-]*")
# Pixels from the top of an hour bar: height, bar of time, rail of money (where, how thick), floor's tick (both).
HEIGHTS = {
    name: dict(zip(("all", "time", "rail", "rail_height", "rail_middle", "tick", "tick_height"), sizes, strict=True))
    for name, sizes in {
        "small": (16, 9, 12, 3, 13.5, 10.5, 5.5),
        "medium": (24, 14, 18, 4, 20, 16, 8),
        "large": (44, 28, 34, 6, 37, 31, 12),
        "huge": (80, 56, 64, 10, 69, 59, 20),
    }.items()
}
NOTICE_ICONS = {"success": "check", "warning": "warning", "error": "warning", "info": "info"}


@register.filter
def money(micros: int | None) -> str:
    """Micros as the exact amount: `{{ job.price_micros|money }}` is “€0.0004”."""
    return "" if micros is None else formatting.format_micros(micros)


@register.filter
def plain_amount(micros: int) -> str:
    """Micros as a number without its currency, where another one than ours stands beside it: “12.50”."""
    return formatting.plain_micros(micros)


@register.filter
def hourly(micros: int | Fraction | Decimal | None) -> str:
    """Micros an hour, in cents: “€4.80 an hour”."""
    return "" if micros is None else formatting.format_hourly(micros)


@register.filter
def hourly_amount(micros: int | Fraction | Decimal | None) -> str:
    """Micros an hour as an amount in cents, where a heading says that it is of an hour: “€4.80”."""
    return "" if micros is None else formatting.format_hourly_amount(micros)


@register.filter
def duration(seconds: float | None) -> str:
    """Seconds as people say them: “3 s”, “12 min”, “1 h 05”."""
    return "" if seconds is None else formatting.format_duration(seconds)


@register.filter
def clock(seconds: float | None) -> str:
    """A place in a recording: “0:11.3”."""
    return "" if seconds is None else formatting.format_clock(seconds)


@register.filter
def number(count: int | None) -> str:
    """A count with its thousands apart: “20,000”."""
    return "" if count is None else formatting.format_number(count)


@register.filter
def percent(share: float | None, decimals: int = 0) -> str:
    """A share of one: 0.98 is “98%”; `|percent:1` keeps one decimal."""
    return "" if share is None else formatting.format_percent(share, decimals)


def _time(at: datetime, words: str) -> SafeString:
    here = timezone.localtime(at)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', here.isoformat(timespec="seconds"),
        date_format(here, "DATETIME_FORMAT"), words,
    )  # fmt: skip


@register.filter
def moment(at: datetime | None) -> str:
    """A date and time, as a `time` element."""
    return "" if at is None else _time(at, date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT"))


@register.filter
def ago(at: datetime | None) -> str:
    """How long ago or ahead, as a `time` element that holds the exact moment."""
    return "" if at is None else _time(at, str(naturaltime(at)))


@register.filter(name="markdown")
def markdown_filter(text: str | None) -> SafeString:
    """Markdown made safe HTML; stands in an element of class `prose`."""
    return markdown.render(text or "")


@lru_cache(maxsize=256)
def _icon(name: str) -> SafeString:
    if ICON_NAME.fullmatch(name) is None:
        raise template.TemplateSyntaxError(f"“{name}” is not the name of an icon.")
    return render_to_string(f"web/icons/{name}.svg")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A picture from templates/web/icons; with a label when no words stand beside it."""
    if not label:
        return _icon(name)
    return format_html('{}<span class="visually-hidden">{}</span>', _icon(name), label)


@register.inclusion_tag("web/_hour_bar.html")
def hour_bar(
    *,
    paid_seconds: float | None = None,
    unpaid_seconds: float | None = None,
    hourly_micros: int | None = None,
    floor_micros: int | None = None,
    size: str = "medium",
    show_pay: bool = True,
) -> dict[str, Any]:
    """One hour of work: paid minutes solid, unpaid ones hatched, the pay against the floor below.

    `web.domain.hour_bar` explains the geometry. Sizes: small (120 × 16, for tables), medium, large
    (with its key), huge (the front page).
    """
    drawn = drawing.hour_bar(
        paid_seconds=paid_seconds, unpaid_seconds=unpaid_seconds,
        hourly_micros=hourly_micros, floor_micros=floor_micros,
    )  # fmt: skip
    return {
        "bar": drawn,
        "size": size,
        "show_pay": show_pay,
        "heights": HEIGHTS[size],
        "quarters": (25, 50, 75),
        "mark": f"hour-{secrets.token_hex(4)}",
    }


@register.inclusion_tag("web/_progress.html")
def progress(
    *, total: int, split: int | None = None, answered: int | None = None, approved: int | None = None,
    wanted: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Thin bars: micro-tasks cut, of `total`; answers given and approved, of `wanted` (else of `total`)."""
    return {
        "total": total, "split": split, "answered": answered, "approved": approved, "wanted": wanted or total,
    }  # fmt: skip


def _field_form(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    return "file" if isinstance(widget, FileInput) else "input"


@register.inclusion_tag("web/_field.html")
def field(
    bound: BoundField, label: str = "", help: str | None = None, prefix: str = "", suffix: str = ""
) -> dict[str, Any]:
    """A form field with its label, help and errors, tied together for screen readers.

    `label` and `help` replace the field's own, and a placeholder that says the label again; `prefix` and `suffix`
    stand in its box (a currency, a unit).
    """
    form = _field_form(bound)
    if help is not None:
        bound.help_text = help
    style = {"checkbox": "choice-mark", "file": "input input-file"}.get(form, "input")
    if isinstance(bound.field.widget, Select) and form == "input":
        style = "input input-select"
    attributes: dict[str, str | bool] = {"class": f"{style} {bound.field.widget.attrs.get('class', '')}".strip()}
    if label:
        attributes["placeholder"] = False
    return {
        "bound": bound, "form": form, "label": label or bound.label, "prefix": prefix, "suffix": suffix,
        "control": bound.as_widget(attrs=attributes) if form != "choices" else "",
        "is_optional": not bound.field.required,
    }  # fmt: skip


def _changed_query(context: Mapping[str, Any], changes: dict[str, Any]) -> str:
    request = context.get("request")
    query = request.GET.copy() if request else None
    if query is None:
        return "?"
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The address's query string with changes: `{% query page=2 state=None %}`; None or "" takes one out."""
    return _changed_query(context, changes)  # type: ignore[arg-type]  # a Context has a dict's `get`


@register.inclusion_tag("web/_pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], name: str = "page", at: str = "") -> dict[str, Any]:
    """Links to the neighbouring pages that keep the rest of the query string; nothing for one page alone.

    `at`: where the list is read, when a form that was sent elsewhere may have drawn the page.
    """

    def address(number: int) -> str:
        return at + _changed_query(context, {name: number})  # type: ignore[arg-type]  # a Context has a dict's `get`

    links = [
        {"number": each, "href": address(each) if isinstance(each, int) else "", "current": each == page.number}
        for each in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    before = address(page.number - 1) if page.has_previous() else ""
    after = address(page.number + 1) if page.has_next() else ""
    return {"page": page, "links": links, "before": before, "after": after}


@register.simple_tag
def scripts_ahead(*names: str) -> SafeString:
    """Let the browser get these modules, and all that they import, side by side: `{% scripts_ahead "a/js/b.js" %}`.

    What is looked at comes before them.
    """
    wanted = dict.fromkeys(each for name in names if name for each in with_imports(name))
    return format_html_join(
        "", '<link rel="modulepreload" href="{}" fetchpriority="low">', ((static(name),) for name in wanted)
    )


@register.inclusion_tag("web/_notice.html")
def notice(level: str, text: str, title: str = "") -> dict[str, Any]:
    """A notice: level is success, info, warning or error (Django's message tags)."""
    known = level if level in NOTICE_ICONS else "info"
    return {"level": known, "icon_name": NOTICE_ICONS[known], "text": text, "title": title}
