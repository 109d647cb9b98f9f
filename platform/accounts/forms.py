"""What people say about themselves: at sign-up, in their profile, when they name a token."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.domain.roles import OWN_CHOICE, add_roles
from accounts.models import ApiToken, User

ROLE_CHOICES = [
    ("worker", _("I work: find tasks and be paid for them")),
    ("requester", _("I give work: post jobs and pay for answers")),
]


class SignupForm(forms.Form):
    """The part of the sign-up that is ours; e-mail and password are allauth's."""

    roles = forms.MultipleChoiceField(
        label=_("What brings you here?"), choices=ROLE_CHOICES, widget=forms.CheckboxSelectMultiple
    )

    field_order = ["roles", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """`initial` may hold a `role`: the door that the visitor took on the front page."""
        super().__init__(*args, **kwargs)
        role = self.initial.get("role")
        if role in OWN_CHOICE:
            self.initial["roles"] = [role]

    def signup(self, request: Any, user: User) -> None:
        """Called by allauth once the person exists."""
        add_roles(user=user, roles=[role for role in OWN_CHOICE if role in self.cleaned_data["roles"]])


class ProfileForm(forms.ModelForm[User]):
    """Name, language and the roles that a person may choose."""

    roles = forms.MultipleChoiceField(
        label=_("What do you do here?"), choices=ROLE_CHOICES, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = User
        fields = ["display_name", "language"]
        labels = {"display_name": _("Name"), "language": _("Language")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), required=False, choices=[("", _("As my browser says")), *settings.LANGUAGES]
        )
        # An auditor may be nothing else; anybody else would stand before closed doors.
        self.fields["roles"].required = not self.instance.is_auditor
        self.initial["roles"] = [role for role in OWN_CHOICE if getattr(self.instance, f"is_{role}")]

    def save(self, commit: bool = True) -> User:
        for role in OWN_CHOICE:
            setattr(self.instance, f"is_{role}", role in self.cleaned_data["roles"])
        return super().save(commit)


class TokenForm(forms.ModelForm[ApiToken]):
    """The name of a new token."""

    class Meta:
        model = ApiToken
        fields = ["name"]
        labels = {"name": _("What will use this token?")}
