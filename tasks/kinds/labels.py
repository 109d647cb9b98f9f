"""Labels: how a requester gives them, how answers name them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from tasks.kinds.base import Json, Tally
from tasks.kinds.text import clean_line

LABELS_AT_MOST = 50
LABEL_CHARACTERS = 80
SEPARATOR = " | "
# These stand in results and exports where there is no label; therefore they are never labels themselves.
NOTHING = "(none)"  # no label applies
CANT_TELL = "(cant_tell)"
NOT_SHOWN = "(not_shown)"
RESERVED = (NOTHING, CANT_TELL, NOT_SHOWN)


def labels_of(settings: Json) -> list[str]:
    """The labels of a job, in the requester's order. A draft may have none yet."""
    return list(settings.get("labels", []))


def joined(labels: Sequence[str]) -> str:
    """Several labels as one value of a table."""
    return SEPARATOR.join(labels) or NOTHING


def tallied(values: Iterable[str]) -> tuple[Tally, ...]:
    """How often each value occurs: most frequent first, equals by alphabet, in whatever order they came."""
    counts = Counter(values)
    return tuple(Tally(value, counts[value]) for value in sorted(counts, key=lambda value: (-counts[value], value)))


class LabelsField(forms.Field):
    """Labels, one a line; or a list of them."""

    widget = forms.Textarea(attrs={"rows": 6, "spellcheck": "true"})
    default_error_messages = {
        "not_texts": gettext_lazy("Give labels as texts, one a line."),
        "too_few": gettext_lazy("Give at least %(count)d labels, one a line."),
        "too_many": gettext_lazy("Give at most %(most)d labels; here are %(count)d."),
        "too_long": gettext_lazy(
            "“%(label)s…” is longer than %(most)d characters. Shorten it: instructions can say more."
        ),
        "twice": gettext_lazy("“%(label)s” stands there twice. Leave one out."),
        "reserved": gettext_lazy(
            "“%(label)s” can’t be a label: “|”, “(none)”, “(cant_tell)” and “(not_shown)” have a meaning of their own "
            "in exports."
        ),
    }

    def __init__(self, *, at_least: int, **options: Any) -> None:
        self.at_least = at_least
        options.setdefault("label", gettext_lazy("Labels"))
        options.setdefault("help_text", gettext_lazy("One a line, in the order in which workers will see them."))
        super().__init__(**options)

    def to_python(self, value: object) -> list[str]:
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        if not all(isinstance(line, str) for line in lines):
            raise self._refused("not_texts")
        return [line for line in map(clean_line, lines) if line]

    def prepare_value(self, value: object) -> object:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(value) < self.at_least:
            raise self._refused("too_few", count=self.at_least)
        if len(value) > LABELS_AT_MOST:
            raise self._refused("too_many", most=LABELS_AT_MOST, count=len(value))
        seen: set[str] = set()
        for label in value:
            self._validate_label(label, seen)
            seen.add(label.casefold())

    def _validate_label(self, label: str, seen: set[str]) -> None:
        if len(label) > LABEL_CHARACTERS:
            raise self._refused("too_long", label=label[:30], most=LABEL_CHARACTERS)
        if label.casefold() in seen:
            raise self._refused("twice", label=label)
        if "|" in label or label in RESERVED:
            raise self._refused("reserved", label=label)

    def _refused(self, code: str, **facts: object) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=facts)
