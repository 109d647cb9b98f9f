"""Writing the files that travel with a data set. No archive leaves without them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from transparency.domain.statement import croissant, readable, signing
from transparency.domain.statement.data_set import DataSet
from transparency.domain.statement.document import statement_of

# The checker that needs nothing of this project: in each archive, so that nobody has to come back for it.
CHECKER = Path(__file__).resolve().parents[2] / "verify" / "verify.py"


def statement_files(*, data: DataSet, at: datetime) -> Sequence[tuple[str, bytes]]:
    """The statement for programs and for people, the data set's description, its card and the checker, by name."""
    statement = statement_of(data=data, at=at)
    document = signing.as_document(statement, public_id=data.public_id)
    text = signing.as_text(document).encode()
    described = croissant.croissant_of(data=data, statement=statement, statement_text=text)
    files = [
        (croissant.STATEMENT_FILE, text),
        ("LABOUR.md", readable.labour_text(statement).encode()),
        ("croissant.json", (json.dumps(described, indent=2, ensure_ascii=False) + "\n").encode()),
        ("README.md", readable.card_text(data, statement).encode()),
    ]
    return [*files, ("verify.py", CHECKER.read_bytes())] if CHECKER.exists() else files
