"""What an auditor can ask of the transfers and say about a check."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

MOST = 2**63 - 1


class TransfersForm(forms.Form):
    """Whose transfers: of an account, of a job's escrow, or what an answer caused. They stand in the address."""

    account = forms.IntegerField(required=False, min_value=1, max_value=MOST, label=_("Number of an account"))
    job = forms.IntegerField(required=False, min_value=1, max_value=MOST, label=_("Number of a job"))
    assignment = forms.IntegerField(required=False, min_value=1, max_value=MOST, label=_("Number of an answer"))
    training = forms.IntegerField(required=False, min_value=1, max_value=MOST, label=_("Number of a training answer"))


class LookForm(forms.Form):
    """What comes of a finding."""

    note = forms.CharField(max_length=300, strip=True, label=_("What you found, and what is done about it"))
