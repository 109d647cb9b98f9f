"""A person's own pages: sign-up, profile and API tokens. Signing in and out is allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account import views as entrance
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.domain import roles
from accounts.domain import tokens as token_rules
from accounts.doors import PersonRequest, person_required
from accounts.forms import ProfileForm, TokenForm
from accounts.models import ApiToken

TOKENS_A_PAGE = 20


class SignupView(entrance.SignupView):  # type: ignore[misc]  # allauth has no types
    """Sign-up, with the role ticked whose door the visitor took on the front page: `?role=worker`."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "role": self.request.GET.get("role", "")}


@person_required
def profile(request: PersonRequest) -> HttpResponse:
    """Name, language, roles, and the ways to password and second factor."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        messages.success(request, _("Saved."))
        response = redirect("accounts:profile")
        if user.language:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        else:
            response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
        return response
    own_roles = roles.roles_of(user=request.user)
    return render(request, "accounts/profile.html", {"form": form, "own_roles": own_roles, "tab": "profile"})


@never_cache
@person_required
def tokens(request: PersonRequest) -> HttpResponse:
    """A person's tokens; a new one's text is on the page that answers its making, and nowhere else."""
    form, text = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        _token, text = token_rules.issue(user=request.user, name=form.cleaned_data["name"], at=now())
        form = TokenForm()
    own = ApiToken.objects.filter(user=request.user).order_by("-created_at", "-pk")
    page = Paginator(own, TOKENS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/tokens.html", {"form": form, "page": page, "new_text": text, "tab": "tokens"})


@require_POST
@person_required
def revoke_token(request: PersonRequest, token_id: int) -> HttpResponse:
    """End one of the person's own tokens."""
    token_rules.revoke(token=get_object_or_404(ApiToken, pk=token_id, user=request.user), at=now())
    messages.success(request, _("The token is revoked. Programs that use it are refused from now on."))
    return redirect("accounts:tokens")
