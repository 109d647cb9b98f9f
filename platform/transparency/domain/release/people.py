"""Whom a release counts: each registered worker with the codes they stand under. Held in memory, never written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Max, Q

from accounts.models import User
from transparency.domain.activity import YEAR_DAYS, activity_of
from transparency.domain.demographics import aggregates
from transparency.domain.demographics.asking import PNS
from transparency.domain.demographics.subjects import Closed
from transparency.domain.release import answers, months
from transparency.domain.release.dimensions import (
    BAND_PERCENTS,
    DAYS_SEEN,
    FLOOR,
    FROM_FLOOR,
    HOURLY,
    HOURS,
    OTHER,
    PAY_BAND,
)
from transparency.domain.rollup import reading as days
from transparency.domain.rollup.reading import Labour
from transparency.models import WorkerDay

HOUR = 3600
HOUR_EDGES = (1, 5, 10, 20, 40, 80)
DAY_EDGES = (2, 3, 6, 11, 21)
SUBMITTED = Q(submitted_count__gt=0)


@dataclass(frozen=True, slots=True)
class Person:
    """One worker: `codes` by dimension, several where one may have several; `labour` is that of the month.

    `is_working` says that they sent in an answer in the month, `has_agreed` that their answers to the questionnaire
    may be counted.
    """

    number: int
    codes: dict[str, str] = field(default_factory=dict)
    several: dict[str, frozenset[str]] = field(default_factory=dict)
    labour: Labour | None = None
    is_working: bool = False
    has_agreed: bool = False

    @property
    def has_an_hour(self) -> bool:
        """Whether they worked for an hour or more."""
        return self.is_working and self.codes["hours"] != HOURS.names[0]


def people_of(*, month: date, as_of: date, floor_hourly_micros: int | None) -> list[Person]:
    """Everybody who was registered when `month` ended, with what was known of them on `as_of`."""
    first, last = month, months.last_of(month)
    labours = {one.worker_number or 0: one for one in days.labour_by_worker(first=first, last=last)}
    seen_days, weeks, last_days = _submissions(month)
    earlier = {back: _workers_of(months.before(month, months=back)) for back in range(1, 7)}
    end = months.bounds(month)[1]
    registered = set(User.objects.filter(is_worker=True, joined_at__lt=end).values_list("pk", flat=True))
    working = {number: labours[number] for number, count in seen_days.items() if count and number in labours}
    said = _said(month, as_of, working)
    found = []
    for number in sorted(registered | labours.keys() | last_days.keys()):
        labour = labours.get(number)
        person = Person(number, labour=labour, is_working=number in working, has_agreed=number in said)
        person.codes["circle"] = _circle(last, weeks.get(number), last_days.get(number))
        person.codes["seen"] = "working" if person.is_working else "seen_only" if labour else "not_seen"
        if labour and person.is_working:
            person.codes.update(_codes_of_work(labour, seen_days[number], floor_hourly_micros))
            person.codes.update({f"back_{back}": "yes" if number in them else "no" for back, them in earlier.items()})
            person.codes["agreed"] = "yes" if person.has_agreed else "no"
        if person.has_agreed:
            _take_answers(person, said[number])
        found.append(person)
    return found


def _submissions(month: date) -> tuple[dict[int, int], dict[int, list[bool]], dict[int, date]]:
    """By worker: on how many days of the month, in which of the last four weeks, and when last they sent anything."""
    last = months.last_of(month)
    spans = months.last_weeks(month)
    rows = WorkerDay.objects.filter(SUBMITTED, day__lte=last).values("worker_number").order_by("worker_number")
    counts = {f"week_{place}": Count("pk", filter=Q(day__range=span)) for place, span in enumerate(spans)}
    seen_days, weeks, last_days = {}, {}, {}
    found = rows.annotate(days=Count("pk", filter=Q(day__gte=month)), last=Max("day"), **counts)
    for number, days_here, last_day, *of_weeks in found.values_list("worker_number", "days", "last", *counts):
        seen_days[number], last_days[number] = days_here, last_day
        weeks[number] = [count > 0 for count in of_weeks]
    return seen_days, weeks, last_days


def _workers_of(month: date) -> set[int]:
    rows = WorkerDay.objects.filter(SUBMITTED, day__range=(month, months.last_of(month)))
    return set(rows.values_list("worker_number", flat=True).distinct())


def _circle(last: date, weeks: Sequence[bool] | None, last_day: date | None) -> str:
    since = None if last_day is None else (last + timedelta(days=1) - last_day).days
    if since is not None and since > YEAR_DAYS:
        since = None
    return activity_of(weeks=weeks or [False] * months.WEEKS, days_since_last=since).value


def _codes_of_work(labour: Labour, seen_days: int, floor_hourly_micros: int | None) -> dict[str, str]:
    found = {
        "hours": HOURS.names[bisect_right(HOUR_EDGES, labour.presence_seconds / HOUR)],
        "days_seen": DAYS_SEEN.names[bisect_right(DAY_EDGES, seen_days)],
    }
    if floor_hourly_micros:
        for measure, micros in hourly_of(labour).items():
            percent = 100 * micros / floor_hourly_micros
            found[f"pay_{measure}"] = PAY_BAND.names[bisect_right(BAND_PERCENTS, percent)]
        found["floor"] = FLOOR.names[0 if found["pay_M13c"] in FROM_FLOOR else 1]
    return found


def hourly_of(labour: Labour) -> dict[str, int]:
    """M13, M13b and M13c of one worker in micros an hour; 0 where nothing was decided on yet."""
    rates = (labour.paid_only_hourly_micros, labour.all_tasks_hourly_micros, labour.presence_hourly_micros)
    return dict(zip(HOURLY.names, (rate or 0 for rate in rates), strict=True))


def _said(month: date, as_of: date, working: Mapping[int, Labour]) -> dict[int, Mapping[str, frozenset[str]]]:
    """What those who agreed said, by number: two months are compared by who is behind a figure, in memory alone."""
    try:
        records = aggregates.records(
            purpose=aggregates.Purpose.PUBLIC,
            at=months.middle_of(month),
            as_of=as_of,
            figures={number: {"number": float(number)} for number in working},
        )
    except Closed:
        return {}
    return {int(record.figures["number"]): record.answers for record in records}


def _take_answers(person: Person, said: Mapping[str, frozenset[str]]) -> None:
    open_questions = {question for question, codes in said.items() if codes <= {PNS}}
    person.several["question"] = frozenset(
        name for name, question in answers.QUESTION_OF.items() if question in said and question not in open_questions
    )
    person.several["motivation"] = said.get(answers.QUESTION_OF["motivation"], frozenset())
    for name, dimension in answers.ONE_OF.items():
        codes = said.get(answers.QUESTION_OF[name], frozenset())
        joined = {answers.JOINED.get(name, {}).get(code, code) for code in codes} & set(dimension.names)
        person.codes[name] = _gender(codes) if name == "gender" else next(iter(joined), OTHER)


def _gender(codes: frozenset[str]) -> str:
    """Who ticked one of woman and man alone stands there; with “non-binary”, there; the rest is “another answer”."""
    if codes in ({"woman"}, {"man"}):
        return next(iter(codes))
    return "non_binary" if "non_binary" in codes else OTHER
