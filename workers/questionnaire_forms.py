"""The questionnaire as forms: every field may be left empty, and nothing is ticked beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from transparency.domain.demographics import answers
from transparency.domain.demographics.asking import MOST_OWN_WORDS, PNS, SELF_DESCRIBE, Question, Step, sort_key
from transparency.domain.demographics.consents import ASKED, Purpose

OWN_WORDS = "own_words"
# What stands at the end of a list that is in the order of its names.
LAST = ("mis", "other", PNS)
CHANGED, CORRECTED = "changed", "corrected"


class ConsentForm(forms.Form):
    """Four boxes, none ticked. Each is a consent of its own."""

    def __init__(self, *args: Any, agreed: frozenset[Purpose] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for asked in ASKED:
            if asked.purpose not in agreed:
                self.fields[asked.purpose] = forms.BooleanField(
                    required=False, label=str(asked.title), help_text=str(asked.words)
                )

    def purposes(self) -> list[Purpose]:
        return [Purpose(name) for name, ticked in self.cleaned_data.items() if ticked]


def field_of(question: Question) -> forms.Field:
    """One question: buttons, boxes, or a list to open where there are very many choices."""
    labelled = [(choice.code, choice.label) for choice in question.choices]
    if question.is_long:
        named = [one for one in labelled if one[0] not in LAST]
        labelled = sorted(named, key=lambda one: sort_key(str(one[1]))) + [one for one in labelled if one[0] in LAST]
    made: dict[str, Any] = {"required": False, "label": question.text, "help_text": question.help}
    if question.most > 1:
        boxes = forms.CheckboxSelectMultiple()
        return forms.MultipleChoiceField(choices=labelled, widget=boxes, **made)
    if question.is_long:
        return forms.ChoiceField(choices=[("", "—"), *labelled], **made)
    return forms.ChoiceField(choices=labelled, widget=forms.RadioSelect, **made)


class QuestionsForm(forms.Form):
    """Some questions together, with what was said to them before."""

    def __init__(self, *args: Any, questions: tuple[Question, ...], said: Mapping[str, answers.Answer], **kwargs: Any):
        initial = {one.id: self._initial(one, said) for one in questions if one.id in said}
        words = said["Q1"].own_words if "Q1" in said else ""
        super().__init__(*args, **{"initial": {**initial, OWN_WORDS: words}, **kwargs})
        self.questions = questions
        for question in questions:
            self.fields[question.id] = field_of(question)
            if SELF_DESCRIBE in question.codes:
                self.fields[OWN_WORDS] = forms.CharField(
                    required=False,
                    max_length=MOST_OWN_WORDS,
                    label=_("Your own words"),
                    help_text=_("Only you ever read them: they are kept sealed, and never counted."),
                    widget=forms.TextInput(attrs={"autocomplete": "off"}),
                )

    def shown(self) -> list[tuple[forms.BoundField, bool]]:
        """The fields in their order; whether each is a grid of boxes."""
        grids = {question.id for question in self.questions if question.is_grid}
        return [(self[name], name in grids) for name in self.fields]

    @staticmethod
    def _initial(question: Question, said: Mapping[str, answers.Answer]) -> Any:
        codes = said[question.id].codes
        return list(codes) if question.most > 1 else codes[0]

    def clean(self) -> dict[str, Any]:
        for question, codes in self.said().items():
            try:
                answers.checked(question=question, codes=codes)
            except answers.NotAnAnswer:
                self.add_error(question, self._refusal(question))
        return self.cleaned_data

    def _refusal(self, question: str) -> ValidationError:
        most = next(one.most for one in self.questions if one.id == question)
        if len(self.said()[question]) > most:
            return ValidationError(_("Choose %(most)s at most.") % {"most": most})
        return ValidationError(_("One of your choices excludes the others: keep it alone, or untick it."))

    def said(self) -> dict[str, list[str]]:
        """Codes by question; what was left out is absent. Own words say that they are meant."""
        found: dict[str, list[str]] = {}
        for question in self.questions:
            value = self.cleaned_data.get(question.id)
            codes = list(value) if isinstance(value, list) else [value] if value else []
            if SELF_DESCRIBE in question.codes and self.own_words() and SELF_DESCRIBE not in codes:
                codes.append(SELF_DESCRIBE)
            if codes:
                found[question.id] = codes
        return found

    def own_words(self) -> str:
        words: str = self.cleaned_data.get(OWN_WORDS, "")
        return words


class StepForm(QuestionsForm):
    """One page of the questionnaire."""

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, questions=step.questions, **kwargs)


class ChangeForm(QuestionsForm):
    """Another answer to one question: it has changed since a day, or was wrong from the beginning."""

    how = forms.ChoiceField(
        label=_("What happened?"),
        choices=[(CHANGED, _("It has changed")), (CORRECTED, _("The answer was wrong: correct it"))],
        widget=forms.RadioSelect,
        initial=CHANGED,
    )
    since = forms.DateField(
        required=False,
        label=_("Changed since"),
        help_text=_("Today, if you leave it empty."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, question: Question, said: Mapping[str, answers.Answer], **kwargs: Any) -> None:
        super().__init__(*args, questions=(question,), said=said, **kwargs)
        if question.id not in said:
            del self.fields["how"], self.fields["since"]
        self.order_fields([question.id, OWN_WORDS, "how", "since"])

    @property
    def is_correction(self) -> bool:
        return self.cleaned_data.get("how") == CORRECTED

    @property
    def since_day(self) -> date | None:
        day: date | None = self.cleaned_data.get("since")
        return day
