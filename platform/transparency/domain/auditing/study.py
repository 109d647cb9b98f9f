"""The gap between men and women of one month, and pay by country: reckoned in the background, kept as aggregates alone.

Answers are met only here, joined to figures by the one door of the questionnaire, and forgotten when the function ends.
Only background jobs and commands import this: it loads scipy and statsmodels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from math import log1p
from statistics import mean, median
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F, Min
from django.utils import timezone

from transparency.domain.anonymity import LEAST_WORKERS
from transparency.domain.auditing import countries, gaps
from transparency.domain.demographics import aggregates
from transparency.domain.demographics.asking import COUNTRIES, PNS
from transparency.domain.demographics.subjects import Closed
from transparency.domain.release import months, rounding
from transparency.domain.rollup import reading
from transparency.domain.rollup.reading import Labour
from transparency.models import GapStudy, WorkerDay
from web.domain.sole import held_alone

_LOCKS = 7_411
MOST_ATTEMPTS = 3
LEAST_SECONDS = 3600
# Each measure, and whether its gap is a percentage: pay is, minutes are not.
MEASURES = {"M13": True, "M13c": True, "M21": False}
RECKONERS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("raw", gaps.raw_gap),
    ("adjusted", gaps.adjusted_gap),
    ("parts", gaps.parts_of_gap),
)
STEPS = len(RECKONERS) * len(MEASURES)
NOT_SAID = "not said"
MICROS = 1_000_000


def go_on(*, study_id: int, at: datetime) -> None:
    """Reckon a study that waits. Safe to repeat; of two at once one does it. After three attempts it has failed."""
    with held_alone(what=_LOCKS, number=study_id) as is_ours:
        waiting = GapStudy.objects.filter(pk=study_id, state=GapStudy.State.WAITING)
        if not is_ours or not waiting.exists():
            return
        if not waiting.filter(attempts__lt=MOST_ATTEMPTS).update(attempts=F("attempts") + 1, steps_done=0):
            waiting.update(state=GapStudy.State.FAILED)
            return
        result = _result(GapStudy.objects.get(pk=study_id), at)
        waiting.update(state=GapStudy.State.DONE, done_at=at, steps_done=STEPS, result=result)


def _result(study: GapStudy, at: datetime) -> dict[str, Any]:
    month = study.month
    last = months.last_of(month)
    labours = [
        one
        for one in reading.labour_by_worker(first=month, last=last)
        if one.presence_seconds - one.pending_seconds >= LEAST_SECONDS
    ]
    figures = _figures(labours, month, last)
    try:
        records = aggregates.records(
            purpose=aggregates.Purpose.PUBLIC,
            at=months.middle_of(month),
            as_of=timezone.localtime(at, timezone.get_default_timezone()).date(),
            figures=figures,
        )
    except Closed:
        return {"closed": True}
    return {"countries": _countries(records, month), **_gap(study, records, len(figures), last)}


def _countries(records: Sequence[aggregates.Record], month: date) -> list[dict[str, Any]]:
    """Pay by country (Q3) of all who agreed to be counted, with what each country is called."""
    residents = [
        countries.Resident(
            country=code if (code := _said(record, "Q3")) in COUNTRIES else countries.REST,
            **{name: record.figures[name] for name in ("earned", "paid", "counted", "at_work", "unpaid")},
        )
        for record in records
    ]
    key, table = settings.RELEASE_KEY.encode(), f"country:{month}"
    rows = countries.pay_by_country(
        residents=residents,
        p_percent=float(settings.RELEASE_P_PERCENT),
        count=lambda code, people: rounding.rounded(people, key=key, table=table, cell=code),
    )
    return [{**row, "name": COUNTRIES.get(row["country"], {})} for row in rows]


def _gap(study: GapStudy, records: Sequence[aggregates.Record], everybody: int, last: date) -> dict[str, Any]:
    """M31 and M32 of each measure, with how many said who they are; or that they are too few."""
    month = study.month
    groups = {record.subject: _group(record.answers.get("Q1", frozenset())) for record in records}
    counts = {name: sum(group == name for group in groups.values()) for name in ("man", "woman", "another")}
    if min(counts["man"], counts["woman"]) < gaps.LEAST_A_GROUP:
        return {"too_few": True}
    kinds = {code: kind for kind, code in _kind_codes(month, last)[1].items()}
    shown = _rounded({**counts, "answered": sum(counts.values()), "everybody": everybody}, month)
    rate = rounding.share(shown["answered"] or 0, shown["everybody"] or 0)
    told: dict[str, Any] = {"counts": shown, "answer_rate": rate, "measures": {}}
    for number, (measure, is_relative) in enumerate(MEASURES.items()):
        people = [
            _person(record, groups[record.subject] == "woman", measure, kinds)
            for record in records
            if groups[record.subject] in ("man", "woman") and measure in record.figures
        ]
        told["measures"][measure] = _reckoned(study, people, is_relative, len(RECKONERS) * number)
        others = [
            record.figures[measure]
            for record in records
            if groups[record.subject] == "another" and measure in record.figures
        ]
        if len(others) >= LEAST_WORKERS:
            told["measures"][measure]["another"] = {"mean": mean(others), "median": median(others)}
    return told


def _reckoned(study: GapStudy, people: Sequence[gaps.Person], is_relative: bool, done: int) -> dict[str, Any]:
    """Raw, adjusted and parts, each told as soon as it is there; nothing for what is too small by itself."""
    found: dict[str, Any] = {}
    for step, (name, reckon) in enumerate(RECKONERS, start=1):
        try:
            found[name] = asdict(reckon(people=people, is_relative=is_relative))
        except gaps.TooFew:
            found[name] = None
        GapStudy.objects.filter(pk=study.pk).update(steps_done=done + step)
    # How many men and women there are is told once, rounded.
    if found["raw"]:
        del found["raw"]["men_count"], found["raw"]["women_count"]
    if found["adjusted"]:
        del found["adjusted"]["left_out"]
    return found


def _group(codes: frozenset[str]) -> str:
    """As people say it themselves: more than one word, or another one, is a group of its own."""
    if not codes or codes <= {PNS}:
        return NOT_SAID
    return next(iter(codes)) if codes in ({"man"}, {"woman"}) else "another"


def _said(record: aggregates.Record, question: str) -> str:
    """The one answer to a question."""
    codes = record.answers.get(question, frozenset())
    return next(iter(codes)) if len(codes) == 1 and codes != {PNS} else NOT_SAID


def _person(record: aggregates.Record, is_woman: bool, measure: str, kinds: dict[int, str]) -> gaps.Person:
    figures = record.figures
    return gaps.Person(
        outcome=figures[measure],
        is_woman=is_woman,
        numbers={"log_days": figures["log_days"], "log_hours": figures["log_hours"]},
        groups={
            "kind": kinds.get(int(figures["kind"]), NOT_SAID),
            "country": _said(record, "Q3"),
            "device": _said(record, "Q19a"),
        },
    )


def _figures(labours: Sequence[Labour], month: date, last: date) -> dict[int, dict[str, float]]:
    """What is known of each worker's month, by number: outcomes in euros an hour and in minutes, and what explains."""
    mains, codes = _kind_codes(month, last)
    numbers = [one.worker_number or 0 for one in labours]
    rows = WorkerDay.objects.filter(worker_number__in=numbers, submitted_count__gt=0).values("worker_number")
    since = dict(rows.order_by("worker_number").annotate(first=Min("day")).values_list("worker_number", "first"))
    found = {}
    for one in labours:
        number = one.worker_number or 0
        outcomes = {
            "M13": None if one.paid_only_hourly_micros is None else one.paid_only_hourly_micros / MICROS,
            "M13c": None if one.presence_hourly_micros is None else one.presence_hourly_micros / MICROS,
            "M21": one.unpaid_minutes_per_paid_hour,
        }
        found[number] = {
            "log_days": log1p((last - since.get(number, last)).days),
            "log_hours": log1p(one.presence_seconds / 3600),
            "kind": float(codes.get(mains.get(number, ""), -1)),
            "earned": one.earned_micros / MICROS,
            "paid": one.paid_seconds,
            "counted": one.counted_seconds,
            "at_work": one.presence_seconds - one.pending_seconds,
            "unpaid": one.unpaid_seconds,
            **{name: value for name, value in outcomes.items() if value is not None},
        }
    return found


def _kind_codes(month: date, last: date) -> tuple[dict[int, str], dict[str, int]]:
    """The kind that each worker spent most paid time on, and a number for each kind."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT ON (worker_number) worker_number, fact.kind
            FROM transparency_jobday JOIN transparency_jobfact fact USING (job_number)
            WHERE day BETWEEN %s AND %s GROUP BY worker_number, fact.kind
            ORDER BY worker_number, sum(paid_seconds) DESC, fact.kind
            """,
            [month, last],
        )
        mains = dict(cursor.fetchall())
    return mains, {kind: code for code, kind in enumerate(sorted(set(mains.values())))}


def _rounded(counts: dict[str, int], month: date) -> dict[str, int | None]:
    """R3: to the base of five, by the lot of the cell; fewer than eleven are no number."""
    key, table = settings.RELEASE_KEY.encode(), f"gap:{month}"
    told: dict[str, int | None] = {
        name: rounding.rounded(count, key=key, table=table, cell=name) if count >= LEAST_WORKERS else None
        for name, count in counts.items()
    }
    return told
