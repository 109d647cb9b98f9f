"""A worker's own log as a page reads it: every event and every look at them, in one order, filtered and paged."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import User
from transparency.domain import own_words
from transparency.models import EventNote, JobFact, StatedTime, WorkEvent
from workers.domain import event_words, looks
from workers.domain.looks import LookAt

Type = WorkEvent.Type
EVENT = "event"
# So many events are read at once.
CHUNK = 2000


class Group(Enum):
    """What the log can be narrowed to, as the address names it."""

    ALL = ""
    WORK = "work"
    TIME = "time"
    DECISIONS = "decisions"
    MONEY = "money"
    MESSAGES = "messages"
    LOOKS = "looks"


# What a type's name begins with, by group.
_BEGINNINGS = {
    Group.WORK: (
        "task.claimed", "task.opened", "task.set_aside", "task.submitted", "task.undone", "task.returned",
        "task.expired", "task.previewed", "list.", "instructions.", "qualification.",
    ),
    Group.TIME: ("presence.", "time.", "outage."),
    Group.DECISIONS: ("task.approved", "task.rejected", "appeal."),
    Group.MONEY: ("task.paid", "task.bonus", "topup.", "payout."),
    Group.MESSAGES: ("message.",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log: an event with what is known around it, or a look. `seconds` are of the stretch it ended."""

    at: datetime
    event: WorkEvent | None = None
    fact: JobFact | None = None
    note: EventNote | None = None
    stated: StatedTime | None = None
    look: LookAt | None = None

    @property
    def day(self) -> date:
        return timezone.localtime(self.at).date()

    @property
    def sentence(self) -> Promise | str:
        return event_words.sentence_of(self.event) if self.event else ""

    @property
    def detail(self) -> Promise | str:
        return event_words.note_of(self.event) if self.event else ""

    @property
    def seconds(self) -> float | None:
        if self.event is None or self.event.started_at is None or self.event.ended_at is None:
            return None
        return (self.event.ended_at - self.event.started_at).total_seconds()

    @property
    def may_be_no_work(self) -> bool:
        """A time at work of which nothing was said yet."""
        return self.event is not None and self.event.type == Type.PRESENCE_STOPPED and self.stated is None

    @property
    def whole_minutes(self) -> int:
        return max(1, math.ceil((self.seconds or 0) / 60))


def rows(*, worker: User, group: Group, day: date | None) -> QuerySet[Any, dict[str, Any]]:
    """The lines' numbers in their order, the latest first: dictionaries of `at`, `pk` and what `row` it is."""
    events: QuerySet[Any] = WorkEvent.objects.filter(worker_number=worker.pk)
    if group not in (Group.ALL, Group.LOOKS):
        events = events.filter(type__in=types_of(group))
    if day is not None:
        events = events.filter(at__gte=_midnight(day), at__lt=_midnight(day + timedelta(days=1)))
    parts: list[QuerySet[Any, dict[str, Any]]] = []
    if group is not Group.LOOKS:
        parts.append(events.order_by().annotate(row=Value(EVENT, output_field=CharField())).values("at", "pk", "row"))
    if group in (Group.ALL, Group.LOOKS):
        parts += looks.rows(worker=worker, since=_midnight(day) if day else None, until=_next_midnight(day))
    found: QuerySet[Any, dict[str, Any]] = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return found.order_by("-at", "-pk")


def types_of(group: Group) -> list[str]:
    """The types of events of a group."""
    return [kind.value for kind in Type if kind.value.startswith(_BEGINNINGS[group])]


def lines_of(*, worker: User, found: Sequence[dict[str, Any]]) -> list[Line]:
    """The lines behind some rows, in their order, with the job, the note and what was said of the time."""
    numbers = [row["pk"] for row in found if row["row"] == EVENT]
    events = WorkEvent.objects.filter(worker_number=worker.pk).in_bulk(numbers)
    facts = JobFact.objects.in_bulk({event.job_number for event in events.values() if event.job_number is not None})
    notes = own_words.notes_of(worker_number=worker.pk, event_numbers=numbers)
    said = own_words.about_events(worker_number=worker.pk, event_numbers=numbers)
    seen = looks.by_number(worker=worker, found=found)
    lines = []
    for row in found:
        number = row["pk"]
        if row["row"] != EVENT:
            lines.append(Line(at=row["at"], look=seen.get((row["row"], number))))
            continue
        event = events[number]
        fact = facts.get(event.job_number or 0)
        lines.append(Line(at=event.at, event=event, fact=fact, note=notes.get(number), stated=said.get(number)))
    return lines


def all_lines(*, worker: User) -> Iterator[Line]:
    """Every event of a worker's log, oldest first, read as it is consumed."""
    facts: dict[int | None, JobFact | None] = {None: None}
    events = WorkEvent.objects.filter(worker_number=worker.pk).order_by("at", "pk")
    for event in events.iterator(chunk_size=CHUNK):
        if event.job_number is not None and event.job_number not in facts:
            facts[event.job_number] = JobFact.objects.filter(pk=event.job_number).first()
        yield Line(at=event.at, event=event, fact=facts[event.job_number])


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_default_timezone())


def _next_midnight(day: date | None) -> datetime | None:
    return _midnight(day + timedelta(days=1)) if day else None
