"""What a requester chooses: the labels, whether several may apply, and which answers there are besides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.kinds.classification import ClassificationForm


class SettingsForm(ClassificationForm):
    """What can be chosen for pictures."""

    not_shown = forms.BooleanField(
        required=False,
        label=_("Offer “Not shown”"),
        help_text=_("For pictures in which what you ask about doesn’t occur."),
    )
