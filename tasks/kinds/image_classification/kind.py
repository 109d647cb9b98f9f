"""Image classification: which label fits this picture?"""

from django.utils.translation import gettext_lazy as _

from tasks.kinds.base import Medium
from tasks.kinds.classification import Classification
from tasks.kinds.image_classification.form import SettingsForm


class ImageClassification(Classification):
    """One picture, one label or several."""

    slug = "image_classification"
    name = _("Image classification")
    description = _("Workers look at a picture and choose the label that fits, or all that do.")
    media: tuple[Medium, ...] = ("image",)
    icon = "image"
    settings_form = SettingsForm
    not_shown_words = _("Not shown")
    typical_seconds = 4


KIND = ImageClassification()
