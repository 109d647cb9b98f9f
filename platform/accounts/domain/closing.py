"""Closing an account for good: nobody can sign in by it, and nothing in it says who it was."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.models import ApiToken, User


@transaction.atomic
def close(*, user: User) -> None:
    """Take the address, the name, the ways to sign in and the tokens off an account. Its number stays. Safe to repeat.

    The password is gone, so every session that was open has ended.
    """
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    ApiToken.objects.filter(user=user).delete()
    user.email, user.display_name, user.is_active, user.is_worker = f"left-{user.pk}@invalid", "", False, False
    user.set_unusable_password()
    user.save()
