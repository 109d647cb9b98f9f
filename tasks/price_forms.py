"""What an answer pays, as a requester says it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.domain.pilot_plan import PilotPlan
from tasks.models import Job
from tasks.models.job import MOST_HOUR_PRICE_MICROS, MOST_PRICE_MICROS
from web.domain.formatting import format_micros, format_number
from web.forms import MoneyField


class PricedForm(forms.Form):
    """A price by the piece, or by the hour: then what a piece pays follows from it."""

    PIECE, HOUR = "piece", "hour"

    pricing = forms.ChoiceField(
        label=_("Priced"),
        choices=[(PIECE, _("By the piece")), (HOUR, _("By the hour"))],
        widget=forms.RadioSelect,
    )
    price = MoneyField(
        label=_("Price of an answer"),
        least=1,
        most=MOST_PRICE_MICROS,
        help_text=_("What a worker gets for one approved answer: from 0.000001 to 100."),
    )
    hour_price = MoneyField(
        label=_("Price of an hour"),
        least=1,
        most=MOST_HOUR_PRICE_MICROS,
        help_text=_("The price of an answer follows from it and the measured time, and is fixed once you publish."),
    )

    def __init__(self, posted: Any = None, *, initial: dict[str, Any], is_partial: bool = False) -> None:
        """`posted` may leave out `pricing`: then it is by the piece. A partial form lacks no price."""
        if posted is not None and not posted.get("pricing"):
            posted = posted.copy()
            posted["pricing"] = self.PIECE
        super().__init__(posted, initial=initial)
        chosen = "hour_price" if self.data.get("pricing") == self.HOUR else "price"
        for name in ("price", "hour_price"):
            self.fields[name].required = not is_partial and (not self.is_bound or name == chosen)

    @property
    def prices(self) -> dict[str, Any]:
        """`price_micros` and `hour_price_micros` as they were entered, one of them. Only after `is_valid()`."""
        if self.cleaned_data["pricing"] == self.HOUR:
            return {"price_micros": 0, "hour_price_micros": self.cleaned_data["hour_price"]}
        return {"price_micros": self.cleaned_data["price"] or 0, "hour_price_micros": None}

    @classmethod
    def initial_of(cls, job: Job) -> dict[str, Any]:
        """The price as it was last saved."""
        return {
            "pricing": cls.PIECE if job.hour_price_micros is None else cls.HOUR,
            "price": job.price_micros or None,
            "hour_price": job.hour_price_micros,
        }


class PilotForm(forms.Form):
    """How many micro-tasks a pilot hands out. `quoted` is the number whose cost was shown, and `agreed` that cost."""

    micro_tasks = forms.IntegerField(label=_("Micro-tasks in the pilot"))
    quoted = forms.IntegerField(required=False, widget=forms.HiddenInput)
    agreed = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, posted: Any = None, *, plan: PilotPlan | None) -> None:
        super().__init__(posted, initial={"micro_tasks": plan.micro_task_count if plan else None})
        if plan is None:
            return
        self.fields["micro_tasks"] = forms.IntegerField(
            label=_("Micro-tasks in the pilot"),
            min_value=plan.least,
            max_value=plan.most,
            initial=plan.micro_task_count,
            help_text=_("From %(least)s to %(most)s, drawn at random from the whole job.")
            % {"least": format_number(plan.least), "most": format_number(plan.most)},
        )


class RestForm(PricedForm):
    """What the rest of a job pays after its pilot. `agreed` is the cost that was shown."""

    agreed = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, posted: Any = None, *, job: Job) -> None:
        super().__init__(posted, initial=self.initial_of(job))


class PriceForm(forms.Form):
    """A higher price for a running job. `quoted` is the price whose cost was shown, and `agreed` that cost."""

    price = MoneyField(label=_("New price of an answer"), least=1, most=MOST_PRICE_MICROS)
    quoted = forms.IntegerField(required=False, widget=forms.HiddenInput)
    agreed = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, posted: Any = None, *, job: Job) -> None:
        super().__init__(posted)
        self.job = job

    def clean_price(self) -> int:
        price: int = self.cleaned_data["price"]
        if price <= self.job.price_micros:
            raise forms.ValidationError(
                _("It is %(price)s now, and workers saw that: a new price must be higher."),
                params={"price": format_micros(self.job.price_micros)},
            )
        return price
