"""Who may pass which door: decorators of views."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext, gettext_lazy

from accounts.models import User
from web.domain.doors import come_in_by


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User
    htmx: bool


View = Callable[..., HttpResponseBase]
_SENTENCES = {
    "is_requester": gettext_lazy("This page is for requesters. You can become one in your account."),
    "is_worker": gettext_lazy("This page is for workers. You can become one in your account."),
    "is_auditor": gettext_lazy("This page is for auditors. An operator of this site can make you one."),
}


def requester_required(view: View) -> View:
    """Let requesters in; send others to sign in, or tell them what they lack."""
    return _role_required(view, "is_requester")


def worker_required(view: View) -> View:
    """Let workers in; send others to sign in, or tell them what they lack."""
    return _role_required(view, "is_worker")


def auditor_required(view: View) -> View:
    """Let auditors in; send others to sign in, or tell them what they lack."""
    return _role_required(view, "is_auditor")


def person_required(view: View) -> View:
    """Let anybody in who is signed in."""
    return _role_required(view, None)


def _role_required(view: View, role: str | None) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            if getattr(request, "htmx", False):
                response = HttpResponse(gettext("Your session has ended. Sign in again: nothing is lost."), status=401)
                response["HX-Redirect"] = redirect_to_login(request.headers.get("HX-Current-URL", "/")).url
                return response
            return redirect_to_login(request.get_full_path())
        if role and not getattr(request.user, role):
            raise PermissionDenied(str(_SENTENCES[role]))
        if role == "is_auditor":
            come_in_by(f"admin:{request.user.pk}")
        return view(cast(PersonRequest, request), *args, **kwargs)

    return guarded
