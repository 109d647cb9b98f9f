"""Image keypoints: say where each of the job's named points lies.

Answers: `{"points": [{"name": "left eye", "state": "visible", "x": 120, "y": 88}, {"name": "tail", "state":
"absent"}]}` in pixels of the displayed image: every point of the job once, in its order. An occluded point is placed
where it must be behind what hides it; an absent one has no place.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from jsonschema import ValidationError

from tasks.kinds.base import AnswerRefused, Json, Kind, Medium, Payload, Result
from tasks.kinds.image_keypoints.form import SettingsForm
from tasks.kinds.keys import BY_TOUCH, MARKING, Key, arrows, numbers
from tasks.kinds.labels import LABELS_AT_MOST, joined, tallied
from tasks.kinds.pixels import NUMBER, nearest, number_from
from tasks.kinds.shapes import rows_of

# Each state of a point with the number that COCO gives it.
VISIBILITY = {"visible": 2, "occluded": 1, "absent": 0}
_PLACE = ("x", "y")


class ImageKeypoints(Kind):
    """One picture, the place of each named point in it."""

    slug = "image_keypoints"
    name = gettext_lazy("Points on images")
    description = gettext_lazy("Workers place points that you name, such as eyes or joints, where they see them.")
    media: tuple[Medium, ...] = ("image",)
    icon = "keypoints"
    has_labels = False
    draws_marks = True
    settings_form = SettingsForm
    typical_seconds = 30
    script = "tasks/js/kinds/keypoints.js"
    states = {
        "visible": gettext_lazy("Visible"),
        "occluded": gettext_lazy("Occluded"),
        "absent": gettext_lazy("Absent"),
    }
    keys = (
        numbers("label", gettext_lazy("Choose a point")),
        Key("before", gettext_lazy("Choose the point before"), (",",)),
        Key("after", gettext_lazy("Choose the next point"), (".",)),
        Key("add", gettext_lazy("Place the chosen point in the middle"), ("a",)),
        arrows("move", gettext_lazy("Move the chosen point by 1 pixel, with Shift by 10")),
        Key("hide", gettext_lazy("Say that it is occluded, or visible again"), ("o",)),
        Key("remove", gettext_lazy("Say that it is absent"), ("Delete",), ("Backspace",)),
        Key("let_go", gettext_lazy("Let go of it"), ("Escape",)),
        *MARKING,
    )
    desk_hint = gettext_lazy(
        "Click to place the chosen point; the next one follows by itself. Drag a point to move it."
    )
    touch_hint = BY_TOUCH
    menu = ("hide", "remove")

    def answer_schema(self, settings: Json) -> Json:
        # A state of "" is what the desk's form sends for a point that nobody has placed yet.
        point = {
            "type": "object",
            "properties": {
                "name": {"enum": names_of(settings)},
                "state": {"enum": [*VISIBILITY, ""]},
                **dict.fromkeys(_PLACE, NUMBER),
            },
            "required": ["name", "state"],
            "additionalProperties": False,
        }
        return {
            "type": "object",
            "properties": {"points": {"type": "array", "items": point, "maxItems": LABELS_AT_MOST}},
            "required": ["points"],
            "additionalProperties": False,
        }

    def refusal(self, error: ValidationError) -> str | Promise:
        path = list(error.absolute_path)
        if len(path) < 2 or error.validator == "additionalProperties":
            return super().refusal(error)
        number = int(path[1]) + 1
        if path[-1] == "name":
            return _("Point %(number)d: “%(name)s” is not a point of this job. Leave it out.") % {
                "number": number,
                "name": str(error.instance)[:80],
            }
        if path[-1] in _PLACE:
            return _no_number(number)
        return _("Point %(number)d: choose whether it is visible, occluded or absent.") % {"number": number}

    def normalise(self, *, answer: Json, settings: Json, payload: Payload) -> Json:
        given: dict[str, tuple[int, Json]] = {}
        for number, point in enumerate(answer["points"], start=1):
            if point["name"] in given:
                raise AnswerRefused(_("“%(name)s” is placed twice. Keep one of them.") % {"name": point["name"]})
            if point["state"]:
                given[point["name"]] = number, point
        missing = next((name for name in names_of(settings) if name not in given), None)
        if missing is not None:
            raise AnswerRefused(
                _("“%(name)s” is not placed yet. Place it, or choose that it is absent.") % {"name": missing}
            )
        return {"points": [_normal_point(*given[name], payload) for name in names_of(settings)]}

    def answer_from_form(self, post: MultiValueDict[str, str]) -> object:
        rows = rows_of(post, "point", ("name", "state", *_PLACE))
        return {"points": [_entered(row) for row in rows]}

    def aggregate(self, answers: Sequence[Json]) -> Result:
        """How often each set of points was found in the picture; where they lie is not reduced to one value."""
        return Result(None, tallied(joined(_found(answer)) for answer in answers), len(answers))

    def export_columns(self, answer: Json) -> Mapping[str, str | int | float]:
        """Three columns a point, as in COCO: v is 2 for visible, 1 for occluded, and 0 for absent, without a place."""
        columns: dict[str, str | int | float] = {"point_count": len(_found(answer))}
        for point in answer["points"]:
            columns |= {f"{point['name']}_{side}": point.get(side, "") for side in _PLACE}
            columns[f"{point['name']}_v"] = VISIBILITY[point["state"]]
        return columns

    def summary(self, answer: Json) -> str:
        return _("%(found)d of %(all)d points") % {"found": len(_found(answer)), "all": len(answer["points"])}


def names_of(settings: Json) -> list[str]:
    """The points of a job, in the requester's order. A draft may have none yet."""
    return list(settings.get("points", []))


def _entered(row: Mapping[str, str]) -> Json:
    """One row of the list. A place without a state stays without, so that nobody's silence becomes an answer."""
    point: Json = {"name": row.get("name", ""), "state": row.get("state", "")}
    return point | {side: number_from(row[side]) for side in _PLACE if row.get(side) and point["state"] != "absent"}


def _normal_point(number: int, point: Json, payload: Payload) -> Json:
    normal: Json = {"name": point["name"], "state": point["state"]}
    if point["state"] == "absent":
        return normal
    if not all(side in point and math.isfinite(point[side]) for side in _PLACE):
        raise AnswerRefused(_no_number(number))
    for side, length in zip(_PLACE, ("width", "height"), strict=True):
        size = payload.get(length)
        normal[side] = nearest(point[side], most=None if size is None else int(str(size)) - 1)
    return normal


def _found(answer: Json) -> list[str]:
    return [point["name"] for point in answer["points"] if point["state"] != "absent"]


def _no_number(number: int) -> str:
    return _("Point %(number)d: left and top must be numbers of pixels, unless it is absent.") % {"number": number}


KIND = ImageKeypoints()
