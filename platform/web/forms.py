"""Form fields that more than one app asks with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from web.domain.formatting import MICROS, NotAnAmount, format_micros, notation, parse_micros, plain_micros


class MoneyField(forms.CharField):
    """An amount of money, cleaned to whole micros. `least` and `most` are in micros, and both allowed.

    Shown and typed as a decimal number: a number input would round sub-cent prices in some browsers.
    """

    def __init__(self, *, least: int = 1, most: int = 1_000_000 * MICROS, **options: Any) -> None:
        self.least = least
        self.most = most
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 12}))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """What stands in the field: an amount with the decimal mark of the reader's language."""
        if not isinstance(value, int):
            return value
        return plain_micros(value).replace(".", notation().decimal_mark)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            micros = parse_micros(text)
        except NotAnAmount as refused:
            raise ValidationError(str(refused), code="not_an_amount") from None
        if not self.least <= micros <= self.most:
            raise ValidationError(
                gettext("Enter an amount between %(least)s and %(most)s.")
                % {"least": format_micros(self.least), "most": format_micros(self.most)},
                code="out_of_range",
            )
        return micros

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class LineListField(forms.CharField):
    """Several values, one a line or between commas, each once and in their order: labels, tags."""

    def __init__(self, *, most: int = 100, longest: int = 80, **options: Any) -> None:
        self.most = most
        self.longest = longest
        options.setdefault("widget", forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        parts = text.splitlines() if "\n" in text else text.split(",")
        values = list(dict.fromkeys(filter(None, (part.strip() for part in parts))))
        if len(values) > self.most:
            raise ValidationError(
                gettext("Enter at most %(most)s values; these are %(count)s.")
                % {"most": self.most, "count": len(values)},
                code="too_many",
            )
        if too_long := next((each for each in values if len(each) > self.longest), None):
            raise ValidationError(
                gettext("“%(value)s…” is longer than %(longest)s characters.")
                % {"value": too_long[:20], "longest": self.longest},
                code="too_long",
            )
        return values
