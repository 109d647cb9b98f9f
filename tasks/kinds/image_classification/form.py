"""What a requester chooses: the labels, whether several may apply, and which answers there are besides."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tasks.kinds.classification import ClassificationForm

# A label on a screen of many has a key of its own: the digits from 1 on.
KEYS_AT_MOST = 9


class SettingsForm(ClassificationForm):
    """What can be chosen for pictures."""

    not_shown = forms.BooleanField(
        required=False,
        label=_("Offer “Not shown”"),
        help_text=_("For pictures in which what you ask about doesn’t occur."),
    )
    grid = forms.BooleanField(
        required=False,
        label=_("Show 12 pictures on one screen"),
        help_text=_(
            "For pictures that a glance decides: one key each. Where people have to look closely, leave it off, "
            "so that each picture is as large as the screen."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Many on one screen go with one label each, and a key for each label."""
        entered = super().clean() or self.cleaned_data
        if entered.get("grid") and entered.get("multiple"):
            self.add_error("grid", gettext("On a screen of 12, each picture has one label. Leave one of the two off."))
        if entered.get("grid") and len(entered.get("labels", [])) > KEYS_AT_MOST:
            self.add_error(
                "grid",
                gettext(
                    "On a screen of 12, each label has a key from 1 to %(most)d. Give fewer labels, or leave this off."
                )
                % {"most": KEYS_AT_MOST},
            )
        return entered
