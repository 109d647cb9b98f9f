"""Fields of requests that the framework has no name for."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tasks.models import ContentWarning
from web.domain.formatting import NotAnAmount, parse_micros, plain_micros
from web.json_body import read_json

ITEM_SCHEMA = {
    "oneOf": [
        {"type": "string", "description": "A line of text, or the https address of a picture or a recording."},
        {
            "type": "object",
            "properties": {"text": {"type": "string"}, "url": {"type": "string"}, "name": {"type": "string"}},
        },
    ]
}


@extend_schema_field({"type": "string", "example": "0.0040"})
class PriceField(serializers.Field[int, Any, str, Any]):
    """An amount as text, in whole micros: a number would round what is below a cent."""

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, str):
            raise serializers.ValidationError(_("Send the price as text, such as “0.0040”."))
        try:
            return parse_micros(data)
        except NotAnAmount as refused:
            raise serializers.ValidationError(str(refused)) from None

    def to_representation(self, value: int) -> str:
        return plain_micros(value)


class JsonTextField(serializers.Field[Any, Any, Any, Any]):
    """JSON, or the same as text: a form with files has no other way to say it."""

    of: type

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, str):
            try:
                data = read_json(data)
            except ValueError as trouble:
                raise serializers.ValidationError(_("This is not JSON: %(why)s.") % {"why": trouble}) from None
        if not isinstance(data, self.of):
            raise serializers.ValidationError(self.sentence())
        return data

    def to_representation(self, value: Any) -> Any:
        return value

    def sentence(self) -> str:
        raise NotImplementedError


@extend_schema_field({"type": "object", "additionalProperties": True})
class SettingsField(JsonTextField):
    """A job's settings, as its kind asks for them."""

    of = dict

    def sentence(self) -> str:
        return _("Send the settings as an object.")


@extend_schema_field({"type": "object", "additionalProperties": True})
class AnswerField(JsonTextField):
    """An answer in the form of its kind."""

    of = dict

    def sentence(self) -> str:
        return _("Send the answer as an object.")


@extend_schema_field({"type": "array", "items": {"type": "string", "enum": ContentWarning.values}})
class WarningsField(JsonTextField):
    """Codes of what people may not want to see; an empty list says that there is nothing of the kind."""

    of = list

    def sentence(self) -> str:
        return _("Send a list of these, or an empty one: %(codes)s.") % {"codes": ", ".join(ContentWarning.values)}

    def to_internal_value(self, data: Any) -> Any:
        codes = super().to_internal_value(data)
        if not all(isinstance(code, str) and code in ContentWarning.values for code in codes):
            raise serializers.ValidationError(self.sentence())
        return codes


@extend_schema_field({"type": "array", "items": ITEM_SCHEMA})
class ItemsField(JsonTextField):
    """Lines of text or addresses; what a single one lacks is told beside it, later."""

    of = list

    def sentence(self) -> str:
        return _("Send the items as a list of texts or objects.")

    def to_internal_value(self, data: Any) -> Any:
        items = super().to_internal_value(data)
        if not all(isinstance(item, str | dict) for item in items):
            raise serializers.ValidationError(self.sentence())
        return items
