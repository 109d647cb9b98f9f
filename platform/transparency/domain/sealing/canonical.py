"""One way to write a thing down, so that everybody hashes the same bytes: RFC 8785 for what our rows hold.

Rows hold whole numbers, texts, yes and no, nothing, and lists and objects of these with plain keys. No fractions: the
one hard part of the RFC stays out, and the checker that anybody can read (`verify.py`) stays short.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TypeAlias

# Beyond, not every reader of JSON keeps each digit (RFC 7493): such a number is written as a text.
LARGEST = 2**53 - 1

Plain: TypeAlias = "str | int | bool | list[Plain] | dict[str, Plain] | None"


def canonical(value: Plain) -> bytes:
    """The bytes of RFC 8785 for `value`. Keys must be ASCII. Raises TypeError for fractions and other things."""
    refuse_others(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def refuse_others(value: object) -> None:
    """Raises TypeError where `value` holds something that has no canonical bytes here."""
    if isinstance(value, dict):
        for key, held in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise TypeError(key)
            refuse_others(held)
    elif isinstance(value, list):
        for held in value:
            refuse_others(held)
    elif not (value is None or isinstance(value, str) or (isinstance(value, int) and abs(value) <= LARGEST)):
        raise TypeError(value)


def plain(value: object) -> Plain:
    """What a column holds, as JSON holds it: moments in UTC to the microsecond, large numbers as texts."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, int):
        return value if abs(value) <= LARGEST else str(value)
    raise TypeError(value)


def moment(at: datetime) -> str:
    """A moment as RFC 3339 writes it, for example 2026-11-24T09:00:00.000000Z."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"
