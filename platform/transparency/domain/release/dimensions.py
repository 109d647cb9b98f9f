"""What the published tables are broken down by: the same codes each month, in an order of their own."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from transparency.domain.rollup.kinds import Kind

OTHER = "other"
TOTAL = "total"
Words = str | Promise


@dataclass(frozen=True, slots=True)
class Dimension:
    """One property: a code for each value, and its words.

    In a dimension with `is_answered` people answered themselves: `other` gathers what they left open and groups too
    small to be shown. In one that `may_be_several` somebody may stand under several codes.
    """

    id: str
    title: Words
    codes: tuple[tuple[str, Words], ...]
    is_answered: bool = False
    may_be_several: bool = False

    def label(self, code: str) -> Words:
        """The words for a code; the code itself where none are known."""
        return dict(self.codes).get(code, code)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(code for code, _label in self.codes)


def _plain(id: str, title: Words, *codes: tuple[str, Words]) -> Dimension:
    return Dimension(id, title, codes)


def answered(id: str, title: Words, *codes: tuple[str, Words], may_be_several: bool = False) -> Dimension:
    end = () if may_be_several else ((OTHER, _("Another answer or not said")),)
    return Dimension(id, title, (*codes, *end), is_answered=True, may_be_several=may_be_several)


ALL = _plain("all", _("Everybody"), ("all", _("Everybody")))
CIRCLE = _plain(
    "circle",
    _("How active"),
    ("very_active", _("Very active: each of the last four weeks")),
    ("regular", _("Regular: in one to three of them")),
    ("occasional", _("Occasional: within a year, not in these weeks")),
    ("dormant", _("Registered only")),
)
SEEN = _plain(
    "seen",
    _("In this month"),
    ("working", _("Sent in an answer")),
    ("seen_only", _("Came by without sending one in")),
    ("not_seen", _("Registered, not here")),
)
HOURS = _plain(
    "hours",
    _("Hours at work in the month"),
    ("under_1", _("under 1 h")),
    ("1_5", _("1 to 5 h")),
    ("5_10", _("5 to 10 h")),
    ("10_20", _("10 to 20 h")),
    ("20_40", _("20 to 40 h")),
    ("40_80", _("40 to 80 h")),
    ("80_up", _("80 h and more")),
)
DAYS_SEEN = _plain(
    "days_seen",
    _("Days with an answer"),
    ("1", _("1 day")),
    ("2", _("2 days")),
    ("3_5", _("3 to 5 days")),
    ("6_10", _("6 to 10 days")),
    ("11_20", _("11 to 20 days")),
    ("21_up", _("21 days and more")),
)
CAME_BACK = {
    months: _plain(
        f"back_{months}",
        _("Months ago"),
        ("yes", pgettext_lazy("worked", "Yes")),
        ("no", pgettext_lazy("worked", "No")),
    )
    for months in range(1, 7)
}
AGREED = _plain(
    "agreed",
    _("The questionnaire"),
    ("yes", _("Agreed that answers are counted here")),
    ("no", _("Answered nothing, or didn’t agree")),
)
# Parts of the floor in percent: the floor is an edge, so the share at or above it is an exact sum of bands.
BAND_PERCENTS = (25, 50, 75, 100, 125, 150, 200)
PAY_BAND = _plain(
    "pay_band",
    _("An hour, beside the floor"),
    ("0_25", _("under a quarter")),
    ("25_50", _("a quarter to a half")),
    ("50_75", _("a half to three quarters")),
    ("75_100", _("three quarters to the floor")),
    ("100_125", _("the floor to a quarter more")),
    ("125_150", _("a quarter to a half more")),
    ("150_200", _("a half more to twice as much")),
    ("200_up", _("twice the floor and more")),
)
FROM_FLOOR = PAY_BAND.names[BAND_PERCENTS.index(100) + 1 :]
HOURLY = _plain(
    "hourly",
    _("Hourly pay"),
    ("M13", _("for paid answers only")),
    ("M13b", _("for all answers")),
    ("M13c", _("for the whole time at work")),
)
FLOOR = _plain("floor", _("The floor"), ("at_or_above", _("At or above the floor")), ("below", _("Below the floor")))
UNPAID_KIND = _plain("unpaid_kind", _("Time without pay"), *((kind.value, kind.label) for kind in Kind))
OFF_HOURS = _plain(
    "off_hours",
    _("When"),
    ("night", _("At night, 22:00 to 6:00")),
    ("weekend", _("On Saturday and Sunday")),
    ("night_or_weekend", _("At night or on a weekend")),
)
WEEKDAY = _plain(
    "weekday",
    _("Day"),
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
)
HOUR = _plain("hour", _("Hour of the day"), *((f"{hour:02}", f"{hour}:00") for hour in range(24)))
DURATION = _plain(
    "duration",
    _("Time for one answer"),
    ("0_5", _("under 5 s")),
    ("5_15", _("5 to 15 s")),
    ("15_30", _("15 to 30 s")),
    ("30_60", _("30 to 60 s")),
    ("60_120", _("1 to 2 min")),
    ("120_300", _("2 to 5 min")),
    ("300_600", _("5 to 10 min")),
    ("600_up", _("10 min and more")),
)
PRICE = _plain(
    "price",
    _("Price of one answer"),
    ("0_1c", _("under 0.01")),
    ("1c_2c", _("0.01 to 0.02")),
    ("2c_5c", _("0.02 to 0.05")),
    ("5c_10c", _("0.05 to 0.10")),
    ("10c_20c", _("0.10 to 0.20")),
    ("20c_50c", _("0.20 to 0.50")),
    ("50c_1", _("0.50 to 1")),
    ("1_2", _("1 to 2")),
    ("2_up", _("2 and more")),
)
OUTCOME = _plain(
    "outcome",
    _("Decisions"),
    ("rejected", _("Rejected, of all answers decided on")),
    ("overturned", _("Overturned, of all appeals decided on")),
)
FRAGMENT = _plain(
    "fragment",
    _("How work is cut up"),
    ("tasks_per_job", _("Micro-tasks in a job")),
    ("workers_per_job", _("Workers on a job")),
    ("share_of_worker", _("One worker’s part of a job")),
)
KIND = _plain(
    "kind",
    _("Kind of work"),
    ("text_classification", _("Text classification")),
    ("image_classification", _("Image classification")),
    ("image_boxes", _("Boxes on images")),
    ("image_polygons", _("Polygons on images")),
    ("image_keypoints", _("Points on images")),
    ("image_transcription", _("Image transcription")),
    ("audio_classification", _("Audio classification")),
    ("audio_transcription", _("Audio transcription")),
    (OTHER, pgettext_lazy("kind of work", "Another kind")),
)
