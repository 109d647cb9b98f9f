"""What a worker can ask of the list of open jobs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks import kinds
from web.forms import MoneyField
from workers.domain import finding


class FindForm(forms.Form):
    """Filters and order of open jobs. They stand in the address, so a list can be left and found again."""

    kind = forms.ChoiceField(required=False, label=_("Kind of work"))
    hourly = MoneyField(required=False, least=0, label=_("At least an hour"))
    order = forms.ChoiceField(
        required=False,
        label=_("Order"),
        choices=[
            (finding.Order.HOURLY.value, _("Pay per hour, highest first")),
            (finding.Order.NEWEST.value, _("Newest first")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = [("", _("All kinds")), *kinds.choices()]

    def wanted(self) -> finding.Wanted:
        """The filters that could be read; what could not is named beside its field and filters nothing."""
        self.is_valid()
        return finding.Wanted(
            kind=self.cleaned_data.get("kind", ""),
            least_hourly_micros=self.cleaned_data.get("hourly") or 0,
            order=finding.Order(self.cleaned_data.get("order") or finding.Order.HOURLY.value),
        )
