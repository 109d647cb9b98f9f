"""What every endpoint of the API shares: pages, and the form of answers and refusals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext
from rest_framework import exceptions, status
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.pagination import CursorPagination
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

if TYPE_CHECKING:
    # At run time this would be a circle: the framework's views import their throttles.
    from rest_framework.views import APIView


class Pages(CursorPagination):
    """Pages that cost the same however long the list is: `?cursor=` from `next`, `?page_size=` up to 200.

    They follow the query's own order when it consists of field names, whose first should be nearly unique;
    a query without order comes newest first.
    """

    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = "-pk"

    def get_ordering(self, request: Request, queryset: QuerySet[Any], view: APIView | None) -> tuple[str, ...]:
        names = tuple(key for key in queryset.query.order_by if isinstance(key, str))
        return names if names and len(names) == len(queryset.query.order_by) else ("-pk",)

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: APIView | None = None
    ) -> list[Any] | None:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValueError, ValidationError):
            # A cursor that somebody made up points at no row.
            raise exceptions.NotFound(gettext("This cursor is not one that we gave out.")) from None


_PUBLIC_ID = re.compile(r"[a-z2-7]{16}")


def public_id_of(text: str) -> str:
    """A public id out of an address, in the letters in which it is stored. Raises Http404 for what can't be one."""
    public_id = text.lower()
    if not _PUBLIC_ID.fullmatch(public_id):
        raise Http404
    return public_id


def chosen(request: Request, name: str, choices: Sequence[str]) -> str:
    """The value of `?name=`, one of `choices`; empty when it isn't there. Raises ValidationError."""
    value = request.query_params.get(name, "")
    if value and value not in choices:
        sentence = gettext("Choose one of these: %(choices)s.") % {"choices": ", ".join(choices)}
        raise exceptions.ValidationError({name: [sentence]})
    return value


class Negotiation(DefaultContentNegotiation):
    """Where one form is offered and the program is content with it, there is nothing to weigh."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        offered = list(renderers)
        if len(offered) == 1 and not format_suffix and not request.META.get("QUERY_STRING"):
            only = offered[0]
            if request.META.get("HTTP_ACCEPT", "*/*") in ("*/*", only.media_type):
                return only, only.media_type
        chosen: tuple[BaseRenderer, str] = super().select_renderer(request, offered, format_suffix)
        return chosen


class Refusal(exceptions.APIException):
    """A refusal with a stable `code` for programs and a `sentence` for people.

    `fields` names the values that caused it, each with its sentences; `facts` are what a program needs to go on,
    such as the amount that is missing.
    """

    def __init__(
        self,
        code: str,
        sentence: str,
        status: int = status.HTTP_409_CONFLICT,
        fields: dict[str, list[str]] | None = None,
        facts: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(detail=sentence, code=code)
        self.code = code
        self.sentence = sentence
        self.status_code = status
        self.fields = fields
        self.facts = facts


def _first_sentence(detail: Any) -> exceptions.ErrorDetail | str:
    while isinstance(detail, list | dict):
        if not detail:
            return gettext("The request was refused.")
        detail = detail[0] if isinstance(detail, list) else next(iter(detail.values()))
    return cast(exceptions.ErrorDetail, detail)


def _refusal_of_values(error: exceptions.ValidationError) -> dict[str, Any]:
    """A refusal of one value in general says its sentence; one of several fields points at them."""
    detail = error.detail
    if isinstance(detail, list):
        return {"code": "invalid", "detail": str(_first_sentence(detail))}
    general = detail.get("non_field_errors")
    named = {name: sentences for name, sentences in detail.items() if name != "non_field_errors"}
    sentence = str(_first_sentence(general)) if general else gettext("Some values can’t be accepted: see “fields”.")
    return {"code": "invalid", "detail": sentence, **({"fields": named} if named else {})}


def refusal_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """Give every refusal one form: `{"code", "detail", "fields"?, "facts"?}`. The unforeseen stays a server error."""
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied(*error.args)
    elif isinstance(error, SuspiciousOperation):
        # A form with more files or fields, or longer ones, than the framework takes.
        error = exceptions.ParseError(gettext("This form holds too much at once. Send it in parts."), "too_much")
    if not isinstance(error, exceptions.APIException):
        return None
    headers = {}
    if auth_header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth_header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    if isinstance(error, exceptions.ValidationError):
        body = _refusal_of_values(error)
    else:
        sentence = _first_sentence(error.detail)
        body = {"code": getattr(sentence, "code", None) or error.default_code, "detail": str(sentence)}
        if isinstance(error, Refusal):
            body |= {name: value for name in ("fields", "facts") if (value := getattr(error, name))}
    return Response(body, status=error.status_code, headers=headers)


REFUSAL_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "Why a request was refused.",
    "properties": {
        "code": {"type": "string", "description": "Stable: for programs."},
        "detail": {"type": "string", "description": "A sentence in the language of the request: for people."},
        "fields": {
            "type": "object",
            "additionalProperties": True,
            "description": "The values that caused it, each with its sentences.",
        },
        "facts": {
            "type": "object",
            "additionalProperties": True,
            "description": "What a program needs to go on: `missing_micros`, the newer `draft`.",
        },
    },
    "required": ["code", "detail"],
}
REFUSAL_REFERENCE = {"$ref": "#/components/schemas/Refusal"}
ALWAYS = {
    "401": "Nobody is signed in, or the token is not known.",
    "403": "This person may not do that.",
    "429": "Too many requests. Wait as many seconds as Retry-After says.",
}


def _refusals_of(path: str, method: str, operation: dict[str, Any]) -> dict[str, str]:
    refusals = dict(ALWAYS)
    if operation.get("requestBody") or operation.get("parameters"):
        refusals["400"] = "A value can’t be accepted; `fields` says which."
    if operation.get("requestBody"):
        refusals["413"] = "More bytes than this address takes."
        refusals["415"] = "The body is of another type than those named here."
    if "{" in path or any(found["name"] == "cursor" for found in operation.get("parameters", ())):
        refusals["404"] = "There is no such thing, or it is somebody else’s."
    if method != "get":
        refusals["409"] = "The thing is no longer in the state that this needs; `code` says why."
    return refusals


def document_refusals(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Add to the schema what drf-spectacular leaves out: the refusals of each operation."""
    result.setdefault("components", {}).setdefault("schemas", {})["Refusal"] = REFUSAL_SCHEMA
    content = {"application/json": {"schema": REFUSAL_REFERENCE}}
    for path, operations in result.get("paths", {}).items():
        for method, operation in operations.items():
            if method not in {"get", "post", "put", "patch", "delete"}:
                continue
            for number, words in sorted(_refusals_of(path, method, operation).items()):
                operation["responses"].setdefault(number, {"description": words, "content": content})
    return result
