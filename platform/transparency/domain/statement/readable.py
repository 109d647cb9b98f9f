"""The statement for people: LABOUR.md in English and French with the same figures, and a card for data set hubs."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from transparency.domain.rollup.kinds import Kind
from transparency.domain.statement.croissant import impact
from transparency.domain.statement.data_set import DataSet
from transparency.domain.statement.shape import Measure, Statement

LANGUAGES = ("en", "fr")
SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


@dataclass(frozen=True, slots=True)
class Row:
    """A figure with its name in the language of the moment."""

    name: str
    measure: Measure


def labour_text(statement: Statement) -> str:
    """LABOUR.md: English first, then French."""
    return "\n".join(_in_language(statement, language) for language in LANGUAGES)


def _in_language(statement: Statement, language: str) -> str:
    with override(language):
        by_kind = statement.hours_unpaid.by_kind or {}
        context = {
            "s": statement,
            "purpose": plain(statement.purpose),
            "requester": plain(statement.requester),
            "rows": _rows(statement),
            "kinds": [Row(str(Kind(kind).label), measure) for kind, measure in by_kind.items()],
            "site": settings.SITE_ADDRESS,
        }
        return render_to_string("transparency/statement/LABOUR.md", context)


def _rows(s: Statement) -> list[Row]:
    return [
        Row(gettext("Time of paid work"), s.hours_paid.total),
        Row(gettext("Time of unpaid work for this job"), s.hours_unpaid.total),
        Row(gettext("Unpaid minutes in a paid hour (M21)"), s.unpaid_minutes_per_paid_hour),
        Row(gettext("Median time of an answer (M10)"), s.task_seconds.p50),
        Row(gettext("Hourly pay, paid work only (M13)"), s.hourly.paid_only.ratio_of_sums),
        Row(gettext("Hourly pay, all work on tasks (M13b)"), s.hourly.all_tasks),
        Row(gettext("The same of the worker in the middle"), s.hourly.all_tasks_median),
        Row(gettext("Hourly pay, all time for this job (M13c)"), s.hourly.whole_presence),
        Row(gettext("Part of the workers at or above the floor (M19)"), s.share_at_or_above_floor),
        Row(gettext("Hours until half were paid (M25)"), s.time_to_pay.p50),
    ]


def card_text(data: DataSet, statement: Statement) -> str:
    """README.md as hubs for data sets read it: its head is YAML, its words English."""
    size = next((words for most, words in SIZES if statement.annotations < most), "n>1M")
    with override("en"):
        context = {
            "s": statement,
            "language": data.language.partition("-")[0],
            # A JSON text is a YAML text, whatever stands in it.
            "pretty_name": json.dumps(statement.dataset.name, ensure_ascii=False),
            "name": plain(statement.dataset.name),
            "purpose": plain(statement.purpose),
            "size": size,
            "impact": impact(statement),
        }
        return render_to_string("transparency/statement/README.md", context)


def plain(words: str) -> str:
    """Somebody's words in one line of a Markdown table."""
    return " ".join(words.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
