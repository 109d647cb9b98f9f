"""Classification, whatever is classified: one label of the job's, or as many as apply.

Answers: `{"label": "cat"}`, or for jobs with several labels `{"labels": ["cat", "dog"]}`, where an empty list
says that no label applies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from jsonschema import ValidationError

from tasks.kinds.base import AnswerRefused, Json, Kind, Payload, Result, SettingsForm
from tasks.kinds.labels import LABELS_AT_MOST, NOTHING, LabelsField, joined, labels_of, tallied
from tasks.kinds.text import clean_line


class ClassificationForm(SettingsForm):
    """The labels, and whether several may apply."""

    labels = LabelsField(at_least=2)
    multiple = forms.BooleanField(
        required=False,
        label=gettext_lazy("Several labels may apply"),
        help_text=gettext_lazy("Workers tick all labels that fit, or say that none does."),
    )


class Classification(Kind):
    """Choosing among labels."""

    has_labels = True
    has_majority = True
    settings_form = ClassificationForm
    script = "tasks/js/kinds/classification.js"
    desk_hint = gettext_lazy("Keys 1 to 9 choose a label; 0 says that none applies, where that is offered.")

    def answer_schema(self, settings: Json) -> Json:
        label = {"enum": labels_of(settings)}
        if settings.get("multiple"):
            # `nothing: false` beside no labels is what the desk's form sends when nobody has chosen yet.
            several = {"type": "array", "items": label, "maxItems": 2 * LABELS_AT_MOST}
            properties: Json = {"labels": several, "nothing": {"type": "boolean"}}
            required = ["labels"]
        else:
            properties, required = {"label": label}, ["label"]
        return {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }

    def refusal(self, error: ValidationError) -> str | Promise:
        if error.validator == "enum" and isinstance(error.instance, str) and error.instance:
            return _("“%(label)s” is not a label of this job. Choose one of those shown.") % {
                "label": error.instance[:80]
            }
        if error.validator in ("enum", "required"):
            return _("No label is chosen. Choose one, then submit.")
        return super().refusal(error)

    def normalise(self, *, answer: Json, settings: Json, payload: Payload) -> Json:
        if not settings.get("multiple"):
            return {"label": answer["label"]}
        chosen = set(answer["labels"])
        if not chosen and answer.get("nothing") is False:
            raise AnswerRefused(_("No label is chosen. Tick those that fit, or “None of these”."))
        if chosen and answer.get("nothing"):
            raise AnswerRefused(_("Labels are ticked, and “None of these” as well. Keep one or the other."))
        return {"labels": [label for label in labels_of(settings) if label in chosen]}

    def answer_from_form(self, post: MultiValueDict[str, str]) -> object:
        if "several" in post:
            return {"labels": [clean_line(label) for label in post.getlist("labels")], "nothing": "nothing" in post}
        label = clean_line(post.get("label", ""))
        return {"label": label} if label else {}

    def aggregate(self, answers: Sequence[Json]) -> Result:
        """One label: the most frequent, or None when several are.

        Many: those that more than half of the answers have, or None when exactly half have one.
        """
        choices = [_labels(answer) for answer in answers]
        if not any("labels" in answer for answer in answers):
            tallies = tallied(joined(chosen) for chosen in choices)
            won = bool(tallies) and (len(tallies) == 1 or tallies[0].count > tallies[1].count)
            return Result(tallies[0].value if won else None, tallies, len(answers))
        tallies = tallied(label for chosen in choices for label in chosen or [NOTHING])
        counts = Counter(label for chosen in choices for label in chosen)
        if any(2 * count == len(answers) for count in counts.values()):
            return Result(None, tallies, len(answers))
        winners = [label for label, count in sorted(counts.items()) if 2 * count > len(answers)]
        return Result(joined(winners), tallies, len(answers))

    def export_columns(self, answer: Json) -> Mapping[str, str | int | float]:
        return {"label": joined(_labels(answer))}

    def summary(self, answer: Json) -> str:
        return ", ".join(_labels(answer)) or _("None of the labels")


def _labels(answer: Json) -> list[str]:
    return list(answer["labels"]) if "labels" in answer else [answer["label"]]
