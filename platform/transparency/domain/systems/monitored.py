"""What the labour log holds: every type of event, with its aim and who reads it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from transparency.domain.systems.card import Words
from transparency.models import WorkEvent


@dataclass(frozen=True, slots=True)
class Group:
    """Events of one subject: those whose type begins with one of `prefixes`."""

    title: Words
    prefixes: tuple[str, ...]
    aim: Words
    readers: Words


@dataclass(frozen=True, slots=True)
class MonitoredGroup:
    """A group with the events in it: code and words."""

    group: Group
    events: list[tuple[str, str]]


SELF_AND_SUMS = _("You; as sums of a job its requester; as sums of at least eleven people everybody.")
GROUPS = (
    Group(
        _("Micro-tasks"), ("task", "appeal"), _("Pay, the time that it took, and what was decided on it."),
        _("You; the requester of the job without your times; the auditor in an appeal."),
    ),
    Group(
        _("Looking for work and reading"), ("list", "instructions", "qualification"),
        _("Unpaid time: searching, reading and training are work too."), SELF_AND_SUMS,
    ),
    Group(_("Being at work"), ("presence",), _("The whole time at work, beside the paid time."), SELF_AND_SUMS),
    Group(
        _("Time that you report"), ("time",), _("Your word about your own time, and what was looked at."),
        _("You; the auditor where a report waits for a look."),
    ),
    Group(_("Questions"), ("message",), _("Time for questions and answers; never their words."), SELF_AND_SUMS),
    Group(_("Payouts"), ("payout",), _("Time that looking after one’s pay takes."), SELF_AND_SUMS),
    Group(_("The wage floor"), ("topup", "floor"), _("What lifts pay to the floor."), SELF_AND_SUMS),
    Group(
        _("What requesters do to jobs"), ("job", "items", "pilot", "price"), _("The history of a job."),
        _("Everybody who sees the job."),
    ),
    Group(
        _("Erasure"),
        ("data",),
        _("That data about a person were erased, and when; not what they were."),
        _("You; the auditor."),
    ),
    Group(_("The site itself"), ("outage",), _("Time that the site cost you."), _("Everybody.")),
)  # fmt: skip


def monitored() -> list[MonitoredGroup]:
    """Every type of event of the log, in groups. Raises LookupError for one that no group tells of."""
    found: list[MonitoredGroup] = [MonitoredGroup(group, []) for group in GROUPS]
    by_prefix = {prefix: each for each in found for prefix in each.group.prefixes}
    for value, words in WorkEvent.Type.choices:
        prefix = value.partition(".")[0]
        if prefix not in by_prefix:
            raise LookupError(f"nobody is told that {value} is written into the log")
        by_prefix[prefix].events.append((value, str(words)))
    return found
