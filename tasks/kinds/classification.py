"""Classification, whatever is classified: one label of the job's, or as many as apply.

Answers: `{"label": "cat"}`, or for jobs with several labels `{"labels": ["cat", "dog"]}`, where an empty list
says that no label applies. Where the job offers them also `{"cant_tell": true}`, and `{"not_shown": true}` when what
is asked about doesn't occur.
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
from tasks.kinds.keys import Key, numbers
from tasks.kinds.labels import (
    CANT_TELL,
    LABELS_AT_MOST,
    NOT_SHOWN,
    NOTHING,
    LabelsField,
    joined,
    labels_of,
    tallied,
)
from tasks.kinds.text import clean_line

# Answers without a label that a job may offer, and what stands for each in tables.
WITHOUT_LABEL = {"cant_tell": CANT_TELL, "not_shown": NOT_SHOWN}


class ClassificationForm(SettingsForm):
    """The labels, whether several may apply, and the answers besides. The kinds say what isn't shown, heard or said."""

    labels = LabelsField(at_least=2)
    multiple = forms.BooleanField(
        required=False,
        label=gettext_lazy("Several labels may apply"),
        help_text=gettext_lazy("Workers tick all labels that fit, or say that none does."),
    )
    cant_tell = forms.BooleanField(
        required=False,
        label=gettext_lazy("Offer “Can’t tell”"),
        help_text=gettext_lazy("For what is blurred, cut off or unclear. Without it people have to guess."),
    )

    @classmethod
    def initial_from(cls, settings: Json) -> Json:
        """A new job offers “Can't tell”; one that was written before it could be offered doesn't."""
        return {"cant_tell": not settings.get("labels"), **settings}


class Classification(Kind):
    """Choosing among labels."""

    has_labels = True
    has_majority = True
    has_one_right_answer = True
    settings_form = ClassificationForm
    script = "tasks/js/kinds/classification.js"
    keys: tuple[Key, ...] = (numbers("label", gettext_lazy("Choose a label")),)
    cant_tell_words: str | Promise = gettext_lazy("Can’t tell")
    not_shown_words: str | Promise

    @property
    def result_words(self) -> Mapping[str, str | Promise]:
        return {
            NOTHING: gettext_lazy("None of the labels"),
            CANT_TELL: self.cant_tell_words,
            NOT_SHOWN: self.not_shown_words,
        }

    def keys_with(self, settings: Json) -> list[Key]:
        offered = ["none"] * bool(settings.get("multiple")) + _offered(settings)
        besides = (
            Key("none", gettext_lazy("None of these"), ("0",)),
            Key("cant_tell", self.cant_tell_words, ("c",)),
            Key("not_shown", self.not_shown_words, ("n",)),
        )
        labels, *others = super().keys_with(settings)
        return [labels, *(key for key in besides if key.doing in offered), *others]

    def answer_schema(self, settings: Json) -> Json:
        label = {"enum": labels_of(settings)}
        if settings.get("multiple"):
            # `nothing: false` beside no labels is what the desk's form sends when nobody has chosen yet.
            several = {"type": "array", "items": label, "maxItems": 2 * LABELS_AT_MOST}
            properties: Json = {"labels": several, "nothing": {"type": "boolean"}}
            required = ["labels"]
        else:
            properties, required = {"label": label}, ["label"]
        offered = {flag: {"type": "boolean"} for flag in _offered(settings)}
        return {
            "type": "object",
            "properties": properties | offered,
            "required": [] if offered else required,
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
        ticked = [str(self.result_words[WITHOUT_LABEL[flag]]) for flag in _offered(settings) if answer.get(flag)]
        if answer.get("nothing"):
            ticked.append(_("None of these"))
        if len(ticked) > 1:
            raise AnswerRefused(
                _("“%(one)s” and “%(other)s” are both ticked. Keep one of them.")
                % {"one": ticked[0], "other": ticked[1]}
            )
        if ticked and (answer.get("labels") or "label" in answer):
            raise AnswerRefused(
                _("Labels are ticked, and “%(answer)s” as well. Keep one or the other.") % {"answer": ticked[0]}
            )
        for flag in _offered(settings):
            if answer.get(flag):
                return {flag: True}
        return self._with_labels(answer, settings)

    def _with_labels(self, answer: Json, settings: Json) -> Json:
        if not settings.get("multiple"):
            if "label" not in answer:
                raise AnswerRefused(_("No label is chosen. Choose one, then submit."))
            return {"label": answer["label"]}
        chosen = set(answer.get("labels", []))
        if not chosen and ("labels" not in answer or answer.get("nothing") is False):
            raise AnswerRefused(_("No label is chosen. Tick those that fit, or “None of these”."))
        return {"labels": [label for label in labels_of(settings) if label in chosen]}

    def answer_from_form(self, post: MultiValueDict[str, str]) -> object:
        if "several" in post:
            ticked = {flag: True for flag in WITHOUT_LABEL if flag in post}
            labels = [clean_line(label) for label in post.getlist("labels")]
            return {"labels": labels, "nothing": "nothing" in post, **ticked}
        label = clean_line(post.get("label", ""))
        flag = next((flag for flag, value in WITHOUT_LABEL.items() if value == label), None)
        if flag is not None:
            return {flag: True}
        return {"label": label} if label else {}

    def aggregate(self, answers: Sequence[Json]) -> Result:
        """What most people say. Whoever can't tell has no say about the labels.

        “Can't tell” is the result when more than half of all answers say so; exactly half is a tie. Else the others
        decide. One label: their most frequent answer, or None when several are. Many: “not shown” when more than half
        of them say so, or the labels that more than half of them have; None when exactly half have one of these.
        """
        values = [_values(answer) for answer in answers]
        is_multiple = any("labels" in answer for answer in answers)
        tallies = tallied(value for one in values for value in ([*one] if is_multiple else [joined(one)]))
        unsure = sum(one == [CANT_TELL] for one in values)
        if unsure and 2 * unsure >= len(values):
            return Result(CANT_TELL if 2 * unsure > len(values) else None, tallies, len(values))
        told = [one for one in values if one != [CANT_TELL]]
        decide = _labels_of_most if is_multiple else _most_frequent
        return Result(decide(told), tallies, len(values))

    def export_columns(self, answer: Json) -> Mapping[str, str | int | float]:
        return {"label": joined(_values(answer))}

    def summary(self, answer: Json) -> str:
        return ", ".join(str(self.result_words.get(value, value)) for value in _values(answer))


def _offered(settings: Json) -> list[str]:
    """The answers without a label that this job takes. A job from before there were any takes none."""
    return [flag for flag in WITHOUT_LABEL if settings.get(flag)]


def _values(answer: Json) -> list[str]:
    """The labels, or what stands in a table where there is none."""
    for flag, value in WITHOUT_LABEL.items():
        if answer.get(flag):
            return [value]
    return (list(answer["labels"]) or [NOTHING]) if "labels" in answer else [answer["label"]]


def _most_frequent(told: Sequence[Sequence[str]]) -> str | None:
    tallies = tallied(joined(one) for one in told)
    won = bool(tallies) and (len(tallies) == 1 or tallies[0].count > tallies[1].count)
    return tallies[0].value if won else None


def _labels_of_most(told: Sequence[Sequence[str]]) -> str | None:
    counts = Counter(value for one in told for value in one if value != NOTHING)
    if any(2 * count == len(told) for count in counts.values()):
        return None
    winners = [value for value, count in sorted(counts.items()) if 2 * count > len(told)]
    return joined(winners)
