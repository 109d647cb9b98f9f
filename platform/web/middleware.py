"""What every response says about itself. On the way of each API request too: nothing here may cost."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.template.response import SimpleTemplateResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers

from web.domain.doors import API, WEB, come_in_by

GetResponse = Callable[[HttpRequest], HttpResponseBase]
Policy = Mapping[str, Sequence[str]]
HEADER = "Content-Security-Policy"
PROGRAMS = "/api/v1/"


class Nonce:
    """A number used once for this response. It comes into being when something first prints it."""

    __slots__ = ("text",)

    def __init__(self) -> None:
        self.text = ""

    def __str__(self) -> str:
        if not self.text:
            self.text = secrets.token_urlsafe(16)
        return self.text


def policy_text(policy: Policy) -> str:
    """A policy in the form of the header."""
    return "; ".join(f"{directive} {' '.join(sources)}" for directive, sources in policy.items())


def widened(policy: Policy, extra: Policy) -> dict[str, list[str]]:
    """A policy with more sources. A directive that is not there yet starts from `default-src`."""
    wide = {directive: list(sources) for directive, sources in policy.items()}
    for directive, sources in extra.items():
        known = wide.setdefault(directive, list(policy.get("default-src", ())))
        wide[directive] = [source for source in known if source != "'none'"] + [
            source for source in sources if source not in known
        ]
    return wide


class ContentSecurityPolicyMiddleware:
    """Says what a page may load: `SECURE_CSP`, and what the view adds to it.

    A view widens the policy of its own response with `response.csp_extra = {"img-src": ["https:"]}`.
    `request.csp_nonce` prints a nonce, which then stands in the policy for scripts and styles. A response
    that brings a policy of its own (a stored picture, say) keeps it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy: Policy = settings.SECURE_CSP
        self.header = policy_text(self.policy)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        nonce = Nonce()
        request.csp_nonce = nonce  # type: ignore[attr-defined]  # Django's request has no place for it
        response = self.get_response(request)
        if HEADER in response.headers:
            return response
        extra: Policy | None = getattr(response, "csp_extra", None)
        if extra is None and not nonce.text:
            response.headers[HEADER] = self.header
            return response
        policy = widened(self.policy, extra or {})
        if nonce.text:
            once = [f"'nonce-{nonce.text}'"]
            policy = widened(policy, {"script-src": once, "style-src": once})
        response.headers[HEADER] = policy_text(policy)
        return response


class PagesGZipMiddleware(GZipMiddleware):
    """Compresses pages and their parts, and nothing else: pictures, sounds and archives are small already.

    Django pads what it compresses by a random length, so that its size tells nothing of a token inside.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        return super().process_response(request, response) if is_page else response


class PlainPathMiddleware:
    """Knows no address with a zero character in it: PostgreSQL can't be asked for one, nor can a file."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path:
            raise Http404
        return self.get_response(request)


class DoorMiddleware:
    """Notes through which door a request comes in, for what is recorded while it is answered."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        come_in_by(API if request.path_info.startswith(PROGRAMS) else WEB)
        try:
            return self.get_response(request)
        finally:
            come_in_by("")


class ProgramMiddleware:
    """Leads a program that shows a token straight to its view, past everything that is made for people.

    It has no session, no form, no message and no cookie; all it brings besides its token is a language.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "HTTP_AUTHORIZATION" not in request.META or not request.path_info.startswith(PROGRAMS):
            return self.get_response(request)
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        request.resolver_match = match
        language = translation.get_language_from_request(request)
        translation.activate(language)
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        if isinstance(response, SimpleTemplateResponse):
            response = response.render()
        if isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Authorization"))
        return response


class HtmxMiddleware:
    """Tells views whether htmx asks for a part of a page: `request.htmx`.

    When htmx restores a page of the history that it no longer has, it needs the whole page: that is False.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asks = request.META.get("HTTP_HX_REQUEST") == "true"
        request.htmx = (  # type: ignore[attr-defined]  # Django's request has no place for it
            asks and request.META.get("HTTP_HX_HISTORY_RESTORE_REQUEST") != "true"
        )
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["HX-Request"])
        return response
