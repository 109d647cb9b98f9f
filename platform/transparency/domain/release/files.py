"""Published tables for programs: CSV, JSON, and the dictionary that says what every code and figure means."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from transparency.domain.release.dimensions import TOTAL, Dimension
from transparency.domain.release.reading import TableView
from transparency.domain.release.tables import METHOD_VERSION, TABLES, Table

FIXED = ("release", "table", "row", "column", "n", "status", "reason", "as_of")


def table_csv(view: TableView) -> str:
    """One line a cell; codes as they are in the dictionary, empty where there is no figure."""
    figures = [figure.name for figure in view.table.figures]
    rows = [
        [view.release, view.id, cell.row, cell.column, cell.n, cell.status, cell.reason, cell.as_of]
        + [cell.value(name) for name in figures]
        for cell in view.cells.values()
    ]
    return _csv([*FIXED, *figures], rows)


def table_json(view: TableView) -> dict[str, Any]:
    """The same as the CSV, with what the table is."""
    return {
        **_head(view.table),
        "release": str(view.release),
        "made_at": view.release.made_at,
        "method_version": view.release.method_version,
        "is_demonstration": view.release.is_demonstration,
        "floor_hourly_micros": view.release.floor_hourly_micros,
        "cells": [
            {
                "row": cell.row,
                "column": cell.column,
                "n": cell.n,
                "status": cell.status,
                "reason": cell.reason,
                "as_of": cell.as_of,
                **{figure.name: cell.value(figure.name) for figure in view.table.figures},
            }
            for cell in view.cells.values()
        ],
    }


def dictionary_json() -> dict[str, Any]:
    """Every table, and of each its rows, columns and figures, in the reader's language."""
    return {
        "method_version": METHOD_VERSION,
        "rounding_base": 5,
        "least_people": 11,
        "tables": [
            {
                **_head(table),
                "rows": _codes(table.rows),
                "columns": _codes(table.columns) if table.columns else [],
                "figures": [
                    {"name": figure.name, "unit": figure.unit, "words": str(figure.words)} for figure in table.figures
                ],
            }
            for table in TABLES.values()
        ],
    }


def dictionary_csv() -> str:
    """The dictionary, one line a code or figure."""
    rows = []
    for table in TABLES.values():
        for part, dimension in zip(("row", "column"), table.dimensions, strict=False):
            rows += [[table.id, part, dimension.id, code, "", str(label)] for code, label in dimension.codes]
        rows += [[table.id, "figure", "", one.name, one.unit, str(one.words)] for one in table.figures]
    return _csv(["table", "part", "dimension", "code", "unit", "words"], rows)


def _head(table: Table) -> dict[str, Any]:
    return {
        "table": table.id,
        "title": str(table.title),
        "population": table.population.value,
        "shape": table.shape.value,
        "dimensions": [one.id for one in table.dimensions],
        "metrics": list(table.metrics),
        "note": str(table.note),
    }


def _codes(dimension: Dimension) -> list[dict[str, str]]:
    return [
        *({"code": code, "words": str(label)} for code, label in dimension.codes),
        {"code": TOTAL, "words": ""},
    ]


def _csv(head: list[str], rows: Iterable[Iterable[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
