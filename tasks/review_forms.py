"""What a requester enters about published jobs: filters, reasons, the form of an export."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    """Which answers the review shows, and in which order. An address that says nothing asks for what waits."""

    state = forms.ChoiceField(choices=STATES)
    order = forms.ChoiceField(choices=ORDERS)

    def chosen(self, name: str) -> str:
        """The choice for `name`, or else the first one there is."""
        self.is_valid()
        return str(self.cleaned_data.get(name, {"state": WAITING, "order": OLDEST}[name]))


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


class HideForm(forms.Form):
    """Why an auditor hides a question."""

    because = forms.CharField(label=_("Why?"), max_length=300, help_text=_("Its asker reads this."))
