"""What an auditor enters about one worker."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class LookForm(forms.Form):
    """Whom an auditor looks at, and why."""

    email = forms.EmailField(label=_("E-mail address of the worker"))
    why = forms.CharField(
        label=_("Why do you look?"),
        max_length=500,
        help_text=_("The worker reads this, with your name and the time."),
        error_messages={"required": _("Say why: the worker reads that.")},
    )


class StandingForm(forms.Form):
    """The reason to suspend somebody, or to lift it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The worker reads this, and it stays as you write it."),
        error_messages={"required": _("Write the reason: without one nothing is decided.")},
    )
