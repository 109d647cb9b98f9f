"""Transcription, whatever is written down: a text, or a flag that says why there is none.

Answers: `{"text": "…"}` or `{"text": "", "<flag>": true}`; the normal form names every flag of the kind.
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
from tasks.kinds.labels import tallied
from tasks.kinds.languages import language_choices
from tasks.kinds.text import clean_text

CHARACTERS_AT_MOST = 10_000
SUMMARY_CHARACTERS = 80


class TranscriptionForm(SettingsForm):
    """The language to expect."""

    language = forms.ChoiceField(
        required=False,
        choices=language_choices,
        label=gettext_lazy("Language"),
        help_text=gettext_lazy(
            "Helps the worker’s browser with fonts and reading direction. Leave it open if it varies."
        ),
    )


class Transcription(Kind):
    """Writing down what is there. `flags` names each reason for an empty text, in the order of the desk."""

    has_labels = False
    settings_form = TranscriptionForm
    flags: Mapping[str, str | Promise]
    empty_sentence: str | Promise

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
        text = clean_text(answer["text"])
        ticked = [flag for flag in self.flags if answer.get(flag)]
        if not text.strip() and not ticked:
            raise AnswerRefused(self.empty_sentence)
        if len(ticked) > 1:
            raise AnswerRefused(
                _("“%(one)s” and “%(other)s” are both ticked. Keep one of them.")
                % {"one": self.flags[ticked[0]], "other": self.flags[ticked[1]]}
            )
        if text.strip() and ticked:
            raise AnswerRefused(
                _("There is a text, and “%(flag)s” is ticked as well. Keep one or the other.")
                % {"flag": self.flags[ticked[0]]}
            )
        if len(text) > CHARACTERS_AT_MOST:
            raise AnswerRefused(_too_long(len(text)))
        return {"text": "" if ticked else text, **{flag: flag in ticked for flag in self.flags}}

    def answer_from_form(self, post: MultiValueDict[str, str]) -> object:
        return {"text": clean_text(post.get("text", "")), **{flag: flag in post for flag in self.flags}}

    def aggregate(self, answers: Sequence[Json]) -> Result:
        """How often each text was written; texts that differ are not merged."""
        return Result(None, tallied(self._value(answer) for answer in answers), len(answers))

    def export_columns(self, answer: Json) -> Mapping[str, str | int | float]:
        return {"text": answer["text"], **{flag: int(bool(answer.get(flag))) for flag in self.flags}}

    def summary(self, answer: Json) -> str:
        for flag, name in self.flags.items():
            if answer.get(flag):
                return str(name)
        line = " ".join(answer["text"].split())
        return line if len(line) <= SUMMARY_CHARACTERS else f"{line[: SUMMARY_CHARACTERS - 1]}…"

    def _value(self, answer: Json) -> str:
        ticked = next((flag for flag in self.flags if answer.get(flag)), None)
        return f"({ticked})" if ticked else str(answer["text"])


def _too_long(length: int) -> str:
    return _("The text has %(length)d characters; at most %(most)d are kept. Shorten it, then submit.") % {
        "length": length,
        "most": CHARACTERS_AT_MOST,
    }
