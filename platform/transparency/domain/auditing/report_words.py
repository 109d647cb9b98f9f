"""The half-yearly report as a page to read, in the language of the moment."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def as_markdown(told: dict[str, Any]) -> str:
    """The report's figures with their units, medians and intervals, as Markdown."""
    currency = told["platform"]["currency"]
    persons, activity = told["persons"], told["persons"]["M01_by_level_of_activity"]
    hourly, money = told["hourly"], f"{currency}/h"
    lines = [
        "# " + _("Work on this platform, %(period)s") % {"period": told["period"]},
        _("From %(first)s to %(last)s. %(basis)s.")
        % {"first": told["first_day"], "last": told["last_day"], "basis": told["legal_basis"]},
        *([] if told["is_over"] else [_("The half-year is not over: these are its figures so far.")]),
        _("Figures over people are of eleven or more; “–” where fewer are behind them."),
        "## " + _("Persons"),
        *_listed(
            (_("registered"), persons["registered"]),
            (_("at work in the period"), persons["at_work_in_the_period"]),
            (_("very active (M01)"), activity["very_active"]),
            (_("regular (M01)"), activity["regular"]),
            (_("occasional (M01)"), activity["occasional"]),
            (_("dormant (M01)"), activity["dormant"]),
            (_("self-employed"), persons["by_status"]["self_employed"]),
            (_("employed"), persons["by_status"]["employed"]),
        ),
        "## " + _("Terms and intermediaries"),
        f"- {told['terms']['address']}\n- {told['terms']['systems']}",
        "- " + _("Intermediaries: none. The platform contracts with each person directly."),
        "## " + _("Duration and hours"),
        *_spreads(
            (_("days between first and last answer"), "d", told["duration"]["days_between_first_and_last_answer"]),
            (_("hours of a day at work"), "h", told["duration"]["hours_of_a_day_at_work"]),
            (_("hours a week, all"), "h", told["weekly_hours"]["all"]),
            (_("hours a week, paid"), "h", told["weekly_hours"]["paid"]),
        ),
        "## " + _("Income"),
        *_spreads(
            (_("regular workers, a month"), currency, told["income"]["regular_workers_a_month"]),
            (_("all workers, a month"), currency, told["income"]["all_workers_a_month"]),
            (_("an hour of paid work (M13)"), money, hourly["M13"]["of_workers"]),
            (_("an hour on tasks (M13b)"), money, hourly["M13b"]["of_workers"]),
            (_("an hour at work (M13c)"), money, hourly["M13c"]["of_workers"]),
        ),
        *_listed(
            (
                _("all pay over all time at work (M13c), %(unit)s") % {"unit": money},
                hourly["M13c"]["all_pay_over_all_time"],
            ),
            (_("wage floor, %(unit)s") % {"unit": money}, hourly["floor"]),
            (_("share of workers at the floor or above (M19)"), hourly["M19_share_at_or_above_the_floor"]),
            (_("unpaid minutes to a paid hour (M21)"), told["unpaid"]["M21_minutes_per_paid_hour"]),
            (_("hours at work"), told["full_time_equivalents"]["hours"]),
            (_("full-time equivalents (M06)"), told["full_time_equivalents"]["M06_fte"]),
        ),
    ]  # fmt: skip
    return "\n\n".join(_joined(lines)) + "\n"


def _listed(*pairs: tuple[str, Any]) -> list[str]:
    return [f"- {name}: {'–' if value is None else value}" for name, value in pairs]


def _spreads(*rows: tuple[str, str, dict[str, Any] | None]) -> list[str]:
    """A table row a figure: what, unit, median with interval, mean with interval, n."""
    head = [_("figure"), _("unit"), _("median (95%)"), _("mean (95%)"), "p10", "p90", "n"]
    lines = [f"| {' | '.join(head)} |", "|---|---|---|---|---|---|---|"]
    for name, unit, found in rows:
        cells = ["–"] * 5
        if found:
            interval = found["median_95"]
            around = f" ({interval[0]} – {interval[1]})" if interval else ""
            cells = [
                f"{found['median']}{around}",
                f"{found['mean']} ({found['mean_95'][0]} – {found['mean_95'][1]})",
                *(str(found[key]) for key in ("p10", "p90", "n")),
            ]
        lines.append(f"| {name} | {unit} | {' | '.join(cells)} |")
    return lines


def _joined(lines: list[str]) -> list[str]:
    """Lists and tables as one block each."""
    blocks: list[str] = []
    for line in lines:
        if blocks and line[:1] in ("-", "|") and blocks[-1].rsplit("\n", 1)[-1][:1] == line[:1]:
            blocks[-1] += f"\n{line}"
        else:
            blocks.append(line)
    return blocks
