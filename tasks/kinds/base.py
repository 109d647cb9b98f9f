"""What a kind of work is: the one interface between the platform and a folder of `tasks/kinds/`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self, TypedDict, cast

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, ValidationError

from tasks.kinds.keys import GENERAL, Key

Medium = Literal["image", "audio", "text"]
Json = dict[str, Any]


class AnswerRefused(Exception):
    """The answer doesn't fit the job. `sentence` says what to do; nothing was saved."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = str(sentence)


class SettingsForm(forms.Form):
    """What a requester chooses for one kind. Takes posted fields, and the settings themselves (the API)."""

    def settings(self) -> Json:
        """The job's settings, as they are stored. Only after `is_valid()`."""
        return dict(self.cleaned_data)

    @classmethod
    def initial_from(cls, settings: Json) -> Json:
        """Stored settings as the form's initial values."""
        return settings

    @classmethod
    def from_settings(cls, settings: Json, *, data: Mapping[str, Any] | None = None, prefix: str | None = None) -> Self:
        """The form, filled with stored `settings`; bound when `data` is given."""
        return cls(data=data, initial=cls.initial_from(settings), prefix=prefix)


class Payload(TypedDict, total=False):
    """What one micro-task shows. Keys that a medium lacks are absent."""

    width: int  # pixels of the displayed image, after it was turned upright
    height: int
    start: float  # seconds from the beginning of the uploaded recording
    end: float
    peaks: list[int]  # 0..100, evenly spaced over the segment
    line: int  # the number of a line on its page, from 1
    x: int  # the box around that line, in pixels of the uploaded page
    y: int
    w: int
    h: int
    page_width: int
    page_height: int
    text: str
    url: str  # media that is referenced, never fetched by the server


@dataclass(frozen=True)
class Tally:
    """How often one value was answered."""

    value: str
    count: int


@dataclass(frozen=True)
class Result:
    """What the answers to one micro-task come to. `value` is None while they tie or can't be reduced."""

    value: str | None
    tallies: tuple[Tally, ...]
    answer_count: int


class Kind(ABC):
    """One kind of work. Instances hold no state; a job's own choices come in as `settings`."""

    slug: str
    name: str | Promise
    description: str | Promise
    media: tuple[Medium, ...]
    icon: str  # a file of templates/web/icons/
    has_labels: bool
    has_majority: bool = False  # results show one value for each micro-task; else the answers stand side by side
    has_one_right_answer: bool = False  # two answers are the same or they aren't: training tells which
    has_transcript: bool = False  # the answers to the parts of one item, joined, are its transcript
    draws_marks: bool = False  # its answers are marks on a picture: see `marks_template`
    draws_boxes: bool = False  # the boxes of its answers can be the lines of pages: see `boxes_of`
    settings_form: type[SettingsForm]
    typical_seconds: int = 5
    grace_seconds: int = 120  # without a sign of use, so long still counts as reading and thinking
    keys: tuple[Key, ...] = ()
    desk_hint: str | Promise = ""  # what mouse and fingers do, where that isn't plain to see
    touch_hint: str | Promise = ""
    menu: tuple[str, ...] = ()  # of `keys`, what a long press on a mark offers
    script: str = ""  # static path of an ES module that exports `mount(form)`; "" when the desk needs none

    def keys_with(self, settings: Json) -> list[Key]:
        """All keys of the desk of a job with these settings."""
        return [*self.keys, *GENERAL]

    def at_once(self, settings: Json) -> int:
        """How many micro-tasks one screen of the desk shows. A kind that shows several has a `cell_template`."""
        return 1

    @property
    def cell_template(self) -> str:
        """One of several micro-tasks on a screen, with its choices; `cell.field` begins the names of its fields."""
        return f"tasks/kinds/{self.slug}/_cell.html"

    @property
    def stage_template(self) -> str:
        """What is worked on: the middle of the desk."""
        return f"tasks/kinds/{self.slug}/_stage.html"

    @property
    def tools_template(self) -> str:
        """What the answer is given with: the side of the desk."""
        return f"tasks/kinds/{self.slug}/_tools.html"

    @property
    def answer_template(self) -> str:
        """One answer, to read."""
        return f"tasks/kinds/{self.slug}/_answer.html"

    @property
    def thumb_template(self) -> str:
        """One answer at the size of a stamp: the newest ones of a running job. Inside a link, so nothing that acts."""
        return f"tasks/kinds/{self.slug}/_thumb.html"

    @property
    def marks_template(self) -> str:
        """The marks of one answer, as parts of an SVG in pixels of the displayed picture."""
        return f"tasks/kinds/{self.slug}/_marks.html"

    @property
    def result_words(self) -> Mapping[str, str | Promise]:
        """How people read those values of a result that are no words of the job's."""
        return {}

    @property
    def item_template(self) -> str:
        """What an answer is about, small enough for a list."""
        return f"tasks/kinds/_item_{self.media[0]}.html"

    def check(self, *, answer: object, settings: Json, payload: Payload) -> Json:
        """`answer` in its normal form. Raises AnswerRefused."""
        error = next(iter(Draft202012Validator(self.answer_schema(settings)).iter_errors(answer)), None)
        if error is not None:
            raise AnswerRefused(self.refusal(error))
        assert isinstance(answer, dict)  # noqa: S101 (every schema begins with type: object)
        return self.normalise(answer=answer, settings=settings, payload=payload)

    def refusal(self, error: ValidationError) -> str | Promise:
        """A sentence for a person about what the schema refused. A kind says its common cases better."""
        if error.validator == "additionalProperties":
            instance, schema = cast(Json, error.instance), cast(Json, error.schema)
            names = sorted(set(instance) - set(schema["properties"]))
            return _("The answer has a part that this job doesn’t ask for (%(names)s). Leave it out.") % {
                "names": ", ".join(names)[:100]
            }
        return _("The answer is not in the form that this job asks for. Reload the page and answer again.")

    @abstractmethod
    def answer_schema(self, settings: Json) -> Json:
        """JSON Schema (2020-12) of an answer; `type` is `object`, no additional properties."""

    @abstractmethod
    def normalise(self, *, answer: Json, settings: Json, payload: Payload) -> Json:
        """Rules that a schema can't say: clamping, empty text. Raises AnswerRefused."""

    @abstractmethod
    def answer_from_form(self, post: MultiValueDict[str, str]) -> object:
        """The posted fields of the desk's HTML form as an answer, not yet checked."""

    @abstractmethod
    def aggregate(self, answers: Sequence[Json]) -> Result:
        """What approved answers to one micro-task come to. Order of `answers` doesn't matter."""

    @abstractmethod
    def export_columns(self, answer: Json) -> Mapping[str, str | int | float]:
        """Flat columns of one answer for CSV; the same keys for every answer of the kind."""

    @abstractmethod
    def summary(self, answer: Json) -> str:
        """One line for tables."""

    def cuts_lines(self, settings: Json) -> bool:
        """Whether each line of an uploaded page is a micro-task of its own."""
        return False

    def boxes_of(self, answer: Json) -> list[tuple[float, float, float, float]]:
        """Left, top, width and height of each box, in pixels of the displayed image."""
        return []

    def joins_parts(self, settings: Json) -> bool:
        """Whether the answers to the parts of an item make one text: `transcript`."""
        return self.has_transcript

    def said(self, answer: Json) -> str:
        """What an answer says, as one line: answers that say the same are the same for a transcript."""
        return ""

    def transcript(self, parts: Sequence[Json | None]) -> str:
        """The answers to the parts of one item joined, in their order; None for a part without an answer."""
        return ""
