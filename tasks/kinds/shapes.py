"""Shapes drawn on a picture, whatever shape it is: each with a label of the job's.

Answers: `{"boxes": [{"label": "cat", …}]}`, where an empty list says that there is nothing to mark.
"""

from __future__ import annotations

import json
import re
from abc import abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from jsonschema import ValidationError

from tasks.kinds import base
from tasks.kinds.base import AnswerRefused, Json, Kind, Medium, Payload, Result
from tasks.kinds.labels import NOTHING, LabelsField, joined, labels_of, tallied
from tasks.kinds.text import clean_line


class ShapesForm(base.SettingsForm):
    """The labels a shape can have."""

    labels = LabelsField(at_least=1)


@dataclass(frozen=True)
class ShapeWords:
    """What is wrong with an answer, in the words of its kind. Those about one shape name its `number`."""

    none_drawn: str | Promise
    drawn_and_nothing: str | Promise
    too_many: str | Promise  # names the `most`
    no_label: str | Promise
    other_label: str | Promise  # names the `label`
    unreadable: str | Promise


class LabelledShapes(Kind):
    """Shapes on a picture, each with a label."""

    media: tuple[Medium, ...] = ("image",)
    has_labels = True
    draws_marks = True
    settings_form = ShapesForm
    one: str  # "box": how its fields of the form begin
    many: str  # "boxes": the one part of the answer
    parts: Mapping[str, Json]  # what a shape has besides its label, each with its schema
    most: int
    words: ShapeWords

    @abstractmethod
    def normal_shape(self, *, shape: Json, number: int, payload: Payload) -> Json:
        """The parts of shape `number` (from 1) in their normal form, without its label. Raises AnswerRefused."""

    @abstractmethod
    def part_from_text(self, text: str) -> object:
        """A posted part of a shape; what can't be read stays as it was written."""

    def answer_schema(self, settings: Json) -> Json:
        shape = {
            "type": "object",
            "properties": {"label": {"enum": labels_of(settings)}, **self.parts},
            "required": ["label", *self.parts],
            "additionalProperties": False,
        }
        # `nothing: false` beside no shapes is what the desk's form sends when nobody has ticked it.
        return {
            "type": "object",
            "properties": {
                self.many: {"type": "array", "items": shape, "maxItems": self.most},
                "nothing": {"type": "boolean"},
            },
            "required": [self.many],
            "additionalProperties": False,
        }

    def refusal(self, error: ValidationError) -> str | Promise:
        path = list(error.absolute_path)
        if error.validator == "maxItems" and len(path) == 1:
            return str(self.words.too_many) % {"most": self.most}
        if len(path) < 2 or error.validator == "additionalProperties":
            return super().refusal(error)
        number = int(path[1]) + 1
        if path[-1] != "label" and error.validator != "required":
            return str(self.words.unreadable) % {"number": number}
        if isinstance(error.instance, str) and error.instance:
            return str(self.words.other_label) % {"number": number, "label": error.instance[:80]}
        lacks_a_part = isinstance(error.instance, dict) and error.instance.get("label")
        return str(self.words.unreadable if lacks_a_part else self.words.no_label) % {"number": number}

    def normalise(self, *, answer: Json, settings: Json, payload: Payload) -> Json:
        drawn = answer[self.many]
        if not drawn and answer.get("nothing") is False:
            raise AnswerRefused(self.words.none_drawn)
        if drawn and answer.get("nothing"):
            raise AnswerRefused(self.words.drawn_and_nothing)
        shapes: list[Json] = []
        for number, shape in enumerate(drawn, start=1):
            normal = {"label": shape["label"], **self.normal_shape(shape=shape, number=number, payload=payload)}
            if normal not in shapes:
                shapes.append(normal)
        return {self.many: shapes}

    def answer_from_form(self, post: MultiValueDict[str, str]) -> object:
        shapes = [
            {"label": row.get("label", ""), **{part: self.part_from_text(row.get(part, "")) for part in self.parts}}
            for row in rows_of(post, self.one, ("label", *self.parts))
        ]
        return {self.many: shapes, "nothing": "nothing" in post}

    def aggregate(self, answers: Sequence[Json]) -> Result:
        """How often each set of shapes was counted; where they lie is not reduced to one value."""
        return Result(None, tallied(self._counted(answer) or NOTHING for answer in answers), len(answers))

    def export_columns(self, answer: Json) -> Mapping[str, str | int | float]:
        shapes = answer[self.many]
        return {
            f"{self.one}_count": len(shapes),
            "labels": joined([shape["label"] for shape in shapes]),
            self.many: json.dumps(shapes, ensure_ascii=False),
        }

    def summary(self, answer: Json) -> str:
        return self._counted(answer) or _("Nothing to mark")

    def said(self, answer: Json) -> str:
        return self._counted(answer)

    def _counted(self, answer: Json) -> str:
        """Labels with how often each occurs: "cat × 2, dog"."""
        counts = Counter(shape["label"] for shape in answer[self.many])
        return ", ".join(f"{label} × {count}" if count > 1 else label for label, count in sorted(counts.items()))


def rows_of(post: MultiValueDict[str, str], one: str, fields: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a desk's list, posted as `box-0-label`, `box-0-x` …, by their numbers; without the empty ones."""
    name_of_field = re.compile(rf"{one}-(\d{{1,4}})-({'|'.join(fields)})", re.ASCII)
    rows: dict[int, dict[str, str]] = {}
    for name in post:
        if found := name_of_field.fullmatch(name):
            rows.setdefault(int(found[1]), {})[found[2]] = clean_line(post.get(name) or "")
    return [row for _number, row in sorted(rows.items()) if any(row.values())]
