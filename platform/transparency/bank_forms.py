"""What an auditor can ask of bank statements, and decide about their lines."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ledger.models import BankEntry
from transparency.forms import requester_named


class StatementForm(forms.Form):
    """A file from the bank."""

    file = forms.FileField(
        label=_("Bank statement (camt.053, XML)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
    )


class EntryFilterForm(forms.Form):
    """Which lines are shown. It stands in the address."""

    state = forms.ChoiceField(
        required=False, label=_("Lines"), choices=[("", _("All lines")), *BankEntry.State.choices]
    )

    def state_chosen(self) -> str:
        """One of the states, "" for all or for what can't be read."""
        self.is_valid()
        return str(self.cleaned_data.get("state", ""))


class BookEntryForm(forms.Form):
    """Whose money a line is. `cleaned_data` holds the person as `email`."""

    email = forms.EmailField(label=_("E-mail address of the requester"))
    note = forms.CharField(label=_("How you know"), max_length=300)

    def clean_email(self) -> User:
        return requester_named(self.cleaned_data["email"])


class SetAsideForm(forms.Form):
    """Why a line is no top-up."""

    note = forms.CharField(label=_("Why it is no top-up, and what becomes of it"), max_length=300)


class ReportForm(forms.Form):
    """What the bank says about payments that we ordered."""

    file = forms.FileField(
        label=_("Report on payments (pain.002, XML)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
    )
