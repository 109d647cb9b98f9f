"""What a requester enters about published jobs: filters, reasons, the form of an export."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tasks.domain import review_filters
from tasks.models import Assignment, Export, Job

NEWEST, OLDEST = "newest", "oldest"
WAITING, APPROVED, REJECTED, LATE = "waiting", "approved", "rejected", "late"
STATES = [
    (WAITING, _("Waiting")),
    (APPROVED, pgettext_lazy("answers", "Approved")),
    (REJECTED, pgettext_lazy("answers", "Rejected")),
    (LATE, _("After the lease")),
]
ORDERS = [(OLDEST, _("Oldest first")), (NEWEST, _("Newest first"))]
MOST_WORDS = 1000


class JobFilterForm(forms.Form):
    """Which jobs the list shows. What can't be read counts as not entered."""

    words = forms.CharField(
        required=False,
        max_length=100,
        label=_("Title or purpose"),
        widget=forms.TextInput(attrs={"type": "search", "size": 24}),
    )
    state = forms.ChoiceField(required=False, choices=[("", _("All states")), *Job.State.choices], label=_("State"))

    def chosen(self, name: str) -> str:
        """What was entered under `name`; empty when nothing was, or something that it can't be."""
        return str(self.cleaned_data.get(name, "")) if self.is_valid() or name not in self.errors else ""


class AnswerFilterForm(forms.Form):
    """Which answers the review shows, and in which order. An address that says nothing asks for what waits.

    What can't be read counts as not entered.
    """

    state = forms.ChoiceField(required=False, choices=STATES)
    order = forms.ChoiceField(required=False, choices=ORDERS)
    worker = forms.CharField(
        required=False,
        max_length=10,
        label=_("Worker"),
        widget=forms.TextInput(attrs={"size": 12, "placeholder": "w-…"}),
    )
    says = forms.CharField(
        required=False,
        max_length=100,
        label=_("Says"),
        widget=forms.TextInput(attrs={"type": "search", "size": 18}),
    )
    agreement = forms.ChoiceField(
        required=False,
        label=_("The other answers"),
        choices=[
            ("", _("All answers")),
            (review_filters.DIFFERENT, _("Another one differs")),
            (review_filters.SAME, _("Another one is the same")),
            (review_filters.ALONE, _("There is no other yet")),
        ],
    )
    since = forms.DateField(required=False, label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, label=_("Up to"), widget=forms.DateInput(attrs={"type": "date"}))
    sample = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    hours = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        label=_("Approves itself"),
        choices=[
            ("", _("At any time")),
            ("1", _("within an hour")),
            ("6", _("within 6 hours")),
            ("24", _("within a day")),
        ],
    )

    def __init__(self, *args: Any, job: Job, **named: Any) -> None:
        super().__init__(*args, **named)
        labels = review_filters.labels_of(job=job)
        if labels:
            self.fields["says"] = forms.ChoiceField(
                required=False,
                label=_("Label"),
                choices=[("", _("All labels")), *((label, label) for label in labels)],
            )
        if job.wanted_answers == 1:
            del self.fields["agreement"]

    def chosen(self, name: str) -> str:
        """The choice for `name`, or else the first one there is."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or {"state": WAITING, "order": OLDEST}[name])

    def sought(self) -> review_filters.Sought:
        """What the filters narrow the list to."""
        self.is_valid()
        said = self.cleaned_data
        since, until, hours = said.get("since"), said.get("until"), said.get("hours")
        return review_filters.Sought(
            worker=said.get("worker") or "",
            says=said.get("says") or "",
            agreement=said.get("agreement") or "",
            since=_midnight(since) if since else None,
            until=_midnight(until) + timedelta(days=1) if until else None,
            within=timedelta(hours=hours) if hours else None,
            sample=said.get("sample") or "",
        )


def _midnight(day: date) -> datetime:
    return make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 (made aware here)


class RejectForm(forms.Form):
    """Why an answer is rejected: a reason, and words that the worker can use."""

    code = forms.ChoiceField(
        choices=Assignment.RejectCode.choices,
        label=_("Reason"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason.")},
    )
    words = forms.CharField(
        max_length=MOST_WORDS,
        label=_("Words to the worker"),
        help_text=_("Say what is wrong and how it would be right: the worker reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what is wrong: a rejection without words is not possible.")},
    )


class ExportForm(forms.Form):
    """In which form the answers are taken away."""

    file_format = forms.ChoiceField(
        choices=Export.Format.choices,
        initial=Export.Format.CSV,
        label=_("Form"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose CSV or JSON Lines.")},
    )


class QuestionAnswerForm(forms.Form):
    """What a requester answers to a question: for all workers of the job."""

    words = forms.CharField(
        label=_("Your answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the answer.")},
        help_text=_("All workers of the job read it beside the instructions. Nothing private."),
    )


class SampleForm(forms.Form):
    """How many answers of those that wait a sample holds."""

    size = forms.IntegerField(
        min_value=1,
        max_value=500,
        initial=50,
        label=_("Answers to look at"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Say how many, 1 to 500.")},
    )


class ConsentForm(forms.Form):
    """Why an auditor grants or refuses a rejection."""

    words = forms.CharField(
        label=_("Your reasons"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The requester reads them."),
        error_messages={"required": _("Give your reasons: the requester reads them.")},
    )


class HideForm(forms.Form):
    """Why an auditor hides a question."""

    because = forms.CharField(label=_("Why?"), max_length=300, help_text=_("Its asker reads this."))
