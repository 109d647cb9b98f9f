"""What a worker can ask of the list of open jobs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum.fr import nif, siret

from accounts.models import User
from ledger.domain import payees, tax_details
from tasks import kinds
from tasks.kinds.languages import language_choices
from web.domain.formatting import format_duration
from web.forms import MoneyField
from workers.domain import finding
from workers.domain.finding import Order, Wanted

HOUR, DAY = 3600, 86_400
SECONDS_OF_A_TASK = (10, 30, 60, 300, 900)
APPROVED_PERCENTS = (80, 90, 95, 98)
SECONDS_TO_DECIDE = (HOUR, 6 * HOUR, DAY, 3 * DAY)
ORDERS: dict[Order, str | Promise] = {
    Order.HOURLY: _("Pay per hour, highest first"),
    Order.MEASURED: _("Measured pay per hour, highest first"),
    Order.EXPECTED: _("Expected pay per hour, highest first"),
    Order.NEWEST: _("Newest first"),
    Order.SHORTEST: _("Shortest first"),
    Order.MOST_LEFT: _("Most left first"),
    Order.RECORD: _("Best record of the requester first"),
}


class FindForm(forms.Form):
    """Filters and order of open jobs. They stand in the address, so a list can be left and found again."""

    words = forms.CharField(
        required=False, max_length=100, label=_("Words"), widget=forms.TextInput(attrs={"type": "search"})
    )
    order = forms.ChoiceField(
        required=False, label=_("Order"), choices=[(order.value, words) for order, words in ORDERS.items()]
    )
    kind = forms.MultipleChoiceField(
        required=False, label=_("Kind of work"), choices=kinds.choices, widget=forms.CheckboxSelectMultiple
    )
    language = forms.MultipleChoiceField(
        required=False, label=_("Language"), choices=language_choices, widget=forms.CheckboxSelectMultiple
    )
    hourly = MoneyField(required=False, least=0, label=_("At least an hour"))
    measured = forms.BooleanField(required=False, label=_("Measured on eleven people or more"))
    seconds = forms.TypedChoiceField(required=False, coerce=int, label=_("One takes at most"))
    approved = forms.TypedChoiceField(required=False, coerce=int, label=_("Approves at least"))
    decided = forms.TypedChoiceField(required=False, coerce=int, label=_("Decides within"))

    calm = forms.BooleanField(required=False, label=_("Nothing with content warnings"))

    ready = forms.BooleanField(required=False, label=_("No training needed"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        any_at_all = ("", _("Any"))
        for name, values in (("seconds", SECONDS_OF_A_TASK), ("decided", SECONDS_TO_DECIDE)):
            self._choices(name, [any_at_all, *((value, format_duration(value)) for value in values)])
        self._choices("approved", [any_at_all, *((value, f"{value}%") for value in APPROVED_PERCENTS)])

    def _choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = choices

    def wanted(self) -> Wanted:
        """The filters that could be read; what could not is named beside its field and filters nothing."""
        self.is_valid()
        entered = self.cleaned_data
        return Wanted(
            words=entered.get("words", ""),
            kinds=tuple(entered.get("kind", ())),
            languages=tuple(entered.get("language", ())),
            least_hourly_micros=entered.get("hourly") or 0,
            measured_only=entered.get("measured", False),
            most_seconds=entered.get("seconds") or 0,
            least_approved_percent=entered.get("approved") or 0,
            most_decision_seconds=entered.get("decided") or 0,
            without_warnings=entered.get("calm", False),
            without_training=entered.get("ready", False),
            order=Order(entered.get("order") or Order.HOURLY.value),
        )

    def offer_languages(self) -> None:
        """Show the languages of open jobs and those that are asked for; any other may stand in the address."""
        named = {*finding.languages_in_use(), *self.cleaned_data.get("language", ())}
        self._choices("language", [choice for choice in language_choices() if choice[0] in named])

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter of the panel is set, so that it stands open; what can't be read opens it too."""
        shown = ("kind", "language", "hourly", "measured", "seconds", "approved", "decided", "calm", "ready")
        return bool(self.errors) or any(self.cleaned_data.get(name) for name in shown)


