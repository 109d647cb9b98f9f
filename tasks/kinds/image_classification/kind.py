"""Image classification: which label fits this picture?"""

from django.utils.translation import gettext_lazy as _

from tasks.kinds.base import Json, Medium
from tasks.kinds.classification import Classification
from tasks.kinds.image_classification.form import SettingsForm
from tasks.kinds.keys import Key, between

ON_ONE_SCREEN = 12


class ImageClassification(Classification):
    """One picture, one label or several; or many pictures on one screen, one label each."""

    slug = "image_classification"
    name = _("Image classification")
    description = _("Workers look at a picture and choose the label that fits, or all that do.")
    media: tuple[Medium, ...] = ("image",)
    icon = "image"
    settings_form = SettingsForm
    not_shown_words = _("Not shown")
    typical_seconds = 4

    def at_once(self, settings: Json) -> int:
        return ON_ONE_SCREEN if settings.get("grid") and not settings.get("multiple") else 1

    def keys_with(self, settings: Json) -> list[Key]:
        keys = super().keys_with(settings)
        if self.at_once(settings) > 1:
            keys.insert(1, between("beside", _("Go to the picture beside, where several are on one screen")))
        return keys


KIND = ImageClassification()
