"""The figures of a statement, read from the days of work, the labour log and the books, and held against the rule.

Money is the requester's own total and exact. What tells of people's time or pay needs eleven of them (R1), none of whom
makes up too much of it (R2); numbers of people are rounded (R3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import connection
from django.db.models import Max, Min, Sum

from ledger.domain.floors import Floor, floor_on
from ledger.models import Transfer
from transparency.domain import appealing, log, money_reports
from transparency.domain.anonymity import LEAST_WORKERS
from transparency.domain.appealing import Appealing
from transparency.domain.release import rounding, thresholds
from transparency.domain.release.thresholds import Part
from transparency.domain.rollup import keeping, reading
from transparency.domain.rollup.reading import Labour
from transparency.domain.spread import quantile
from transparency.models import JobDay, WorkEvent

Type = WorkEvent.Type
TABLE = "labour-statement"


@dataclass(frozen=True, slots=True)
class Tenths:
    """The tenth, the middle and the ninetieth part of some values; None where too few are behind it."""

    p10: float | None = None
    p50: float | None = None
    p90: float | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """What the books moved for a job, in micros."""

    pay: int
    fee: int
    floor: int
    bonus: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A job's figures as they may be shown. `refused` names why those of people's time and pay are kept back.

    `hourly` holds micros an hour of the workers (M13b); `paid_only`, `all_tasks`, `presence` are ratios of sums.
    `waits` are hours from an answer to its pay. Everything about people is None where it is refused.
    """

    labour: Labour
    money: Money
    workers: int | None
    refused: str
    period: tuple[date, date] | None
    hourly: Tenths
    paid_only_median: float | None
    seconds: Tenths
    waits: tuple[float | None, float | None, float | None]
    floor: Floor | None
    share_at_floor: float | None
    appealing: Appealing
    has_own_words_on_time: bool
    suppressed: tuple[tuple[str, str], ...] = field(default=())

    @property
    def is_shown(self) -> bool:
        return not self.refused


def figures_of(*, job_number: int, at: datetime) -> Figures:
    """What a job's data set states of the work in it, by now."""
    keeping.refresh_job(job_number=job_number, at=at)
    labour, people = reading.labour_of_job(job_number=job_number), reading.workers_of_job(job_number=job_number)
    at_work = [one for one in people if one.counted_seconds > 0]
    refused = thresholds.refusal(
        Part.of(one.counted_seconds for one in at_work), p_percent=settings.RELEASE_P_PERCENT
    ) or thresholds.refusal(Part.of(one.earned_micros for one in at_work), p_percent=settings.RELEASE_P_PERCENT)
    days = JobDay.objects.filter(job_number=job_number).aggregate(first=Min("day"), last=Max("day"))
    period = (days["first"], days["last"]) if days["first"] else None
    floor = floor_on(country=settings.PAY_FLOOR_COUNTRY, day=period[1] if period else at.date())
    rates = [float(one.all_tasks_hourly_micros or 0) for one in at_work]
    paid_rates = [float(one.paid_only_hourly_micros) for one in at_work if one.paid_only_hourly_micros is not None]
    waits = _times(job_number, _WAITS, (0.5, 0.95, 1.0), refused)
    return Figures(
        labour=labour,
        money=_money(job_number),
        workers=None if len(people) < LEAST_WORKERS else rounded(len(people), job_number, "workers"),
        refused=refused,
        period=period,
        hourly=Tenths() if refused else _tenths(rates),
        paid_only_median=None if refused else _tenths(paid_rates).p50,
        seconds=Tenths(*_times(job_number, _LENGTHS, (0.1, 0.5, 0.9), refused)),
        waits=(waits[0], waits[1], waits[2]),
        floor=floor,
        share_at_floor=None if refused or floor is None else _share_at(rates, floor.hourly_micros, job_number),
        appealing=appealing.of_jobs(job_numbers=[job_number]),
        has_own_words_on_time=WorkEvent.objects.filter(job_number=job_number, type=Type.SELF_REPORTED).exists(),
    )


def rounded(count: int, job_number: int, cell: str) -> int:
    """A number of people, to the base of 5 by the lot of its cell (R3)."""
    return rounding.rounded(count, key=settings.RELEASE_KEY.encode(), table=f"{TABLE}:{job_number}", cell=cell)


def _tenths(values: Sequence[float]) -> Tenths:
    """R3: the middle from twenty people on, its tenths from a hundred and ten on; money to 0.05 of the currency."""
    ordered = sorted(values)
    step = rounding.MONEY_STEP * 1_000_000

    def told(part: float, least: int) -> float | None:
        if len(ordered) < least:
            return None
        return rounding.to_step(quantile(ordered, part), step)

    return Tenths(
        told(0.1, rounding.LEAST_FOR_TENTHS),
        told(0.5, rounding.LEAST_FOR_MEDIAN),
        told(0.9, rounding.LEAST_FOR_TENTHS),
    )


def _share_at(rates: Iterable[float], floor_micros: int, job_number: int) -> float | None:
    """M19 on M13b: the part of the workers at or above the floor, out of rounded counts; None where few are on a side.

    Nobody below it, or nobody at it, tells of everybody, and so of each: it is told only where that is good news.
    """
    found = list(rates)
    reached = sum(rate >= floor_micros for rate in found)
    if reached != len(found) and not LEAST_WORKERS <= reached <= len(found) - LEAST_WORKERS:
        return None
    whole = rounded(len(found), job_number, "at work")
    return 1.0 if reached == len(found) else rounding.share(rounded(reached, job_number, "at the floor"), whole)


# In seconds, of answers that stand; training has numbers below zero.
_LENGTHS = f"""
    SELECT extract(epoch FROM ended_at - started_at) AS value FROM transparency_workevent event
    WHERE job_number = %(job)s AND type = 'task.submitted' AND assignment_number > 0
      AND {log.STANDS.format(event="event")}
"""  # noqa: S608 (our own names)
_WAITS = f"""
    SELECT extract(epoch FROM paid.at - work.at) / 3600 AS value
    FROM transparency_workevent paid JOIN transparency_workevent work USING (job_number, assignment_number)
    WHERE job_number = %(job)s AND paid.type = 'task.paid' AND work.type = 'task.submitted' AND assignment_number > 0
      AND {log.STANDS.format(event="work")}
"""  # noqa: S608


def _times(job_number: int, rows: str, parts: Sequence[float], refused: str) -> list[float | None]:
    if refused:
        return [None] * len(parts)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT percentile_cont(%(parts)s::float8[]) WITHIN GROUP (ORDER BY value::float8) FROM ({rows}) found",  # noqa: S608
            {"job": job_number, "parts": list(parts)},
        )
        (found,) = cursor.fetchone() or (None,)
    return list(found) if found else [None] * len(parts)


def _money(job_number: int) -> Money:
    """From the books what left the job's escrow; from the log what was paid beside it: late answers, and bonuses."""
    left = {
        tally.reason: tally.micros for tally in money_reports.escrow_tallies(job_number=job_number) if not tally.is_in
    }
    rows = WorkEvent.objects.filter(job_number=job_number)
    late = rows.filter(type=Type.PAID, note="late").aggregate(micros=Sum("micros", default=0))["micros"]
    bonus = rows.filter(type=Type.BONUS).aggregate(micros=Sum("micros", default=0))["micros"]
    reason = Transfer.Reason
    return Money(
        pay=left.get(reason.PAY, 0) + left.get(reason.TRAINING_PAY, 0) + late,
        fee=left.get(reason.FEE, 0),
        floor=left.get(reason.FLOOR_PAY, 0),
        bonus=bonus,
    )
