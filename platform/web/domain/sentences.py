"""Sentences that a row keeps and somebody reads later, in a language that nobody knows when they are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, override

from web.domain.formatting import format_number


def kept(sentence: str | Promise, names: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """What a row keeps of a sentence: itself as the catalogue knows it, and what fills its %(name)s places.

    A word of the catalogue is kept as a list of one, several as a list: so `told` knows them from other text.
    """
    with override(None):
        return str(sentence), {name: _kept(value) for name, value in names.items()}


def told(sentence: str | Promise, names: Mapping[str, Any]) -> str:
    """The sentence in the language of the moment; whole numbers are grouped as that language does."""
    words = gettext(sentence) if isinstance(sentence, str) else str(sentence)
    return words % {name: _told(value) for name, value in names.items()} if names else words


def _kept(value: Any) -> Any:
    if isinstance(value, Promise):
        return [str(value)]
    return [str(word) for word in value] if isinstance(value, list) else value


def _told(value: Any) -> str:
    if isinstance(value, list):
        return " / ".join(gettext(word) if isinstance(word, str) else str(word) for word in value)
    return format_number(value) if isinstance(value, int) else str(value)
