"""The ten points of Fairwork's principles for cloudwork, held against this site: by its own checks, and by nobody else.

The numbers of the points are those of Fairwork; the words are ours. A point is met where all of its checks hold now.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils.timezone import now
from django.utils.translation import gettext as _

from ledger.domain import checks, floors
from transparency.domain.release import reading
from transparency.domain.systems.card import Words
from transparency.models import WorkEvent
from web.domain.formatting import format_duration, format_micros, format_number, format_percent

# M19: so many of the workers with an hour or more must reach the floor for pay to count as fair.
LEAST_AT_FLOOR = 0.95


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: whether it holds now, what was found, and the address of the evidence by name."""

    holds: bool
    words: Words
    address: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One of the ten points."""

    id: str
    title: Words
    asks: Words
    found: list[Check] = field(default_factory=list)

    @property
    def is_met(self) -> bool:
        return bool(self.found) and all(check.holds for check in self.found)


def points(*, at: datetime) -> list[Point]:
    """The ten points with what the checks find now."""
    return [*_pay(at), *_conditions(), *_contracts(), *_management(at), *_representation()]


def _pay(at: datetime) -> list[Point]:
    return [
        Point(
            "1.1",
            _("Paid in time and for all work"),
            _("Money is there before the work; every answer is paid or rejected with reasons, within a set time."),
            [_escrow(), _silence(), _threshold(at)],
        ),
        Point(
            "1.2",
            _("At least the minimum wage"),
            _(
                "Nearly everybody reaches the local floor, unpaid time included, and sees the pay of an "
                "hour beforehand."
            ),
            [_floor_share()],
        ),
    ]


def _conditions() -> list[Point]:
    return [
        Point(
            "2.1",
            _("Risks of the work"),
            _("Whoever could be harmed by what they see is warned and can say no without harm."),
            [
                Check(
                    True,
                    _(
                        "Jobs warn of what they contain; it is blurred until you ask for it, and giving back "
                        "counts for nothing."
                    ),
                ),
                Check(
                    False,
                    _(
                        "A requester is not made to state that there is no risk: a job without a warning is "
                        "taken as harmless."
                    ),
                ),
            ],
        ),
        Point(
            "2.2",
            _("Overwork and uncertainty"),
            _("Unpaid time is small and known, and nothing drives people to work faster or longer."),
            [
                Check(
                    True,
                    _(
                        "No program that hands out work knows anybody’s speed; a test of the code’s own imports "
                        "holds that."
                    ),
                    "transparency:systems",
                    "handing-out",
                ),
                _unpaid(),
                Check(
                    False, _("No break is suggested after long hours, and no income is assured from month to month.")
                ),
            ],
        ),
    ]


def _contracts() -> list[Point]:
    return [
        Point(
            "3.1",
            _("Clear terms"),
            _("Terms are in plain words, kept by version, and a change is announced before it holds."),
            [
                Check(
                    False,
                    _(
                        "This site has no terms of use with versions, notice and consent yet; each job’s own "
                        "terms are shown and frozen at publication."
                    ),
                )
            ],
        ),
        Point(
            "3.2",
            _("Terms that are kept"),
            _("What was agreed stays; giving work back for good reason harms nobody’s record."),
            [
                Check(True, _("A price only rises once a job is published: the database refuses anything else.")),
                Check(
                    True,
                    _(
                        "Work that is given back or runs out of time enters no record of a worker. There is no "
                        "such record."
                    ),
                    "transparency:systems",
                    "lease",
                ),
            ],
        ),
    ]


def _management(at: datetime) -> list[Point]:
    return [
        Point(
            "4.1",
            _("Being heard"),
            _("Rejections and suspensions have reasons, can be appealed, and are decided by a person in time."),
            [
                Check(
                    True,
                    _(
                        "No program rejects, suspends or decides an appeal; a test of the code’s own imports "
                        "holds that."
                    ),
                    "transparency:systems",
                ),
                _overdue(at),
            ],
        ),
        Point(
            "4.2",
            _("Equal treatment"),
            _("Who somebody is plays no part in work and pay, and gaps are looked for."),
            [
                Check(
                    True,
                    _(
                        "What people say of themselves lies apart; no program that hands out, prices or judges "
                        "work can read it."
                    ),
                    "transparency:methods",
                    "privacy",
                ),
                _gender(),
            ],
        ),
    ]


def _representation() -> list[Point]:
    return [
        Point(
            "5.1",
            _("Speaking together"),
            _("Workers can meet and organise where the platform does not listen."),
            [
                Check(
                    False,
                    _("There is no space for workers among themselves yet, and no list of collectives to turn to."),
                )
            ],
        ),
        Point(
            "5.2",
            _("Deciding together"),
            _("Workers have a say in the rules that they work by."),
            [
                Check(
                    False,
                    _("No vote and no council of workers: rules are changed by whoever runs the site, in public."),
                )
            ],
        ),
    ]


def self_score() -> tuple[int, list[str]]:
    """How many of the ten points are met now, and a line for each: for the labour statement."""
    found = points(at=now())
    lines = [f"{point.id} {point.title}: {_('met') if point.is_met else _('not met')}" for point in found]
    return sum(point.is_met for point in found), lines


def _escrow() -> Check:
    last = checks.all_checks().first()
    if last is None:
        return Check(False, _("The books have not been checked yet: it is not shown that each job’s money is there."))
    if last.finding_count:
        words = _("The last check of the books found %(count)s things that do not agree.")
        return Check(False, words % {"count": format_number(last.finding_count)})
    words = _(
        "The last check of the books found every job’s money set aside and every approved answer paid (%(jobs)s jobs)."
    )
    return Check(True, words % {"jobs": format_number(last.job_count)})


def _silence() -> Check:
    words = _(
        "Silence approves: after a week at most, by a rule of the database. A rejection needs a reason, in words."
    )
    return Check(True, words, "transparency:systems", "silent-approval")


def _threshold(at: datetime) -> Check:
    floor = floors.floor_on(country=settings.PAY_FLOOR_COUNTRY, day=at.date())
    least = settings.PAYOUT_THRESHOLD_MICROS
    words = _("A payout can be asked for from %(amount)s on.") % {"amount": format_micros(least)}
    return Check(floor is not None and least <= floor.hourly_micros, words, "transparency:systems", "payouts")


def _published(table: str, row: str, name: str) -> float | None:
    view = reading.table(table)
    return view.value(name, row) if view else None


def _floor_share() -> Check:
    share = _published("floor_share", "at_or_above", "share")
    if share is None:
        words = _("No figure of this has been published yet, so it is not shown that pay reaches the floor.")
        return Check(False, words, "transparency:methods", "M19")
    words = _(
        "%(share)s of the workers with an hour or more reached the floor in the last published "
        "month; 95 in 100 would do."
    )
    return Check(share >= LEAST_AT_FLOOR, words % {"share": format_percent(share)}, "transparency:who", "pay")


def _unpaid() -> Check:
    share = _published("unpaid", "all", "share")
    if share is None:
        return Check(False, _("No figure of unpaid time has been published yet."), "transparency:methods", "M22")
    words = _("Unpaid time is measured and published: %(share)s of all time in the last published month.")
    return Check(True, words % {"share": format_percent(share)}, "transparency:who", "time")


def _overdue(at: datetime) -> Check:
    decided = WorkEvent.objects.filter(type=WorkEvent.Type.APPEAL_DECIDED).values("assignment_number")
    limit = settings.APPEAL_DECISION_TIME
    late = WorkEvent.objects.filter(type=WorkEvent.Type.APPEAL_FILED, at__lt=at - limit)
    count = late.exclude(assignment_number__in=decided).count()
    values = {"count": format_number(count), "time": format_duration(limit.total_seconds())}
    return Check(count == 0, _("Appeals that wait longer than %(time)s now: %(count)s.") % values)


def _gender() -> Check:
    is_shown = _published("platform_hours_gender", "woman", "median") is not None
    if is_shown:
        return Check(True, _("Hours and shares are published by gender."), "transparency:who", "answers")
    return Check(False, _("No figure by gender has been published yet."), "transparency:methods", "privacy")
