"""Audio classification: which label fits these seconds of a recording?"""

from django.utils.translation import gettext_lazy as _

from tasks.kinds.audio_classification.form import SettingsForm
from tasks.kinds.base import Medium
from tasks.kinds.classification import Classification


class AudioClassification(Classification):
    """A segment of a recording, one label or several."""

    slug = "audio_classification"
    name = _("Audio classification")
    description = _("Workers listen to a few seconds of a recording and choose the label that fits, or all that do.")
    media: tuple[Medium, ...] = ("audio",)
    icon = "audio"
    settings_form = SettingsForm
    not_shown_words = _("Not heard")
    typical_seconds = 15
    script = "tasks/js/kinds/audio_classification.js"
    desk_hint = _(
        "Keys 1 to 9 choose a label; 0 says that none applies, C that you can’t tell and N that it isn’t heard, where "
        "these are offered. "
        "Esc plays and pauses, F1 and F2 go back and forward 2 seconds, F3 and F4 play slower and faster."
    )


KIND = AudioClassification()
