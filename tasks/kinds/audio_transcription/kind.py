"""Audio transcription: type what is said in some seconds of speech."""

from django.utils.translation import gettext_lazy as _

from tasks.kinds.audio_transcription.form import SettingsForm
from tasks.kinds.base import Medium
from tasks.kinds.transcription import Transcription


class AudioTranscription(Transcription):
    """A segment of a recording, its words."""

    slug = "audio_transcription"
    name = _("Audio transcription")
    description = _("Workers listen to a few seconds of speech and type what is said.")
    media: tuple[Medium, ...] = ("audio",)
    icon = "audio"
    has_transcript = True
    settings_form = SettingsForm
    typical_seconds = 30
    script = "tasks/js/kinds/audio_transcription.js"
    desk_hint = _("Esc plays and pauses, F1 and F2 go back and forward 2 seconds, F3 and F4 play slower and faster.")
    flags = {"no_speech": _("No speech"), "unintelligible": _("Speech that can’t be understood")}
    empty_sentence = _(
        "The text is empty. Type what is said, or tick “No speech” or “Speech that can’t be understood”."
    )


KIND = AudioTranscription()
