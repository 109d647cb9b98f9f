"""Image transcription: type what is written in the picture."""

from django.utils.translation import gettext_lazy as _

from tasks.kinds.base import Json, Medium
from tasks.kinds.image_transcription.form import CONVENTIONS, MARKS, SettingsForm
from tasks.kinds.keys import ZOOM, Key
from tasks.kinds.transcription import Transcription


class ImageTranscription(Transcription):
    """A picture of writing, or one line of it, and its text."""

    slug = "image_transcription"
    name = _("Image transcription")
    description = _("Workers type what is written or printed in a picture.")
    media: tuple[Medium, ...] = ("image",)
    icon = "pencil"
    settings_form = SettingsForm
    typical_seconds = 25
    script = "tasks/js/kinds/image_transcription.js"
    keys = ZOOM
    desk_hint = _("Type what is written, line by line.")
    flags = {"unreadable": _("Nothing readable")}
    conventions = CONVENTIONS
    marks = MARKS
    empty_sentence = _("The text is empty. Type what is written, or tick “Nothing readable”.")
    part_separator = "\n"

    def keys_with(self, settings: Json) -> list[Key]:
        page = Key("page", _("Show the page around the line, or no longer"), ("Alt+p",))
        return [*super().keys_with(settings), *([page] if self.cuts_lines(settings) else [])]

    def cuts_lines(self, settings: Json) -> bool:
        return bool(settings.get("pages"))

    def joins_parts(self, settings: Json) -> bool:
        return self.cuts_lines(settings)


KIND = ImageTranscription()
