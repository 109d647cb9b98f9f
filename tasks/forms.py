"""What a requester fills in, step by step. A draft may be left half filled: `is_partial` asks for nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.domain import floor_policy
from tasks.domain.price_help import PriceHelp
from tasks.domain.terms import Terms
from tasks.domain.training_tasks import MOST_PLACES
from tasks.kinds import choices, kind_named
from tasks.kinds.languages import language_choices
from tasks.models import ContentWarning, Job
from tasks.models.job import DAY
from tasks.price_forms import PricedForm
from web.domain.formatting import format_duration, plain_micros

WORDS = ("title", "purpose", "instructions")
# The answer to a compulsory question: there is nothing to be warned of.
NOTHING = "nothing"
HOUR = 3600
MOST_SECONDS = 4 * HOUR
APPROVAL_CHOICES = (HOUR, 6 * HOUR, DAY, 2 * DAY, 3 * DAY, 5 * DAY, 7 * DAY)
APPROVAL_WORDS = {
    HOUR: _("1 hour"),
    6 * HOUR: _("6 hours"),
    DAY: _("1 day"),
    2 * DAY: _("2 days"),
    3 * DAY: _("3 days"),
    5 * DAY: _("5 days"),
    7 * DAY: _("7 days"),
}


def approval_words(seconds: int) -> str:
    """A time to auto-approval as people say it."""
    return str(APPROVAL_WORDS.get(seconds) or format_duration(seconds))


class KindForm(forms.Form):
    """Step 1. `client_key` makes a second click on the same page find the first one's draft."""

    kind = forms.ChoiceField(choices=choices, error_messages={"required": _("Choose what workers shall do.")})
    client_key = forms.CharField(max_length=64, required=False)


