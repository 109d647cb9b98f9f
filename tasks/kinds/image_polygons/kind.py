"""Image polygons: outline each thing and say what it is.

Answers: `{"polygons": [{"label": "cat", "points": [[4, 8], [19, 8], [12, 24]]}]}` in pixels of the displayed image.
An empty list says that there is nothing to mark.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from jsonschema import ValidationError

from tasks.kinds.base import AnswerRefused, Json, Payload
from tasks.kinds.image_polygons import outline
from tasks.kinds.image_polygons.form import SettingsForm
from tasks.kinds.keys import BY_TOUCH, MARKING, Key, arrows, numbers
from tasks.kinds.pixels import NUMBER, number_from
from tasks.kinds.shapes import LabelledShapes, ShapeWords

VERTICES_AT_MOST = 200
_POINT: Json = {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2}
_SENTENCES: dict[type[outline.NoOutline], str | Promise] = {
    outline.TooFewVertices: gettext_lazy(
        "Polygon %(number)d has fewer than three vertices inside the picture. Add some, or delete it."
    ),
    outline.NoArea: gettext_lazy("Polygon %(number)d is only a line. Move a vertex off it, or delete the polygon."),
    outline.CrossesItself: gettext_lazy(
        "The outline of polygon %(number)d crosses or touches itself. Move its vertices apart, or draw two polygons."
    ),
}


class ImagePolygons(LabelledShapes):
    """One picture, a labelled outline of each thing in it."""

    slug = "image_polygons"
    name = gettext_lazy("Polygons on images")
    description = gettext_lazy("Workers outline each thing in a picture, vertex by vertex, and say what it is.")
    icon = "polygon"
    settings_form = SettingsForm
    typical_seconds = 45
    script = "tasks/js/kinds/polygons.js"
    keys = (
        numbers("label", gettext_lazy("Choose the label of the chosen polygon, or of the next one")),
        Key("add", gettext_lazy("Add a polygon in the middle"), ("a",)),
        Key("close", gettext_lazy("Close the outline"), ("Enter",)),
        arrows("move", gettext_lazy("Move the chosen vertex, or the whole polygon, by 1 pixel, with Shift by 10")),
        Key("before", gettext_lazy("Choose the vertex before"), (",",)),
        Key("after", gettext_lazy("Choose the next vertex"), (".",)),
        Key("insert", gettext_lazy("Insert a vertex after the chosen one"), ("i",), ("Insert",)),
        Key("remove", gettext_lazy("Delete the chosen vertex, or the polygon"), ("Delete",), ("Backspace",)),
        Key("let_go", gettext_lazy("Let go of it"), ("Escape",)),
        *MARKING,
    )
    desk_hint = gettext_lazy(
        "Click vertex after vertex; a double click or the first vertex closes the outline. Drag a vertex, or the "
        "inside, to move it; a click on a side inserts a vertex."
    )
    touch_hint = BY_TOUCH
    menu = ("remove",)
    one, many, most = "polygon", "polygons", 100
    parts = {"points": {"type": "array", "items": _POINT, "maxItems": VERTICES_AT_MOST}}
    words = ShapeWords(
        none_drawn=gettext_lazy("There is no polygon yet. Draw one, or tick “There is nothing to mark”."),
        drawn_and_nothing=gettext_lazy(
            "There are polygons, and “There is nothing to mark” is ticked as well. Keep one or the other."
        ),
        too_many=gettext_lazy("There are more than %(most)d polygons. Delete some, then submit."),
        no_label=gettext_lazy("Polygon %(number)d has no label. Choose one, or delete the polygon."),
        other_label=gettext_lazy(
            "Polygon %(number)d: “%(label)s” is not a label of this job. Choose one of those shown."
        ),
        unreadable=gettext_lazy(
            "Polygon %(number)d: vertices must be pairs of numbers of pixels, like 10,20 40,20 25,50."
        ),
    )

    def refusal(self, error: ValidationError) -> str | Promise:
        path = list(error.absolute_path)
        if error.validator == "maxItems" and len(path) == 3:
            return _("Polygon %(number)d has more than %(most)d vertices. Delete some, then submit.") % {
                "number": int(path[1]) + 1,
                "most": VERTICES_AT_MOST,
            }
        return super().refusal(error)

    def normal_shape(self, *, shape: Json, number: int, payload: Payload) -> Json:
        try:
            vertices = outline.normal_outline(shape["points"], width=payload.get("width"), height=payload.get("height"))
        except outline.NoOutline as fault:
            sentence = _SENTENCES.get(type(fault), self.words.unreadable)
            raise AnswerRefused(str(sentence) % {"number": number}) from None
        return {"points": [list(vertex) for vertex in vertices]}

    def part_from_text(self, text: str) -> object:
        """Pairs like 10,20: a comma stands between the numbers, never in one."""
        pairs = [pair.partition(",")[::2] for pair in text.split()]
        return [[side if "," in side else number_from(side) for side in pair] for pair in pairs]


KIND = ImagePolygons()
