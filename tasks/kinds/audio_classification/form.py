"""What a requester chooses: the labels, whether several may apply, and which answers there are besides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.kinds.classification import ClassificationForm


class SettingsForm(ClassificationForm):
    """What can be chosen for recordings."""

    not_shown = forms.BooleanField(
        required=False,
        label=_("Offer “Not heard”"),
        help_text=_("For recordings in which what you ask about doesn’t occur."),
    )
