"""The wage floors as files in the repository, one a country: read into the table, as often as one likes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.db import transaction

from ledger.models import PayFloor

FILES = Path(__file__).resolve().parent.parent / "floors"
MICROS = 1_000_000


class BadFloorFile(Exception):
    """A line of a file can't be read as a floor; the message says which, and nothing was changed."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many floors are new, and how many were changed to what the files say."""

    new: int
    changed: int


@transaction.atomic
def load(*, folder: Path = FILES) -> Loaded:
    """Make the table say what the files say. A floor that no file names stays. Raises BadFloorFile.

    Each file has a line a floor: `hourly` in the currency's own unit, `multiplier` empty for the instance's own.
    """
    new = changed = 0
    for which, values in _rows(folder):
        before = PayFloor.objects.filter(**which).first()
        if before is None:
            PayFloor.objects.create(**which, **values)
            new += 1
        elif any(getattr(before, name) != value for name, value in values.items()):
            PayFloor.objects.filter(pk=before.pk).update(**values)
            changed += 1
    return Loaded(new, changed)


def _rows(folder: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for number, line in enumerate(csv.DictReader(lines), start=2):
                try:
                    yield _row(line)
                except (KeyError, ValueError, TypeError, InvalidOperation) as trouble:
                    raise BadFloorFile(f"{path.name}, line {number}: {trouble!r}") from trouble


def _row(line: dict[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    which = {
        "country": line["country"],
        "kind": PayFloor.Kind(line["kind"]),
        "valid_from": date.fromisoformat(line["valid_from"]),
    }
    values = {
        "currency": line["currency"],
        "hourly_micros": _whole(line["hourly"], MICROS),
        "valid_to": date.fromisoformat(line["valid_to"]) if line["valid_to"] else None,
        "multiplier_permille": _whole(line["multiplier"], 1000) if line["multiplier"] else None,
        "name": line["name"],
        "source": line["source"],
    }
    if not values["source"]:
        raise ValueError("a floor says where its figure comes from")
    return which, values


def _whole(text: str, units: int) -> int:
    """A decimal in whole units of so many a one; a rest is refused, not rounded."""
    exact = Decimal(text) * units
    if exact != exact.to_integral_value():
        raise ValueError(f"{text} has more decimals than can be kept")
    return int(exact)
