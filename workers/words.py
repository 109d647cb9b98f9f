"""What a worker says beside the work: forms of the desk's dialogs."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.models import Report


class ReportForm(forms.Form):
    """What is wrong with a micro-task."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    words = forms.CharField(
        label=_("In your words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The requester reads this, without your name. Don’t repeat personal data."),
    )


class QuestionForm(forms.Form):
    """A question that everybody will read with its answer."""

    words = forms.CharField(
        label=_("Your question"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "data-aside-first": True}),
        error_messages={"required": _("Write your question.")},
        help_text=_(
            "The answer will be public: all workers of this job read it with your question, never who asked. "
            "Don’t write anything private."
        ),
    )


class AppealForm(forms.Form):
    """Why a decision is wrong, in the worker's words."""

    words = forms.CharField(
        label=_("Why is it wrong?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write why the decision is wrong.")},
        help_text=_("Both sides read this, and it stays as you write it. Don’t write anything private."),
    )
