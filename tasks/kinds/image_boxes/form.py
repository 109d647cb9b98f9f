"""What a requester chooses: what the boxes may be called."""

from django.utils.translation import gettext_lazy as _

from tasks.kinds.labels import LabelsField
from tasks.kinds.shapes import ShapesForm


class SettingsForm(ShapesForm):
    """The labels a box can have."""

    labels = LabelsField(at_least=1, help_text=_("What workers draw boxes around. One a line."))
