"""Adding money by bank transfer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.domain.top_ups import CENT_MICROS
from web.domain.formatting import MICROS
from web.forms import MoneyField


class TopUpForm(forms.Form):
    """How much a requester will send. The key makes a second click harmless."""

    amount = MoneyField(
        label=_("Amount"), least=MICROS, help_text=_("Whole cents, and at least one of the currency’s units.")
    )
    key = forms.CharField(max_length=32, min_length=8, widget=forms.HiddenInput)

    def clean_amount(self) -> int:
        micros: int = self.cleaned_data["amount"]
        if micros % CENT_MICROS:
            raise forms.ValidationError(_("A bank moves whole cents: leave out what is smaller."))
        return micros
