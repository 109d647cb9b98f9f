"""What a requester chooses: the names of the points."""

from django.utils.translation import gettext_lazy as _

from tasks.kinds import base
from tasks.kinds.labels import LabelsField


class PointNamesField(LabelsField):
    """Names of points, one a line; or a list of them."""

    default_error_messages = {
        "not_texts": _("Give the names of the points as texts, one a line."),
        "too_many": _("Give at most %(most)d points; here are %(count)d."),
        "reserved": _("“%(label)s” can’t name a point: “|” and “(none)” have a meaning of their own in exports."),
    }


class SettingsForm(base.SettingsForm):
    """The points that workers look for, each of them once in every picture."""

    points = PointNamesField(
        at_least=1,
        label=_("Points"),
        help_text=_("The name of each point, one a line, in the order in which workers will place them."),
    )
