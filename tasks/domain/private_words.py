"""Finding e-mail addresses and telephone numbers in words that others will read."""

from __future__ import annotations

import re

MASK = "[…]"
_ADDRESS = re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,255}\.[^\s@<>().]{2,24}")
# Nine to fifteen digits, however they are grouped: a date has eight.
_TELEPHONE = re.compile(r"(?<![\w.])\+?\(?\d(?:[ \u00a0\u202f./()-]{0,2}\d){8,14}(?!\w)")


def holds_private(text: str) -> bool:
    """Whether `text` seems to hold an e-mail address or a telephone number."""
    return bool(_ADDRESS.search(text) or _TELEPHONE.search(text))


def masked(text: str) -> str:
    """`text` with a mark in place of each of them."""
    return _TELEPHONE.sub(MASK, _ADDRESS.sub(MASK, text))
