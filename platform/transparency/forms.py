"""What an auditor can ask of the tables, and the form that adds demo money."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from transparency.domain import reports
from transparency.domain.auditing import jobs
from web.forms import MoneyField


class AuditForm(forms.Form):
    """Filters and order of the auditor's table. They stand in the address."""

    search = forms.CharField(required=False, max_length=120, label=_("Title or requester"))
    kind = forms.ChoiceField(required=False, label=_("Kind of work"))
    floor = forms.ChoiceField(
        required=False,
        label=_("Against the floor"),
        choices=[("", _("All jobs")), ("below", _("Below the floor")), ("above", _("At or above it"))],
    )
    order = forms.ChoiceField(
        required=False,
        label=_("Order"),
        choices=[
            (jobs.Order.NEWEST.value, _("Newest first")),
            (jobs.Order.LOWEST_PAY.value, _("Lowest hourly pay first")),
            (jobs.Order.MOST_PAID.value, _("Most paid first")),
            (jobs.Order.MOST_UNPAID_TIME.value, _("Most unpaid time first")),
            (jobs.Order.REQUESTER.value, _("Requester")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = [
            ("", _("All kinds")),
            *((kind, reports.kind_name(kind)) for kind in reports.kinds_in_use()),
        ]

    def chosen(self, *, at: datetime) -> jobs.JobTable:
        """The table that the filters leave, in order. A filter that can't be read filters nothing."""
        self.is_valid()
        wanted, floor = self.cleaned_data, reports.floor_of_day(at=at)
        return jobs.JobTable(
            floor_hourly_micros=floor.hourly_micros if floor else 0,
            kind=wanted.get("kind", ""),
            search=wanted.get("search", "").strip(),
            floor=wanted.get("floor", ""),
            order=jobs.Order(wanted.get("order") or jobs.Order.NEWEST.value),
        )


class AddMoneyForm(forms.Form):
    """How much demo money goes to whom. `cleaned_data` holds the person as `email` and micros as `amount`."""

    email = forms.EmailField(label=_("E-mail address of the requester"))
    amount = MoneyField(label=_("Amount"))
    key = forms.CharField(max_length=32, min_length=8, widget=forms.HiddenInput)

    def clean_email(self) -> User:
        return requester_named(self.cleaned_data["email"])


def requester_named(email: str) -> User:
    """The requester with this address. Raises ValidationError with a sentence."""
    person = User.objects.filter(email__iexact=email, is_requester=True).first()
    if person is None:
        raise forms.ValidationError(
            _("No requester has this e-mail address. Check the spelling, or choose one from the list.")
        )
    return person
