"""Transcription, whatever is written down: a text, or a flag that says why there is none.

Answers: `{"text": "…"}` or `{"text": "", "<flag>": true}`; the normal form names every flag of the kind. In a text the
job's marks have one form: `[unclear: word]`, `[gap]`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from jsonschema import ValidationError

from tasks.kinds.base import AnswerRefused, Json, Kind, Payload, Result, SettingsForm
from tasks.kinds.conventions import LinesField, ReadingMark, Words, with_normal_marks
from tasks.kinds.keys import Key
from tasks.kinds.labels import tallied
from tasks.kinds.languages import language_choices
from tasks.kinds.text import clean_text

CHARACTERS_AT_MOST = 10_000
SUMMARY_CHARACTERS = 80
MISSING = "…"


class TranscriptionForm(SettingsForm):
    """The language to expect, and how to write down what is there. The kinds say which conventions stand ready."""

    language = forms.ChoiceField(
        required=False,
        choices=language_choices,
        label=gettext_lazy("Language"),
        help_text=gettext_lazy(
            "Helps the worker’s browser with fonts and reading direction. Leave it open if it varies."
        ),
    )
    conventions = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("How to write it down"),
        help_text=gettext_lazy("What you tick stands beside the text field."),
    )
    own_conventions = LinesField(
        most=12,
        characters=200,
        label=gettext_lazy("Conventions of your own"),
        help_text=gettext_lazy("One a line. They stand beside the others."),
    )
    marks = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Marks in the text"),
        help_text=gettext_lazy("Workers insert them by a button or a key, always in the same form."),
    )
    characters = LinesField(
        most=24,
        characters=8,
        by_spaces=True,
        label=gettext_lazy("Special characters"),
        help_text=gettext_lazy("Each gets a button. With spaces between them: ſ æ œ"),
    )

    def _offer(self, conventions: Words, marks: Sequence[tuple[str, str | Promise]]) -> None:
        self.fields["conventions"].choices = list(conventions.items())  # type: ignore[attr-defined]
        self.fields["marks"].choices = list(marks)  # type: ignore[attr-defined]


class Transcription(Kind):
    """Writing down what is there. `flags` names each reason for an empty text, in the order of the desk."""

    has_labels = False
    settings_form = TranscriptionForm
    grace_seconds = 300
    flags: Words
    conventions: Words  # those that stand ready, for the requester to tick
    marks: Mapping[str, ReadingMark]
    empty_sentence: str | Promise
    part_separator = " "  # between the parts of one item, when they are joined

    def keys_with(self, settings: Json) -> list[Key]:
        chosen = settings.get("marks") or []
        marks = [
            Key(name, mark.words, (f"Alt+{mark.key.lower()}",)) for name, mark in self.marks.items() if name in chosen
        ]
        return [*marks, *super().keys_with(settings)]

    def answer_schema(self, settings: Json) -> Json:
        return {
            "type": "object",
            "properties": {
                "text": {"type": "string", "maxLength": CHARACTERS_AT_MOST},
                **{flag: {"type": "boolean"} for flag in self.flags},
            },
            "required": ["text"],
            "additionalProperties": False,
        }

    def refusal(self, error: ValidationError) -> str | Promise:
        if error.validator == "maxLength":
            return _too_long(len(str(error.instance)))
        if error.validator == "required":
            return self.empty_sentence
        return super().refusal(error)

    def normalise(self, *, answer: Json, settings: Json, payload: Payload) -> Json:
        text = self.normal_text(answer["text"], settings)
        ticked = self.ticked_flags(answer, is_empty=not text.strip(), length=len(text))
        return {"text": "" if any(ticked.values()) else text, **ticked}

    def normal_text(self, text: str, settings: Json) -> str:
        """`text` as it is kept, with the marks of the job in their one form."""
        return clean_text(with_normal_marks(clean_text(text), marks=self.marks, settings=settings))

    def ticked_flags(self, answer: Json, *, is_empty: bool, length: int) -> dict[str, bool]:
        """Every flag of the kind, whether it is ticked. Raises AnswerRefused unless it fits what was written."""
        ticked = [flag for flag in self.flags if answer.get(flag)]
        if is_empty and not ticked:
            raise AnswerRefused(self.empty_sentence)
        if len(ticked) > 1:
            raise AnswerRefused(
                _("“%(one)s” and “%(other)s” are both ticked. Keep one of them.")
                % {"one": self.flags[ticked[0]], "other": self.flags[ticked[1]]}
            )
        if not is_empty and ticked:
            raise AnswerRefused(
                _("There is a text, and “%(flag)s” is ticked as well. Keep one or the other.")
                % {"flag": self.flags[ticked[0]]}
            )
        if length > CHARACTERS_AT_MOST:
            raise AnswerRefused(_too_long(length))
        return {flag: flag in ticked for flag in self.flags}

    def answer_from_form(self, post: MultiValueDict[str, str]) -> object:
        return {"text": clean_text(post.get("text", "")), **{flag: flag in post for flag in self.flags}}

    def aggregate(self, answers: Sequence[Json]) -> Result:
        """How often each text was written; texts that differ are not merged."""
        return Result(None, tallied(self._value(answer) for answer in answers), len(answers))

    def export_columns(self, answer: Json) -> Mapping[str, str | int | float]:
        return {"text": self.text_of(answer), **{flag: int(bool(answer.get(flag))) for flag in self.flags}}

    def summary(self, answer: Json) -> str:
        for flag, name in self.flags.items():
            if answer.get(flag):
                return str(name)
        line = self.said(answer)
        return line if len(line) <= SUMMARY_CHARACTERS else f"{line[: SUMMARY_CHARACTERS - 1]}…"

    def said(self, answer: Json) -> str:
        return " ".join(self.text_of(answer).split())

    def transcript(self, parts: Sequence[Json | None]) -> str:
        lines: list[str] = []
        for part in parts:
            line = MISSING if part is None else self.said(part)
            if line and (line, lines[-1:]) != (MISSING, [MISSING]):
                lines.append(line)
        return self.part_separator.join(lines)

    def text_of(self, answer: Json) -> str:
        """What was written, as one text."""
        return str(answer["text"])

    def _value(self, answer: Json) -> str:
        ticked = next((flag for flag in self.flags if answer.get(flag)), None)
        return f"({ticked})" if ticked else self.text_of(answer)


def _too_long(length: int) -> str:
    return _("The text has %(length)d characters; at most %(most)d are kept. Shorten it, then submit.") % {
        "length": length,
        "most": CHARACTERS_AT_MOST,
    }
