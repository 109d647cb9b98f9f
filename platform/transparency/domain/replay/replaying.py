"""What work on Mechanical Turk took and paid, by the functions that reckon our own work.

A worker there often held several assignments at once, so the sum of their times counts a second more than once: the
union is the headline, the sum stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from transparency.domain.replay import result_files
from transparency.domain.replay.result_files import Answered
from transparency.domain.wages import Piece, Wages, wages_of
from transparency.models import Replay, ReplayedBatch

# The federal minimum wage of the United States since 24 July 2009 (29 U.S.C. 206(a)(1)(C)).
FEDERAL_MINIMUM_MICROS = 7_250_000
MICROS_A_CENT = 10_000
REJECTED = "Rejected"


def replay(*, paths: Sequence[Path], floor_hourly_micros: int = FEDERAL_MINIMUM_MICROS, at: datetime) -> Replay:
    """Read result files and keep what each, and all together, came to. Safe to repeat: the same work gives one row.

    Every assignment that was submitted counts, also a rejected one: its time was worked, and its price is what was
    offered. An assignment that stands in several files counts once, in the first. Raises BadResultFile.
    """
    seen: set[str] = set()
    batches: dict[str, list[Answered]] = {}
    read = 0
    for path in paths:
        rows = result_files.read(path)
        read += len(rows)
        fresh = {row.assignment: row for row in rows if row.assignment not in seen}
        seen |= fresh.keys()
        if fresh:
            batches.setdefault(result_files.batch_of(path), []).extend(fresh.values())
    if not seen:
        raise result_files.BadResultFile("The files hold no assignments. Name at least one result file with answers.")
    return _keep(batches, repeated=read - len(seen), floor=floor_hourly_micros, at=at)


@transaction.atomic
def _keep(batches: dict[str, list[Answered]], *, repeated: int, floor: int, at: datetime) -> Replay:
    every = [row for rows in batches.values() for row in rows]
    kept, _ = Replay.objects.update_or_create(
        digest=_digest(batches),
        defaults={"floor_hourly_micros": floor, "repeated_count": repeated, "replayed_at": at},
    )
    kept.batches.all().delete()
    lines = [("", every), *sorted(batches.items())]
    ReplayedBatch.objects.bulk_create(
        _line(kept, position, name, rows, floor) for position, (name, rows) in enumerate(lines)
    )
    return kept


def _digest(batches: dict[str, list[Answered]]) -> str:
    """The same for the same assignments in the same batches, in whatever order the files were named."""
    found = sha256()
    for name, rows in sorted(batches.items()):
        for row in sorted(rows, key=lambda row: row.assignment):
            found.update(repr((name, row)).encode())
    return found.hexdigest()


def _line(kept: Replay, position: int, name: str, rows: Sequence[Answered], floor: int) -> ReplayedBatch:
    found = wages(rows)
    return ReplayedBatch(
        replay=kept,
        position=position,
        batch=name[:200],
        assignments=found.answer_count,
        rejected=sum(row.status == REJECTED for row in rows),
        workers=found.worker_count,
        total_cents=Decimal(found.pay_micros) / MICROS_A_CENT,
        sum_seconds=round(found.sum_seconds),
        union_seconds=round(found.union_seconds),
        hourly_on_sum=_dollars(found.pooled_hourly_by_sum),
        hourly_on_union=_dollars(found.pooled_hourly_by_union),
        median_assignment_hourly=_dollars(found.median_answer_hourly),
        median_worker_hourly_on_sum=_dollars(found.median_worker_hourly_by_sum),
        median_worker_hourly_on_union=_dollars(found.median_worker_hourly_by_union),
        share_of_workers_at_floor=_rounded(found.share_of_workers_at(floor)),
        median_seconds=Decimal(str(found.median_seconds)),
    )


def wages(rows: Iterable[Answered]) -> Wages:
    """What the assignments took, in seconds, and were offered, in micros (Hara et al., CHI 2018)."""
    return wages_of(
        Piece(row.worker, row.accepted_at.timestamp(), row.submitted_at.timestamp(), row.reward_micros) for row in rows
    )


def _dollars(hourly_micros: Fraction | None) -> Decimal | None:
    return None if hourly_micros is None else _rounded(hourly_micros / 1_000_000)


def _rounded(exact: Fraction) -> Decimal:
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.0001"), ROUND_HALF_EVEN)


def statistics_of(line: ReplayedBatch) -> dict[str, int | float | str | None]:
    """One line under plain names, for machines. Hourly figures are strings: exact, in dollars."""
    cents = line.total_cents
    return {
        "batch": line.batch or "(all)",
        "assignments": line.assignments,
        "rejected": line.rejected,
        "workers": line.workers,
        "total_cents": int(cents) if cents == int(cents) else float(cents),
        "sum_seconds": line.sum_seconds,
        "union_seconds": line.union_seconds,
        "pooled_usd_h_sum": _said(line.hourly_on_sum),
        "pooled_usd_h_union": _said(line.hourly_on_union),
        "median_assignment_usd_h": _said(line.median_assignment_hourly),
        "median_worker_usd_h_sum": _said(line.median_worker_hourly_on_sum),
        "median_worker_usd_h_union": _said(line.median_worker_hourly_on_union),
        "share_workers_at_floor_union": _said(line.share_of_workers_at_floor),
        "median_seconds": float(line.median_seconds),
    }


def _said(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def replays() -> QuerySet[Replay]:
    """Every replay with how many assignments it holds, the latest first."""
    everything = ReplayedBatch.objects.filter(replay=OuterRef("pk"), batch="")
    return Replay.objects.annotate(
        assignments=Subquery(everything.values("assignments")[:1]),
        hourly_on_union=Subquery(everything.values("hourly_on_union")[:1]),
    ).order_by("-replayed_at", "-pk")


def lines_of(kept: Replay) -> tuple[ReplayedBatch, QuerySet[ReplayedBatch]]:
    """What all batches of a replay came to together, and each of them by name."""
    lines = kept.batches.order_by("position")
    return lines.get(batch=""), lines.exclude(batch="")
