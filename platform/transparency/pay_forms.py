"""What an auditor can ask about pay: which work, in which days, against which floor."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ledger.domain.floors import Floor, floor_on
from ledger.models import PayFloor
from transparency.books_forms import SpanForm
from transparency.domain import reports
from transparency.domain.auditing.groups import Grouping
from transparency.domain.auditing.scope import Asked, Measure
from transparency.models import JobFact

# The days of work of a year are added up in a moment; more are asked for year by year.
LONGEST = timedelta(days=366)


class PayForm(SpanForm):
    """Which work, and how it is told apart. All of it stands in the address."""

    kind = forms.ChoiceField(required=False, label=_("Kind of work"))
    requester = forms.CharField(required=False, max_length=120, label=_("Requester: name or e-mail address"))
    job = forms.CharField(required=False, max_length=16, label=_("Job: its mark in addresses"))
    country = forms.ChoiceField(required=False, label=_("Held against the floor of"))
    measure = forms.ChoiceField(
        required=False,
        label=_("An hour is"),
        choices=[
            (Measure.TASKS.value, _("of all work on tasks (M13b)")),
            (Measure.PAID.value, _("of paid work (M13)")),
            (Measure.PRESENCE.value, _("of all time at work (M13c)")),
        ],
    )
    by = forms.ChoiceField(
        required=False,
        label=_("Table by"),
        choices=[
            (Grouping.KIND.value, _("Kind of work")),
            (Grouping.REQUESTER.value, _("Requester")),
            (Grouping.JOB.value, _("Job")),
            (Grouping.MONTH.value, _("Month")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer(
            "kind", [("", _("All kinds")), *((kind, reports.kind_name(kind)) for kind in reports.kinds_in_use())]
        )
        rows = PayFloor.objects.filter(currency=settings.CURRENCY, kind=settings.PAY_FLOOR_KIND)
        others = set(rows.values_list("country", flat=True)) - {settings.PAY_FLOOR_COUNTRY}
        self._offer("country", [(country, country) for country in (settings.PAY_FLOOR_COUNTRY, *sorted(others))])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """No more than a year at once."""
        asked = super().clean()
        since, until = asked.get("since"), asked.get("until")
        if since and until and until - since > LONGEST:
            self.add_error("until", _("That is more than a year. Ask for a shorter time."))
        return asked

    def clean_requester(self) -> User | None:
        """Who is meant, by the whole name or address."""
        name = self.cleaned_data["requester"].strip()
        if not name:
            return None
        found = User.objects.filter(Q(email__iexact=name) | Q(display_name__iexact=name), is_requester=True).first()
        if found is None:
            raise forms.ValidationError(_("No requester is called that. Write the whole name or e-mail address."))
        return found

    def clean_job(self) -> JobFact | None:
        """Which job is meant."""
        mark = self.cleaned_data["job"].strip().lower()
        if not mark:
            return None
        found = JobFact.objects.filter(public_id=mark).first()
        if found is None:
            raise forms.ValidationError(
                _("No published job has this mark. It stands in the address of the job’s page.")
            )
        return found

    def asked(self) -> Asked:
        """What to add up; what can't be read is as if it were not asked."""
        first, last = self.days()
        wanted = self.cleaned_data
        return Asked(
            first=max(first, last - LONGEST),
            last=last,
            kind=wanted.get("kind", ""),
            requester_number=wanted["requester"].pk if wanted.get("requester") else None,
            job_number=wanted["job"].job_number if wanted.get("job") else None,
            measure=Measure(wanted.get("measure") or Measure.TASKS.value),
        )

    def grouping(self) -> Grouping:
        return Grouping(self.cleaned_data.get("by") or Grouping.KIND.value)

    def country_held(self) -> str:
        """Whose floor pay is held against."""
        return str(self.cleaned_data.get("country") or settings.PAY_FLOOR_COUNTRY)

    def floor(self, day: date) -> Floor | None:
        """The floor that pay is held against on a day."""
        return floor_on(country=self.country_held(), day=day)


class ThresholdForm(forms.Form):
    """From when on a rule of the audit is broken, and whether it is looked at."""

    value = forms.FloatField(
        min_value=0,
        max_value=1_000_000,
        label=_("Threshold"),
        widget=forms.NumberInput(attrs={"class": "input", "step": "any"}),
    )
    is_on = forms.BooleanField(required=False, label=_("Looked at"))


class StudyForm(forms.Form):
    """Of which month the gap is to be reckoned."""

    month = forms.TypedChoiceField(coerce=date.fromisoformat, label=_("Month"))

    def __init__(self, *args: Any, months: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["month"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 (declared above)
        field.choices = [(month.isoformat(), date_format(month, "F Y")) for month in months]