class PayeeForm(forms.Form):
    """The bank account that a worker's money is sent to."""

    holder = forms.CharField(
        label=_("Name of the account’s holder"), max_length=70, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    iban = forms.CharField(
        label=_("IBAN"),
        max_length=50,
        help_text=_("It is kept encrypted, and no requester ever sees it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "number"}),
    )

    def clean_iban(self) -> str:
        try:
            return payees.checked(self.cleaned_data["iban"])
        except payees.NotAnIban:
            raise forms.ValidationError(
                _("This is not a valid IBAN. Compare it with your bank card or a statement of account.")
            ) from None


class TimeForm(forms.Form):
    """How long something took, as people say it: minutes and seconds."""

    minutes = forms.IntegerField(min_value=0, max_value=1440, required=False)
    whole_seconds = forms.IntegerField(min_value=0, max_value=59, required=False)

    def seconds(self) -> int:
        """The whole time in seconds. Only after `is_valid()`."""
        return (self.cleaned_data["minutes"] or 0) * 60 + (self.cleaned_data["whole_seconds"] or 0)


class TaxForm(forms.Form):
    """What a worker says of themselves for the yearly report. A business gives its SIRET in place of a birth date."""

    name = forms.CharField(label=_("Name"), max_length=140, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    address = forms.CharField(
        label=_("Address"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )
    country = forms.RegexField(
        label=_("Country"), regex="^[A-Za-z]{2}$", max_length=2, help_text=_("Two letters, for example FR.")
    )
    siret = forms.CharField(
        label=_("SIRET"),
        max_length=20,
        required=False,
        help_text=_("Only if you work as a registered business in France: it lifts the yearly limit."),
    )
    tax_number = forms.CharField(
        label=_("Tax number"),
        max_length=30,
        required=False,
        help_text=_("In France the thirteen digits of your tax notice."),
    )
    born_on = forms.DateField(
        label=_("Birth date"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def details(self) -> tax_details.Details:
        """What was said. Only after `is_valid()`."""
        said = self.cleaned_data
        born_on = said["born_on"]
        return tax_details.Details(
            name=said["name"],
            address=said["address"],
            country=said["country"],
            tax_number=said["tax_number"],
            born_on=born_on.isoformat() if born_on else "",
        )

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()

    def clean_siret(self) -> str:
        number: str = self.cleaned_data["siret"]
        if number and not siret.is_valid(number):
            raise forms.ValidationError(_("This is not a valid SIRET: it has fourteen digits, two of which check it."))
        return number

    def clean_born_on(self) -> date | None:
        born_on: date | None = self.cleaned_data["born_on"]
        if born_on is not None and not date(1900, 1, 1) <= born_on <= timezone.localdate():
            raise forms.ValidationError(_("This can’t be a birth date."))
        return born_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors or cleaned["siret"]:
            return cleaned
        if not cleaned["tax_number"]:
            self.add_error("tax_number", _("Give your tax number, or the SIRET of your business."))
        elif cleaned["country"] == "FR" and not nif.is_valid(cleaned["tax_number"]):
            self.add_error("tax_number", _("This is not a valid French tax number. It has thirteen digits."))
        if not cleaned.get("born_on"):
            self.add_error("born_on", _("Give your birth date, or the SIRET of your business."))
        return cleaned


class LeaveForm(forms.Form):
    """Leaving for good, said twice: by the button and by one's own address."""

    email = forms.EmailField(
        label=_("Your e-mail address, to be sure"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, worker: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.worker = worker

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email.casefold() != self.worker.email.casefold():
            raise forms.ValidationError(_("This is not the address of your account."))
        return email