class WordsForm(forms.Form):
    """Step 2: what workers read."""

    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        help_text=_("What a worker reads first in the list of jobs: “Which bird is it?”"),
    )
    purpose = forms.CharField(
        label=_("What are the answers used for?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Workers have a right to know what they help to build, and for whom. It is shown with the job."),
    )
    instructions = forms.CharField(
        label=_("Instructions"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Say what counts and what to do in doubt. Markdown: **bold**, - lists, 1. numbers, ## headings."),
    )
    language = forms.ChoiceField(
        label=_("Language that workers must know"),
        choices=language_choices,
        required=False,
        help_text=_("Of the instructions and of what is worked on. Workers find jobs by it."),
    )

    warnings = forms.MultipleChoiceField(
        label=_("What may people not want to see or hear?"),
        choices=[*ContentWarning.choices, (NOTHING, _("Nothing of the kind"))],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what applies, or “Nothing of the kind”.")},
        help_text=_("Workers read it before they start, and what is shown stays blurred until they ask for it."),
    )
    warning_words = forms.CharField(
        label=_("What else, in a few words"),
        max_length=300,
        required=False,
        help_text=_("Only for “Something else”."),
    )

    def __init__(self, *args: Any, kind: str, is_partial: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if "language" in kind_named(kind).settings_form.base_fields:
            del self.fields["language"]
        if is_partial:
            for field in self.fields.values():
                field.required = False

    @classmethod
    def of(cls, job: Job) -> WordsForm:
        """The form as it was last saved."""
        initial = {name: getattr(job, name) for name in (*WORDS, "language")}
        if job.content_warnings is not None:
            initial |= {"warnings": job.content_warnings or [NOTHING], "warning_words": job.content_warning_words}
        return cls(initial=initial, kind=job.kind)

    def clean(self) -> dict[str, Any]:
        entered: dict[str, Any] = super().clean() or self.cleaned_data
        warnings = entered.get("warnings", [])
        if NOTHING in warnings and len(warnings) > 1:
            self.add_error(
                "warnings", _("A warning is ticked, and “Nothing of the kind” as well. Keep one or the other.")
            )
        if ContentWarning.OTHER.value in warnings and not entered.get("warning_words", "").strip():
            self.add_error("warning_words", _("Say in a few words what it is."))
        return entered

    def words(self, job: Job) -> dict[str, str]:
        """The words that were entered, and the job's own for what can't be used. Only after `is_valid()`."""
        return {name: self.cleaned_data.get(name, getattr(job, name)) for name in WORDS}

    def content_warnings(self) -> list[str] | None:
        """What was ticked; None while the question has no answer that can be used. Only after `is_valid()`."""
        ticked = self.cleaned_data.get("warnings")
        if not ticked or "warning_words" in self.errors:
            return None
        return [warning for warning in ticked if warning != NOTHING]


class ExampleForm(forms.Form):
    """What is said about a case: right or wrong, and why."""

    is_right = forms.TypedChoiceField(
        label=_("Is it right or wrong?"),
        choices=[("right", _("Right: do it like this")), ("wrong", _("Wrong: don’t do this"))],
        coerce=lambda value: value == "right",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is right or wrong.")},
    )
    why = forms.CharField(
        label=_("Why?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One sentence that helps with the next one: “The shadow belongs to the wall, not to the coin.”"),
    )


class CaseForm(ExampleForm):
    """A case in words, a picture of one's own, or both."""

    words = forms.CharField(
        label=_("The case in words"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Markdown: **bold**, - lists."),
    )
    picture = forms.FileField(
        label=_("A picture of your own"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("JPEG, PNG or WebP, at most 20 MB. What it says about the camera and the place is removed."),
    )
    field_order = ("words", "picture", "is_right", "why")


class FeedbackForm(forms.Form):
    """What a worker in training reads after the answer."""

    words = forms.CharField(
        label=_("Why is that the right answer?"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Workers read it as soon as they have answered."),
    )


class PlacesForm(forms.Form):
    """How many workers may train."""

    places = forms.IntegerField(
        label=_("How many workers may train?"),
        min_value=1,
        max_value=MOST_PLACES,
        help_text=_("Each new worker takes one place. When all are taken, nobody new can begin with the job."),
    )


class TermsForm(PricedForm):
    """Step 4: what an answer pays, and when."""

    wanted_answers = forms.IntegerField(
        label=_("Answers wanted for each micro-task"),
        min_value=1,
        max_value=9,
        error_messages={"min_value": _("Ask for 1 to 9 answers."), "max_value": _("Ask for 1 to 9 answers.")},
        help_text=_("1 to 9, each by another person. With 3 or more you see where people disagree."),
    )
    expected_seconds = forms.IntegerField(
        label=_("Seconds one takes"),
        min_value=1,
        max_value=MOST_SECONDS,
        help_text=_("Do ten yourself in the preview and take the time. Workers see what this comes to an hour."),
    )
    auto_approval = forms.TypedChoiceField(
        label=_("Answers approve themselves after"),
        coerce=int,
        help_text=_("What you haven’t approved or rejected by then is paid. Workers see this before they start."),
    )

    guarantees_floor = forms.BooleanField(
        label=_("Guarantee the wage floor"),
        required=False,
        help_text=_(
            "Each night workers get what their price lacks to the floor, by the time that the job really takes. Money "
            "is set aside for it, and what isn’t needed comes back to you. Workers see the guarantee before they start."
        ),
    )

    def __init__(self, posted: Any = None, *, job: Job, is_partial: bool = False) -> None:
        initial = {
            "wanted_answers": job.wanted_answers,
            "guarantees_floor": job.guarantees_floor,
            **self.initial_of(job),
            "expected_seconds": job.expected_seconds,
            "auto_approval": job.auto_approval_seconds,
        }
        super().__init__(posted, initial=initial, is_partial=is_partial)
        self.job = job
        # A draft that a program made may have a time of its own.
        times = sorted({*APPROVAL_CHOICES, job.auto_approval_seconds})
        self.fields["auto_approval"].choices = [  # type: ignore[attr-defined]
            (seconds, approval_words(seconds)) for seconds in times
        ]
        if not floor_policy.is_for_requesters_to_say():
            del self.fields["guarantees_floor"]

    def with_figure(self, name: str, help: PriceHelp) -> TermsForm:
        """The form with a figure of the price help in it: the price of an offer, or the measured seconds."""
        posted = {bound.name: bound.data for bound in self}
        if name == "seconds":
            posted["expected_seconds"] = help.seconds
        for offer in help.offers:
            if offer.aim == name:
                posted |= {"pricing": self.PIECE, "price": plain_micros(offer.price_micros)}
                posted["expected_seconds"] = help.seconds
        return TermsForm(posted, job=self.job, is_partial=True)

    def terms(self) -> Terms:
        """What was entered. Only after `is_valid()`."""
        entered = self.cleaned_data
        return Terms(
            wanted_answers=entered["wanted_answers"],
            **self.prices,
            expected_seconds=entered["expected_seconds"],
            auto_approval_seconds=entered["auto_approval"],
            guarantees_floor=entered.get("guarantees_floor"),
        )
