"""The fixed tables, as data: the same rows, columns and figures each month, and no others on the public side."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from transparency.domain.release import answers as said
from transparency.domain.release import dimensions as by
from transparency.domain.release.dimensions import Dimension, Words

# Another number where a rule, a formula or a table changes: figures of two versions are not of one series.
METHOD_VERSION = 1


class Population(Enum):
    """Whose figures a table tells: all who registered, all who sent in an answer in the month, those of them who were
    at work for an hour or more, and those who agreed that their answers to the questionnaire are counted.
    """

    REGISTERED = "registered"
    WORKING = "working"
    HOUR_OR_MORE = "hour_or_more"
    AGREED = "agreed"


class Shape(Enum):
    """How a table comes about: people counted; figures reckoned from counts that are published; measured figures."""

    COUNT = "count"
    RECKONED = "reckoned"
    MEASURED = "measured"


@dataclass(frozen=True, slots=True)
class Figure:
    """One named figure of a cell. Shares are 0 to 1; money is in the site's currency."""

    name: str
    unit: str
    words: Words


@dataclass(frozen=True, slots=True)
class Table:
    """A published table: who is in it, what its rows and columns are, which figures stand in a cell."""

    id: str
    title: Words
    population: Population
    shape: Shape
    rows: Dimension
    columns: Dimension | None = None
    figures: tuple[Figure, ...] = ()
    metrics: tuple[str, ...] = ()
    note: Words = ""

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return (self.rows, self.columns) if self.columns else (self.rows,)


SHARE = Figure("share", "1", _("share, out of rounded counts"))
LOW = Figure("low", "1", _("lower end of its interval at 95 % (Wilson)"))
HIGH = Figure("high", "1", _("upper end of its interval at 95 % (Wilson)"))
COUNTED = (SHARE,)
SAID = (SHARE, LOW, HIGH)


def _middle(unit: str) -> tuple[Figure, ...]:
    return (
        Figure("median", unit, _("median")),
        Figure("median_low", unit, _("lower end of the median’s interval at 95 %")),
        Figure("median_high", unit, _("upper end of the median’s interval at 95 %")),
    )


def _tails(unit: str) -> tuple[Figure, ...]:
    return (
        Figure("p10", unit, _("a tenth lies below")),
        Figure("p90", unit, _("a tenth lies above")),
    )


def _count(id: str, title: Words, population: Population, rows: Dimension, *metrics: str, note: Words = "") -> Table:
    return Table(id, title, population, Shape.COUNT, rows, figures=COUNTED, metrics=metrics, note=note)


def _asked(rows: Dimension, *metrics: str, columns: Dimension | None = None) -> Table:
    """Answers to one question, or to two; a share is of those who gave one, within its column."""
    title: Words = rows.title if columns is None else format_lazy(_("{property}, by gender"), property=rows.title)
    name = rows.id if columns is None else f"{rows.id}_{columns.id}"
    return Table(name, title, Population.AGREED, Shape.COUNT, rows, columns, SAID, metrics)


def _measured(
    id: str,
    title: Words,
    population: Population,
    rows: Dimension,
    figures: tuple[Figure, ...],
    *metrics: str,
    columns: Dimension | None = None,
    note: Words = "",
) -> Table:
    return Table(id, title, population, Shape.MEASURED, rows, columns, figures, metrics, note)


def _back(months: int) -> Words:
    title = ngettext_lazy(
        "Who worked here {months} month ago as well", "Who worked here {months} months ago as well", months
    )
    return format_lazy(title, months=months)


