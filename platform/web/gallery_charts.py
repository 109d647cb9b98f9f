"""Made-up figures for the gallery's charts: each kind, with intervals, reference lines and figures not shown."""

from __future__ import annotations

from typing import Any

from web.domain.charts import Caption, Reference, bars, circles, curve, heat, histogram, stacks
from web.domain.formatting import format_duration, format_hourly_amount, format_number

SHIFTS = (stacks.Part("Main job", "solid"), stacks.Part("Home and care", "dots"), stacks.Part("This site", "unpaid"))


def drawings() -> list[Any]:
    """One drawing of each kind."""
    return [
        bars.bars(
            caption=Caption(
                "How people describe their gender", "share of workers", "n = 1,000, answer rate 71%",
                note="Made up for the gallery.", definition="M37", definition_href="#",
            ),
            rows=[
                bars.Bar("Woman", 0.561, 0.530, 0.592, 560),
                bars.Bar("Man", 0.412, 0.382, 0.443, 410),
                bars.Bar("Non-binary", None, hidden="fewer than 11"),
            ],
            references=[
                Reference(0.50, "half"),
                Reference(0.561, "on the platform that was studied", "DiPLab, 2019", "#", row="Woman"),
                Reference(0.55, "of Mechanical Turk’s in the United States", "2018", "#", row="Woman"),
            ],
            most=1.0,
        ),
        stacks.stacks(
            caption=Caption("Three shifts", "hours a week", "n = 620"),
            groups=[
                stacks.Stack("Women", (24, 27, 9), 360),
                stacks.Stack("Men", (33, 14, 8), 260),
                stacks.Stack("Non-binary", None, hidden="fewer than 11"),
            ],
            parts=SHIFTS,
            write=lambda hours: f"{format_number(round(hours))} h",
        ),
        histogram.histogram(
            caption=Caption("Seconds of a micro-task", "micro-tasks, logarithmic axis", "n = 4,120, median 14 s"),
            bins=[
                histogram.Bin(low, high, count, hidden="" if count else "fewer than 11")
                for low, high, count in (
                    (1, 2, 60), (2, 5, 340), (5, 10, 900), (10, 20, 1400), (20, 50, 1020), (50, 100, 310),
                    (100, 200, 90), (200, 500, None),
                )
            ],
            write=format_duration,
            references=[Reference(14, "median"), Reference(180, "three minutes")],
            is_log=True,
            ticks=(1, 10, 60, 300),
        ),
        curve.curve(
            caption=Caption("Pay of an hour by the gap that counts as work", "euros an hour", definition="M13d"),
            series=[
                curve.Series(
                    "This week",
                    [curve.Point(gap, 9_600_000 / (1 + gap / 9), 8_800_000 / (1 + gap / 9), 10_200_000 / (1 + gap / 9))
                     for gap in range(13)],
                ),
                curve.Series("Before", [curve.Point(gap, 8e6 / (1 + gap / 7)) for gap in range(13) if gap != 6]),
            ],
            write_x=lambda minutes: f"{minutes:g} min",
            write_y=_hourly_amount,
            x_title="Gap between two tasks",
            references=[Reference(12_020_000, "wage floor", "decree 2025-1228")],
            x_ticks=(0, 3, 6, 9, 12),
        ),
        heat.week(
            caption=Caption("Your week by the hour", "time at work"),
            values=[[max(0, 1800 - 160 * abs(hour - 20 + day)) for hour in range(24)] for day in range(7)],
            write=format_duration,
        ),
        circles.circles(
            caption=Caption("Registered, seen, working", "people"),
            rings=[
                circles.Ring("occasional", 333_356, "266,126", "registered on at least one platform"),
                circles.Ring("regular", 67_240, "52,337", "at least once a month"),
                circles.Ring("very active", 14_903, "14,903", "at least once a week"),
            ],
        ),
    ]  # fmt: skip


def _hourly_amount(micros: float) -> str:
    return format_hourly_amount(round(micros))
