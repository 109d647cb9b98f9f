"""Image boxes: draw a box around each thing and say what it is.

Answers: `{"boxes": [{"label": "cat", "x": 4, "y": 8, "w": 15, "h": 16}]}` in pixels of the displayed image.
An empty list says that there is nothing to mark.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from jsonschema import ValidationError

from tasks.kinds.base import AnswerRefused, Json, Kind, Medium, Payload, Result
from tasks.kinds.image_boxes.form import SettingsForm
from tasks.kinds.image_boxes.geometry import FARTHEST, EmptyBox, normal_box
from tasks.kinds.labels import NOTHING, joined, labels_of, tallied
from tasks.kinds.text import clean_line

BOXES_AT_MOST = 200
_FIELD = re.compile(r"box-(\d{1,4})-(label|x|y|w|h)", re.ASCII)
_NUMBER = {"type": "number", "minimum": -FARTHEST, "maximum": FARTHEST}


class ImageBoxes(Kind):
    """One picture, a labelled rectangle around each thing in it."""

    slug = "image_boxes"
    name = gettext_lazy("Boxes on images")
    description = gettext_lazy("Workers draw a box around each thing in a picture and say what it is.")
    media: tuple[Medium, ...] = ("image",)
    icon = "boxes"
    has_labels = True
    settings_form = SettingsForm
    typical_seconds = 20
    script = "tasks/js/kinds/boxes.js"
    desk_hint = gettext_lazy(
        "Drag to draw. Keys 1 to 9 choose the label; arrows move the chosen box by 1 pixel, with Shift "
        "by 10, with Ctrl they change its size; Delete removes it; Esc lets go of it."
    )

    def answer_schema(self, settings: Json) -> Json:
        box = {
            "type": "object",
            "properties": {"label": {"enum": labels_of(settings)}, **dict.fromkeys("xywh", _NUMBER)},
            "required": ["label", *"xywh"],
            "additionalProperties": False,
        }
        # `nothing: false` beside no boxes is what the desk's form sends when nobody has ticked it.
        return {
            "type": "object",
            "properties": {
                "boxes": {"type": "array", "items": box, "maxItems": BOXES_AT_MOST},
                "nothing": {"type": "boolean"},
            },
            "required": ["boxes"],
            "additionalProperties": False,
        }

    def refusal(self, error: ValidationError) -> str | Promise:
        path = list(error.absolute_path)
        if error.validator == "maxItems":
            return _("There are more than %(most)d boxes. Delete some, then submit.") % {"most": BOXES_AT_MOST}
        if len(path) < 2 or error.validator == "additionalProperties":
            return super().refusal(error)
        number = int(path[1]) + 1
        if path[-1] != "label" and error.validator != "required":
            return _no_number(number)
        if isinstance(error.instance, str) and error.instance:
            return _("Box %(number)d: “%(label)s” is not a label of this job. Choose one of those shown.") % {
                "number": number,
                "label": error.instance[:80],
            }
        missing_side = isinstance(error.instance, dict) and error.instance.get("label")
        return _no_number(number) if missing_side else _no_label(number)

    def normalise(self, *, answer: Json, settings: Json, payload: Payload) -> Json:
        if not answer["boxes"] and answer.get("nothing") is False:
            raise AnswerRefused(_("There is no box yet. Draw one, or tick “There is nothing to mark”."))
        if answer["boxes"] and answer.get("nothing"):
            raise AnswerRefused(
                _("There are boxes, and “There is nothing to mark” is ticked as well. Keep one or the other.")
            )
        boxes: list[Json] = []
        for number, box in enumerate(answer["boxes"], start=1):
            normal = _normalised(box, number, payload)
            if normal not in boxes:
                boxes.append(normal)
        return {"boxes": boxes}

    def answer_from_form(self, post: MultiValueDict[str, str]) -> object:
        rows: dict[int, dict[str, str]] = {}
        for name in post:
            if found := _FIELD.fullmatch(name):
                rows.setdefault(int(found[1]), {})[found[2]] = clean_line(post.get(name) or "")
        boxes = [
            {"label": row.get("label", ""), **{side: _number(row.get(side, "")) for side in "xywh"}}
            for _index, row in sorted(rows.items())
            if any(row.values())
        ]
        return {"boxes": boxes, "nothing": "nothing" in post}

    def aggregate(self, answers: Sequence[Json]) -> Result:
        """How often each set of boxes was counted; where the boxes lie is not reduced to one value."""
        return Result(None, tallied(_counted(answer) or NOTHING for answer in answers), len(answers))

    def export_columns(self, answer: Json) -> Mapping[str, str | int | float]:
        boxes = answer["boxes"]
        return {
            "box_count": len(boxes),
            "labels": joined([box["label"] for box in boxes]),
            "boxes": json.dumps(boxes, ensure_ascii=False),
        }

    def summary(self, answer: Json) -> str:
        return _counted(answer) or _("Nothing to mark")


def _normalised(box: Json, number: int, payload: Payload) -> Json:
    sides = {side: box[side] for side in "xywh"}
    if not all(map(math.isfinite, sides.values())):
        raise AnswerRefused(_no_number(number))
    try:
        normal = normal_box(**sides, width=payload.get("width"), height=payload.get("height"))
    except EmptyBox:
        raise AnswerRefused(
            _("Box %(number)d has no area inside the picture. Draw it again, or delete it.") % {"number": number}
        ) from None
    return {"label": box["label"], "x": normal.x, "y": normal.y, "w": normal.w, "h": normal.h}


def _number(text: str) -> float | str:
    """A posted number; what isn't one stays as it was written, so that the person sees it again."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return text
    if not math.isfinite(number):
        return text
    return int(number) if number.is_integer() else number


def _counted(answer: Json) -> str:
    """Labels with how often each occurs: "cat × 2, dog"."""
    counts = Counter(box["label"] for box in answer["boxes"])
    return ", ".join(f"{label} × {count}" if count > 1 else label for label, count in sorted(counts.items()))


def _no_number(number: int) -> str:
    return _("Box %(number)d: left, top, width and height must be numbers of pixels.") % {"number": number}


def _no_label(number: int) -> str:
    return _("Box %(number)d has no label. Choose one, or delete the box.") % {"number": number}


KIND = ImageBoxes()
