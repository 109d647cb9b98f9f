"""Adding money by bank transfer, giving some of it as a bonus, and who is named on invoices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from stdnum.eu import vat

from ledger.domain.top_ups import CENT_MICROS
from ledger.models import BillingParty
from tasks.domain import bonuses
from web.domain.formatting import MICROS, format_micros, format_number
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


class BonusForm(forms.Form):
    """Who gets a bonus, how much, and why. The same form is sent twice: to be looked at, and to give it."""

    amount = MoneyField(label=_("Amount"))
    per_answer = forms.ChoiceField(
        label=_("Who gets it"),
        choices=[
            ("once", _("Each chosen worker gets it once")),
            ("answer", _("Once for each of their approved answers")),
        ],
        widget=forms.RadioSelect,
        initial="once",
    )
    words = forms.CharField(
        label=_("Message to them"),
        max_length=bonuses.MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What it is for. E-mail addresses and telephone numbers are masked."),
    )
    everybody = forms.BooleanField(label=_("Everybody who answered"), required=False)
    key = forms.CharField(max_length=64, min_length=8, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Sequence[bonuses.Standing], **options: Any) -> None:
        """`people` are those that may be chosen, by their codes in `worker`."""
        super().__init__(*args, **options)
        self.people = people
        self.chosen: list[bonuses.Standing] = []

    def gifts(self) -> list[bonuses.Gift]:
        """What each chosen worker gets. Of a valid form alone."""
        per_answer = self.cleaned_data["per_answer"] == "answer"
        return bonuses.gifts_for(chosen=self.chosen, amount_micros=self.cleaned_data["amount"], per_answer=per_answer)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        codes = set(self.data.getlist("worker")) if isinstance(self.data, QueryDict) else set()
        self.chosen = [one for one in self.people if cleaned.get("everybody") or one.code in codes]
        if not self.chosen:
            raise forms.ValidationError(_("Choose at least one worker."))
        if not {"amount", "per_answer"} <= cleaned.keys():
            return cleaned
        gifts = self.gifts()
        if not gifts:
            raise forms.ValidationError(_("None of these has an approved answer yet. Give the same to each instead."))
        if len(gifts) > bonuses.MOST_AT_ONCE:
            words = {"most": format_number(bonuses.MOST_AT_ONCE)}
            raise forms.ValidationError(_("At most %(most)s workers at once. Choose fewer.") % words)
        if max(gift.amount_micros for gift in gifts) > settings.BONUS_MOST_MICROS:
            words = {"most": format_micros(settings.BONUS_MOST_MICROS)}
            raise forms.ValidationError(
                _("On this site one worker gets at most %(most)s at once. Give less, or in several parts.") % words
            )
        return cleaned


class BillingForm(forms.ModelForm[BillingParty]):
    """Who a requester is on invoices."""

    class Meta:
        model = BillingParty
        fields = ["name", "address", "country", "company_number", "vat_number"]
        labels = {
            "name": _("Name or company"),
            "address": _("Address"),
            "country": _("Country"),
            "company_number": _("Company number"),
            "vat_number": _("VAT number"),
        }
        help_texts = {"country": _("Two letters, for example FR.")}
        widgets = {"address": forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"})}

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"].strip().upper()
        if not (country.isascii() and country.isalpha() and len(country) == 2):
            raise forms.ValidationError(_("Write the two letters of the country, for example FR."))
        return country

    def clean_vat_number(self) -> str:
        number: str = self.cleaned_data["vat_number"]
        if number and not vat.is_valid(number):
            raise forms.ValidationError(_("This is not a valid European VAT number. Leave it empty if you have none."))
        return vat.compact(number) if number else ""
