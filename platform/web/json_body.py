"""Reading JSON that strangers send: bounded, finite, and such that PostgreSQL can keep it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext
from rest_framework import exceptions, status
from rest_framework.parsers import BaseParser


class BodyTooLarge(exceptions.APIException):
    """More bytes than this address takes."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class JsonBody(BaseParser):
    """JSON in UTF-8 of at most DATA_UPLOAD_MAX_MEMORY_SIZE bytes.

    The framework's own reads a body of any size, takes 1e999 for a number, and lets NUL through to the database.
    """

    media_type = "application/json"
    most_bytes: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        body = stream.read(self.most_bytes + 1)
        if len(body) > self.most_bytes:
            raise BodyTooLarge(
                gettext("This request has more than %(most)d bytes. Send it in parts.") % {"most": self.most_bytes}
            )
        try:
            return read_json(body.decode())
        except ValueError as trouble:
            raise exceptions.ParseError(gettext("This is not JSON: %(why)s.") % {"why": trouble}) from None


class LongJsonBody(JsonBody):
    """For lists of items."""

    most_bytes = 16 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def read_json(text: str) -> Any:
    """What `text` says, if PostgreSQL can keep all of it. Raises ValueError."""
    try:
        content = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except RecursionError:
        raise ValueError(gettext("it is nested too deeply")) from None
    if "\\u" in text and not all(map(_can_be_kept, _texts(content))):
        raise ValueError(gettext("a text holds NUL or half a pair of surrogates"))
    return content


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is not a number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is too large a number")
    return number


def _can_be_kept(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= one <= "\udfff" for one in text)


def _texts(content: Any) -> Iterator[str]:
    """Every text in a JSON value, names of parts included."""
    waiting = [content]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value
