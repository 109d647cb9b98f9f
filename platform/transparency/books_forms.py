"""What an auditor can ask of the transfers and say about a check."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST = 2**63 - 1


class TransfersForm(forms.Form):
    """Whose transfers: of an account, of a job's escrow, or what an answer caused. They stand in the address."""

    account = forms.IntegerField(required=False, min_value=1, max_value=MOST, label=_("Number of an account"))
    job = forms.IntegerField(required=False, min_value=1, max_value=MOST, label=_("Number of a job"))
    assignment = forms.IntegerField(required=False, min_value=1, max_value=MOST, label=_("Number of an answer"))
    training = forms.IntegerField(required=False, min_value=1, max_value=MOST, label=_("Number of a training answer"))
    payout = forms.IntegerField(required=False, min_value=1, max_value=MOST, label=_("Number of a payout"))


class LookForm(forms.Form):
    """What comes of a finding."""

    note = forms.CharField(max_length=300, strip=True, label=_("What you found, and what is done about it"))


# Browsers write and read a day in this form alone, in whatever language the page is.
DAY: dict[str, Any] = {
    "required": False,
    "widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    "input_formats": ["%Y-%m-%d"],
    "validators": [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2200, 1, 1))],
}


class SpanForm(forms.Form):
    """The days of a trial balance; from the first of the month until today, where nothing sensible is asked."""

    since = forms.DateField(label=_("From"), **DAY)
    until = forms.DateField(label=_("Until"), **DAY)

    def clean(self) -> dict[str, Any]:
        """No end before the beginning."""
        asked = super().clean() or {}
        since, until = asked.get("since"), asked.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day comes before the first. Choose a later one."))
        return asked

    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        asked = self.cleaned_data if self.is_valid() else {}
        until = asked.get("until") or max(timezone.localdate(), asked.get("since") or date.min)
        return asked.get("since") or until.replace(day=1), until


class CloseForm(forms.Form):
    """The month to close, as the page showed it, and that one knows what it means."""

    month = forms.DateField(widget=forms.HiddenInput, input_formats=["%Y-%m-%d"])
    is_sure = forms.BooleanField(label=_("I know that a closed month is never opened again."))
