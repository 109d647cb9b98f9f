"""How allauth speaks here: its refusals, its letters, and where somebody lands after signing in."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.domain import roles
from accounts.models import User

# Whoever has one role wants its page; whoever has several chooses on the front page.
LANDING = {"worker": "work:find", "requester": "jobs:list", "auditor": "audit:jobs"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Signing in and out, passwords and addresses."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Ask the operator of this site."),
        "cannot_remove_primary_email": _("This is the address that you sign in with. Make another one the first."),
        "duplicate_email": _("This address belongs to your account already."),
        "email_password_mismatch": _("The address and the password don’t belong together. Check both."),
        "email_taken": _("This address has an account already. Sign in, or reset its password."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is wrong or has run out. Enter the one that is shown now."),
        "incorrect_password": _("This is not your password."),
        "invalid_login": _("This address can’t sign in."),
        "invalid_password_reset": _("This link is no longer good. Ask for a new one."),
        "max_email_addresses": _("You can have %d addresses at most. Remove one first."),
        "rate_limited": _("Too many tries in a short time. Wait a minute, then try again."),
        "too_many_login_attempts": _(
            "Too many wrong tries. For your safety nobody gets in here for five minutes, not even with the right"
            " password. Wait, or reset the password by e-mail."
        ),
    }

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user = request.user
        assert isinstance(user, User)  # noqa: S101 (allauth asks for people who are signed in)
        own = roles.roles_of(user=user)
        if not own:
            return reverse("accounts:profile")
        return reverse(LANDING[own[0]]) if len(own) == 1 else super().get_login_redirect_url(request)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:profile")

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        """Go on in the language that the person chose in their profile, on whatever machine they sit."""
        response: HttpResponse = super().post_login(request, user, **details)
        if user.language:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        return response

    def format_email_subject(self, subject: str) -> str:
        return gettext("Visible Hands: %(subject)s") % {"subject": subject}

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """A letter as plain text and, from the very same words, as simple HTML."""
        letter: EmailMultiAlternatives = super().render_mail(template_prefix, email, context, headers)
        page = render_to_string("account/email/letter.html", {"subject": letter.subject, "body": letter.body})
        letter.attach_alternative(page, "text/html")
        return letter


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Codes of an authenticator app, and recovery codes."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _("While the second factor is on, no address can be added. Switch it off first."),
        "cannot_delete_authenticator": _("The second factor can’t be switched off."),
        "cannot_generate_recovery_codes": _("Recovery codes need a second factor. Switch it on first."),
        "incorrect_code": _("This code is wrong or has run out. Enter the one that is shown now."),
        "unverified_email": _(
            "Confirm your e-mail address first: otherwise somebody who signed up with it could lock you out."
        ),
    }
