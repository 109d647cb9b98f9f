"""Statements of the busiest paths."""

from __future__ import annotations

import re
from typing import Any, cast

from django.db import connection

from web.database.base import DatabaseWrapper

# Beside these a statement needs no space.
_SIGNS = r"[(),=<>|]"


def prepared_cursor() -> Any:
    """A cursor whose statements each connection plans once. A context manager, as Django's own is."""
    return cast(DatabaseWrapper, connection).prepared_cursor()


def one_line(statement: str) -> str:
    """A statement without the room that makes it readable: the driver remembers the form of short ones only.

    Its own texts in quotes must hold no sign of `_SIGNS` beside a space.
    """
    return re.sub(rf"\s*({_SIGNS})\s*", r"\1", " ".join(statement.split()))
