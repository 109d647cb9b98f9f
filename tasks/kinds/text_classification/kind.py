"""Text classification: which label fits this line of text?"""

from django.utils.translation import gettext_lazy as _

from tasks.kinds.base import Medium
from tasks.kinds.classification import Classification
from tasks.kinds.text_classification.form import SettingsForm


class TextClassification(Classification):
    """One line of text, one label or several."""

    slug = "text_classification"
    name = _("Text classification")
    description = _("Workers read a line of text and choose the label that fits, or all that do.")
    media: tuple[Medium, ...] = ("text",)
    icon = "text"
    settings_form = SettingsForm
    not_shown_words = _("Not said")
    typical_seconds = 6


KIND = TextClassification()
