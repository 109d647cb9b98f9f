"""What the other side and an auditor write about an appeal."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_WORDS = 2000


class ReplyForm(forms.Form):
    """The other side's word: needed to answer, free to give in."""

    words = forms.CharField(
        label=_("Your answer"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The worker and the auditor read this, and it stays as you write it."),
    )


class DecisionForm(forms.Form):
    """An auditor's reasons, which both sides read."""

    words = forms.CharField(
        label=_("Your reasons"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write your reasons: both sides read them.")},
        help_text=_("Both sides read this, and it stays as you write it."),
    )
