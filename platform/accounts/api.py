"""How programs show who they are, and which of them may do what."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, cast

from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.domain import tokens
from accounts.models import ApiToken, User

if TYPE_CHECKING:
    # At run time this would be a circle: the framework's views import their authentication.
    from rest_framework.views import APIView

# A process believes a token for so long without asking the database: a revoked one works at most so much longer.
KEPT_SECONDS = 5.0
MOST_KEPT = 10_000
_kept: dict[str, tuple[float, ApiToken]] = {}


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token vh_…` (or `Bearer vh_…`)."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() not in (b"token", b"bearer"):
            return None
        if len(parts) != 2:
            raise AuthenticationFailed(_("Send the token as “Authorization: Token vh_…”."))
        token = _token_for(parts[1].decode("latin-1"))
        if token is None:
            raise AuthenticationFailed(_("This token is unknown or was revoked. Make a new one in your account."))
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Token"


def _token_for(text: str) -> ApiToken | None:
    key = tokens.digest_of(text)
    known = _kept.get(key)
    if known is not None and time.monotonic() - known[0] < KEPT_SECONDS:
        return known[1]
    token = tokens.token_for(text=text)
    if token is None:
        _kept.pop(key, None)
        return None
    tokens.note_use(token=token, at=now())
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[key] = (time.monotonic(), token)
    return token


def person(request: Request) -> User:
    """Whoever asks. For views that let nobody in who isn't signed in."""
    return cast(User, request.user)


class _HasRole(BasePermission):
    role: str

    def has_permission(self, request: Request, view: APIView) -> bool:
        return bool(getattr(request.user, self.role, False))


class IsRequester(_HasRole):
    """Only requesters."""

    role = "is_requester"
    message = gettext_lazy("This needs the role of a requester. Add it in your account.")


class IsWorker(_HasRole):
    """Only workers."""

    role = "is_worker"
    message = gettext_lazy("This needs the role of a worker. Add it in your account.")


class IsAuditor(_HasRole):
    """Only auditors."""

    role = "is_auditor"
    message = gettext_lazy("This needs the role of an auditor. An operator can give it to you.")


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describes the token in `/api/schema/`."""

    target_class = "accounts.api.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Token vh_…`"}
