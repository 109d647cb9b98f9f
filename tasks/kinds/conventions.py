"""How a job wants things written down: rules that workers read, marks inside the text, characters no keyboard has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from tasks.kinds.base import Json
from tasks.kinds.text import clean_line

Words = Mapping[str, str | Promise]


@dataclass(frozen=True, slots=True)
class ReadingMark:
    """A mark in the text on how well something could be read or heard. `key` with Alt inserts it."""

    words: str | Promise
    key: str  # a letter
    holds_words: bool  # [unclear: word], or [gap] that stands alone


UNCLEAR = ReadingMark(gettext_lazy("Unclear"), "U", holds_words=True)
GAP = ReadingMark(gettext_lazy("Gap"), "G", holds_words=False)
UNINTELLIGIBLE = ReadingMark(gettext_lazy("Unintelligible"), "I", holds_words=False)


def with_normal_marks(text: str, *, marks: Mapping[str, ReadingMark], settings: Json) -> str:
    """`text` with the job's marks in their one form: `[unclear: word]`, `[gap]`. Other brackets stay as they are."""
    for name in settings.get("marks", []):
        if name in marks:
            text = _written(name, marks[name], text)
    return text


def _written(name: str, mark: ReadingMark, text: str) -> str:
    inside = r"(?::([^\[\]\n]*))?" if mark.holds_words else "()"
    pattern = re.compile(rf"\[[ \t]*{re.escape(name)}[ \t]*{inside}[ \t]*\]", re.IGNORECASE)

    def normal(found: re.Match[str]) -> str:
        words = " ".join((found[1] or "").split())
        return f"[{name}: {words}]" if words else f"[{name}]"

    return pattern.sub(normal, text)


class LinesField(forms.Field):
    """Short texts, one a line (or divided by spaces); or a list of them. None may be given."""

    default_error_messages = {
        "not_texts": gettext_lazy("Give texts, one a line."),
        "too_many": gettext_lazy("Give at most %(most)d; here are %(count)d."),
        "too_long": gettext_lazy("“%(line)s…” is longer than %(most)d characters. Shorten it."),
        "twice": gettext_lazy("“%(line)s” stands there twice. Leave one out."),
    }

    def __init__(self, *, most: int, characters: int, by_spaces: bool = False, **options: Any) -> None:
        self.most, self.characters, self.by_spaces = most, characters, by_spaces
        options.setdefault("widget", forms.TextInput() if by_spaces else forms.Textarea(attrs={"rows": 3}))
        super().__init__(required=False, **options)

    def to_python(self, value: object) -> list[str]:
        if isinstance(value, list):
            given: Sequence[object] = value
        else:
            text = str(value or "")
            given = text.split() if self.by_spaces else text.splitlines()
        if not all(isinstance(line, str) for line in given):
            raise self._refused("not_texts")
        return [line for line in map(clean_line, map(str, given)) if line]

    def prepare_value(self, value: object) -> object:
        return (" " if self.by_spaces else "\n").join(map(str, value)) if isinstance(value, list) else value

    def validate(self, value: list[str]) -> None:
        if len(value) > self.most:
            raise self._refused("too_many", most=self.most, count=len(value))
        for number, line in enumerate(value):
            if len(line) > self.characters:
                raise self._refused("too_long", line=line[:30], most=self.characters)
            if line in value[:number]:
                raise self._refused("twice", line=line)

    def _refused(self, code: str, **facts: object) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=facts)
