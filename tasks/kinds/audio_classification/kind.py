"""Audio classification: which label fits these seconds of a recording?"""

from django.utils.translation import gettext_lazy as _

from tasks.kinds.audio_classification.form import SettingsForm
from tasks.kinds.base import Medium
from tasks.kinds.classification import Classification
from tasks.kinds.keys import LISTENING


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
    grace_seconds = 300
    script = "tasks/js/kinds/audio_classification.js"
    keys = (*Classification.keys, *LISTENING)


KIND = AudioClassification()
