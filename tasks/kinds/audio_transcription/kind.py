"""Audio transcription: type what is said in some seconds of speech.

Where the job names speakers the answer is who says what: `{"turns": [{"speaker": "Anna", "text": "Good morning."}]}`,
with the same flags beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from jsonschema import ValidationError

from tasks.kinds.audio_transcription import turns
from tasks.kinds.audio_transcription.form import CONVENTIONS, MARKS, SettingsForm
from tasks.kinds.base import Json, Medium, Payload
from tasks.kinds.keys import LISTENING, Key, numbers_with_alt
from tasks.kinds.labels import SEPARATOR
from tasks.kinds.transcription import MISSING, Transcription


class AudioTranscription(Transcription):
    """A segment of a recording, its words."""

    slug = "audio_transcription"
    name = gettext_lazy("Audio transcription")
    description = gettext_lazy("Workers listen to a few seconds of speech and type what is said, and by whom.")
    media: tuple[Medium, ...] = ("audio",)
    icon = "audio"
    has_transcript = True
    settings_form = SettingsForm
    typical_seconds = 30
    script = "tasks/js/kinds/audio_transcription.js"
    keys = LISTENING
    flags = {
        "no_speech": gettext_lazy("No speech"),
        "unintelligible": gettext_lazy("Speech that can’t be understood"),
    }
    conventions = CONVENTIONS
    marks = MARKS
    empty_sentence = gettext_lazy(
        "The text is empty. Type what is said, or tick “No speech” or “Speech that can’t be understood”."
    )

    def keys_with(self, settings: Json) -> list[Key]:
        speaker = numbers_with_alt("speaker", _("Begin the turn of a speaker"))
        return [*([speaker] if turns.speakers_of(settings) else []), *super().keys_with(settings)]

    def answer_schema(self, settings: Json) -> Json:
        schema = super().answer_schema(settings)
        if speakers := turns.speakers_of(settings):
            text = schema["properties"].pop("text")
            turn = {
                "type": "object",
                "properties": {"speaker": {"enum": speakers}, "text": text},
                "required": ["speaker", "text"],
                "additionalProperties": False,
            }
            schema["properties"]["turns"] = {"type": "array", "items": turn, "maxItems": turns.TURNS_AT_MOST}
            schema["required"] = ["turns"]
        return schema

    def refusal(self, error: ValidationError) -> str | Promise:
        path = list(error.absolute_path)
        if error.validator == "maxItems":
            return _("There are more than %(most)d turns. Join some, then submit.") % {"most": turns.TURNS_AT_MOST}
        lacks_a_speaker = error.validator == "required" and "speaker" not in list(error.instance)  # type: ignore[arg-type]
        if len(path) > 1 and (error.validator == "enum" or lacks_a_speaker):
            return _("Turn %(number)d: choose who speaks.") % {"number": int(path[1]) + 1}
        return super().refusal(error)

    def normalise(self, *, answer: Json, settings: Json, payload: Payload) -> Json:
        if not turns.speakers_of(settings):
            return super().normalise(answer=answer, settings=settings, payload=payload)
        tidied = [one | {"text": self.normal_text(one["text"], settings)} for one in answer["turns"]]
        kept = turns.joined_turns(tidied)
        length = sum(len(one["text"]) for one in kept)
        ticked = self.ticked_flags(answer, is_empty=not kept, length=length)
        return {"turns": kept, **ticked}

    def answer_from_form(self, post: MultiValueDict[str, str]) -> object:
        answer = super().answer_from_form(post)
        if "with_turns" not in post:
            return answer
        assert isinstance(answer, dict)  # noqa: S101 (the text and the flags)
        return {"turns": turns.turns_from(post), **{flag: answer[flag] for flag in self.flags}}

    def export_columns(self, answer: Json) -> Mapping[str, str | int | float]:
        columns = super().export_columns(answer)
        if "turns" not in answer:
            return columns
        speakers = dict.fromkeys(turn["speaker"] for turn in answer["turns"])
        return {**columns, "speakers": SEPARATOR.join(speakers)}

    def transcript(self, parts: Sequence[Json | None]) -> str:
        if not any(part and "turns" in part for part in parts):
            return super().transcript(parts)
        lines: list[Json] = []
        for part in parts:
            lines += part["turns"] if part else [{"speaker": "", "text": MISSING}]
        kept = turns.joined_turns(lines, separator=" ")
        return "\n".join(turns.as_text([turn], tidy=_one_line) if turn["speaker"] else MISSING for turn in kept)

    def text_of(self, answer: Json) -> str:
        return turns.as_text(answer["turns"]) if "turns" in answer else super().text_of(answer)


def _one_line(text: str) -> str:
    return " ".join(text.split())


KIND = AudioTranscription()
