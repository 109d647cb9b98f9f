"""Released data sets with their statements read: for a page, the signed file and a badge that a README can embed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from transparency.domain.statement.shape import Statement
from transparency.models import ReleasedDataset


@dataclass(frozen=True, slots=True)
class Shown:
    """A released data set with its statement read."""

    row: ReleasedDataset
    statement: Statement


def shown(row: ReleasedDataset) -> Shown:
    """A row with its statement."""
    document: dict[str, Any] = json.loads(row.document)
    return Shown(row, Statement.model_validate({name: document[name] for name in document if name.startswith("lab:")}))
