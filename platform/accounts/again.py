"""Signing in again in place: parts of a page that a desk shows in a dialog when the session ended under it.

The rules are allauth's, whose views these are: limits, second factor and refusals. 204 says that the person is back.
"""

from __future__ import annotations

from typing import Any

from allauth.account import views as entrance
from allauth.mfa.base.views import AuthenticateView
from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.domain import again

SOMEBODY_ELSE = _("This desk belongs to another account. Sign in with that one: its work is still here.")


class SignInAgainView(entrance.LoginView):  # type: ignore[misc]  # allauth has no types
    """E-mail and password, for the one person whose page it is."""

    template_name = "account/_again.html"

    def dispatch(self, request: HttpRequest, *args: Any, word: str, **kwargs: Any) -> HttpResponseBase:
        try:
            self.person_id = again.opened(word)
        except again.NotOurs:
            raise Http404 from None
        if request.user.is_authenticated:
            return self._already_in(request)
        return _in_place(request, super().dispatch(request, *args, **kwargs), word)

    def form_valid(self, form: Any) -> HttpResponse:
        if form.user.pk == self.person_id:
            response: HttpResponse = super().form_valid(form)
            return response
        form.add_error(None, SOMEBODY_ELSE)
        refused: HttpResponse = self.form_invalid(form)
        return refused

    def _already_in(self, request: HttpRequest) -> HttpResponse:
        """Another tab was quicker; it may hold another account."""
        if request.user.pk == self.person_id:
            return HttpResponse(status=204)
        return render(request, "account/_again_other.html")


class CodeAgainView(AuthenticateView):  # type: ignore[misc]  # allauth has no types
    """The code of the second factor, for whoever has one."""

    template_name = "account/_again_code.html"

    def dispatch(self, request: HttpRequest, *args: Any, word: str, **kwargs: Any) -> HttpResponseBase:
        return _in_place(request, super().dispatch(request, *args, **kwargs), word)


def _in_place(request: HttpRequest, response: HttpResponseBase, word: str) -> HttpResponseBase:
    """Where allauth would lead to a page of its own: the same step as a part, or the word that all is done."""
    if not isinstance(response, HttpResponseRedirect):
        return response
    if request.user.is_authenticated:
        # “You are signed in as …” would come up under the next answer.
        list(get_messages(request))
        return HttpResponse(status=204)
    if response.url.startswith(reverse("mfa_authenticate")):
        return redirect("accounts:again-code", word=word)
    if response.url.startswith(reverse("account_login")):
        return redirect("accounts:again", word=word)
    return render(request, "account/_again_elsewhere.html")