REGISTERED, WORKING = Population.REGISTERED, Population.WORKING
HOUR_OR_MORE, AGREED = Population.HOUR_OR_MORE, Population.AGREED
OF_TIME = Figure("share", "1", _("part of the time"))
OF_ANSWERS = Figure("share", "1", _("part of the answers"))
PEOPLE = (
    _count("circles", _("How active people are"), REGISTERED, by.CIRCLE, "M01"),
    _count("seen", _("Registered, seen, working"), REGISTERED, by.SEEN, "M01"),
    _count("hours", _("Hours at work in the month"), WORKING, by.HOURS, "M13c"),
    _count("days_seen", _("Days with an answer in the month"), WORKING, by.DAYS_SEEN, "M07"),
    *(_count(f"back_{months}", _back(months), WORKING, rows, "M08") for months, rows in by.CAME_BACK.items()),
    Table(
        "live_pool",
        _("How many would come: at least"),
        WORKING,
        Shape.RECKONED,
        by.ALL,
        figures=(
            Figure("people", "people", _("at least so many (Chao 1984)")),
            Figure("low", "people", _("lower end of the interval at 95 %")),
            Figure("high", "people", _("upper end of the interval at 95 %")),
        ),
        metrics=("M07",),
        note=_("Reckoned from the rounded table of days with an answer. People who would come, not people who exist."),
    ),
    Table(
        "half_life",
        _("After how long half of the people are gone"),
        WORKING,
        Shape.RECKONED,
        by.ALL,
        figures=(Figure("months", "months", _("half-life")),),
        metrics=("M08",),
        note=_("Reckoned from the rounded tables of who worked here one to six months ago as well."),
    ),
    _measured(
        "fte",
        _("Full-time equivalents"),
        WORKING,
        by.ALL,
        (
            Figure("fte", "FTE", _("hours at work in the month over a twelfth of 1,607")),
            Figure("hours", "h", _("hours at work, rounded")),
            Figure("mean", "h", _("mean hours of one person: the sum over the rounded count")),
            *_middle("h"),
        ),
        "M06",
    ),
)
PAY = (
    _measured(
        "hourly_pay",
        _("Hourly pay of workers"),
        HOUR_OR_MORE,
        by.HOURLY,
        (Figure("pooled", "money/h", _("sum of pay over sum of time")), *_middle("money/h"), *_tails("money/h")),
        "M13",
        "M13b",
        "M13c",
    ),
    Table(
        "hourly_bands",
        _("How hourly pay is spread"),
        HOUR_OR_MORE,
        Shape.COUNT,
        by.PAY_BAND,
        by.HOURLY,
        COUNTED,
        ("M13", "M13b", "M13c"),
        note=_("Bands are parts of the wage floor of the month."),
    ),
    Table(
        "floor_share",
        _("Workers at or above the floor"),
        HOUR_OR_MORE,
        Shape.COUNT,
        by.FLOOR,
        figures=SAID,
        metrics=("M19",),
        note=_("By the pay for the whole time at work."),
    ),
    _measured(
        "fee_share",
        _("The platform’s fee"),
        WORKING,
        by.ALL,
        (Figure("share", "1", _("fee over pay and fee")),),
        "M34",
    ),
)
TIME = (
    _measured(
        "unpaid",
        _("Time without pay"),
        WORKING,
        by.ALL,
        (
            Figure("share", "1", _("unpaid time over paid and unpaid time")),
            Figure("minutes", "min", _("unpaid minutes for each paid hour")),
            *_middle("1"),
        ),
        "M21",
        "M22",
    ),
    _measured("unpaid_kinds", _("Kinds of time without pay"), WORKING, by.UNPAID_KIND, (OF_TIME,), "M23"),
    _measured(
        "off_hours", _("Night and weekend"), WORKING, by.OFF_HOURS, (OF_TIME, *_middle("1")), "M38",
        note=_("Hours are those of the site’s time zone."),
    ),
    _measured(
        "hour_of_week", _("The hours of the week"), WORKING, by.WEEKDAY, (OF_TIME,), "M14", columns=by.HOUR,
        note=_("Hours are those of the site’s time zone."),
    ),
)  # fmt: skip
WORK = (
    _measured("durations", _("How long one answer takes"), WORKING, by.DURATION, (OF_ANSWERS,), "M10"),
    _measured("prices", _("What one answer pays"), WORKING, by.PRICE, (OF_ANSWERS,), "M11"),
    _measured("kinds", _("Kinds of work"), WORKING, by.KIND, (OF_ANSWERS,), "M10"),
    _measured(
        "time_to_pay",
        _("From the answer to its pay"),
        WORKING,
        by.ALL,
        (
            Figure("p50", "h", _("half were paid within")),
            Figure("p95", "h", _("95 of 100 were paid within")),
        ),
        "M25",
    ),
    _measured(
        "outcomes",
        _("Rejections and appeals"),
        WORKING,
        by.OUTCOME,
        SAID,
        "M27",
    ),
    _measured(
        "fragments",
        _("How work is cut up"),
        WORKING,
        by.FRAGMENT,
        (Figure("mean", "", _("mean of the month’s jobs")), Figure("median", "", _("median of the month’s jobs"))),
        "M16",
    ),
)
ASKED = (
    _count("agreed", _("Who agreed to be counted"), WORKING, by.AGREED, "M37"),
    Table(
        "answer_rates",
        _("How many answered each question"),
        AGREED,
        Shape.COUNT,
        said.QUESTION,
        figures=COUNTED,
        metrics=("M37",),
    ),
    _asked(said.GENDER),
    _asked(said.COUNTRY),
    _asked(said.COUNTRY, columns=said.GENDER),
    _asked(said.AGE),
    _asked(said.AGE, columns=said.GENDER),
    _asked(said.EDUCATION),
    _asked(said.HOUSEHOLD),
    _asked(said.CHILDREN, columns=said.GENDER),
    _asked(said.MAIN_ACTIVITY),
    _asked(said.MAIN_ACTIVITY, columns=said.GENDER),
    _asked(said.PART_TIME, columns=said.GENDER),
    _asked(said.MAIN_HOURS, columns=said.GENDER),
    _asked(said.DOMESTIC_HOURS, columns=said.GENDER),
    _asked(said.INCOME_SHARE, "M20"),
    _asked(said.MAIN_INCOME, "M20", columns=said.GENDER),
    _asked(said.MOTIVATION),
    _asked(said.EXPERIENCE),
    _asked(said.OTHER_PLATFORMS, "M04"),
    _asked(said.DEVICE),
    _asked(said.PLACE),
    _asked(said.MAKING_ENDS_MEET),
    _measured(
        "platform_hours_gender",
        _("Hours a week on this platform, by gender"),
        AGREED,
        said.GENDER,
        (Figure("mean", "h/week", _("sum of hours over the rounded count")), *_middle("h/week")),
        "M30",
    ),
    Table(
        "three_shifts",
        _("Three shifts, by gender"),
        AGREED,
        Shape.RECKONED,
        said.SHIFT,
        said.GENDER,
        (Figure("mean", "h/week", _("mean hours a week")),),
        ("M30",),
        note=_(
            "Main job and domestic work: reckoned from the rounded tables, each band at its middle. "
            "The platform: measured."
        ),
    ),
)
TABLES = {table.id: table for table in (*PEOPLE, *PAY, *TIME, *WORK, *ASKED)}
