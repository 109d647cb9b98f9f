"""Image boxes: draw a box around each thing and say what it is.

Answers: `{"boxes": [{"label": "cat", "x": 4, "y": 8, "w": 15, "h": 16}]}` in pixels of the displayed image.
An empty list says that there is nothing to mark.
"""

from __future__ import annotations

import math

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasks.kinds.base import AnswerRefused, Json, Payload
from tasks.kinds.image_boxes.form import SettingsForm
from tasks.kinds.image_boxes.geometry import EmptyBox, normal_box
from tasks.kinds.keys import BY_TOUCH, MARKING, Key, arrows, numbers
from tasks.kinds.pixels import NUMBER, number_from
from tasks.kinds.shapes import LabelledShapes, ShapeWords


class ImageBoxes(LabelledShapes):
    """One picture, a labelled rectangle around each thing in it."""

    slug = "image_boxes"
    name = gettext_lazy("Boxes on images")
    description = gettext_lazy("Workers draw a box around each thing in a picture and say what it is.")
    icon = "boxes"
    settings_form = SettingsForm
    typical_seconds = 20
    script = "tasks/js/kinds/boxes.js"
    keys = (
        numbers("label", gettext_lazy("Choose the label of the chosen box, or of the next one")),
        Key("add", gettext_lazy("Add a box in the middle"), ("a",)),
        arrows("move", gettext_lazy("Move the chosen box by 1 pixel, with Shift by 10")),
        arrows("size", gettext_lazy("Change its size by 1 pixel, with Shift by 10"), "Control"),
        Key("before", gettext_lazy("Choose the box before"), (",",)),
        Key("after", gettext_lazy("Choose the next box"), (".",)),
        Key("remove", gettext_lazy("Delete the chosen box"), ("Delete",), ("Backspace",)),
        Key("let_go", gettext_lazy("Let go of it"), ("Escape",)),
        *MARKING,
    )
    desk_hint = gettext_lazy(
        "Drag to draw a box; drag it to move it, or its edges to change its size. A click chooses a box, another click "
        "the one below it."
    )
    touch_hint = BY_TOUCH
    menu = ("remove",)
    draws_boxes = True
    one, many, most = "box", "boxes", 200
    parts = dict.fromkeys("xywh", NUMBER)
    words = ShapeWords(
        none_drawn=gettext_lazy("There is no box yet. Draw one, or tick “There is nothing to mark”."),
        drawn_and_nothing=gettext_lazy(
            "There are boxes, and “There is nothing to mark” is ticked as well. Keep one or the other."
        ),
        too_many=gettext_lazy("There are more than %(most)d boxes. Delete some, then submit."),
        no_label=gettext_lazy("Box %(number)d has no label. Choose one, or delete the box."),
        other_label=gettext_lazy("Box %(number)d: “%(label)s” is not a label of this job. Choose one of those shown."),
        unreadable=gettext_lazy("Box %(number)d: left, top, width and height must be numbers of pixels."),
    )

    def normal_shape(self, *, shape: Json, number: int, payload: Payload) -> Json:
        sides = {side: shape[side] for side in "xywh"}
        if not all(map(math.isfinite, sides.values())):
            raise AnswerRefused(str(self.words.unreadable) % {"number": number})
        try:
            normal = normal_box(**sides, width=payload.get("width"), height=payload.get("height"))
        except EmptyBox:
            raise AnswerRefused(
                _("Box %(number)d has no area inside the picture. Draw it again, or delete it.") % {"number": number}
            ) from None
        return {"x": normal.x, "y": normal.y, "w": normal.w, "h": normal.h}

    def boxes_of(self, answer: Json) -> list[tuple[float, float, float, float]]:
        return [(box["x"], box["y"], box["w"], box["h"]) for box in answer.get("boxes", [])]

    def part_from_text(self, text: str) -> object:
        return number_from(text)


KIND = ImageBoxes()
