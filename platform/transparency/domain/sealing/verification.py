"""Rounds of checking the log: all of it each night, in parts, with what they found kept for pages and alerts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from transparency.domain.sealing import blocks, checking
from transparency.domain.sealing.findings import Finding
from transparency.domain.sealing.unsealed import unsealed
from transparency.models import LogCheck, SealMark
from web.domain.sole import held_alone

# A round begins a day after the one before it; a part of it is short enough for the background.
EVERY = timedelta(hours=23)
BLOCKS_A_PART = 200
# So many findings are kept in words; the rest is counted.
MOST_KEPT = 50
# The first number of the advisory lock of the one process that checks.
_LOCK = 7_602


def verify(*, height: int = 0, at: datetime, tell: Callable[[int, list[Finding]], None] | None = None) -> list[Finding]:
    """Everything that is wrong from block `height` on, and with what should be sealed. Nothing is kept of it.

    `tell` hears of each block as it is done.
    """
    found: list[Finding] = []
    walk = checking.begin(height=height)
    # Rows first: what is written meanwhile waits rightly.
    found += unsealed(at=at)
    last = checking.last_height()
    while walk.height <= last:
        here, done = checking.check_next(walk), walk.height
        found += here
        if tell:
            tell(done, here)
    return found


def check_part(*, at: datetime, most: int = BLOCKS_A_PART) -> LogCheck | None:
    """Go on with the round under way by so many blocks, or begin the next one if it is time; None if it isn't.

    Safe to repeat and to interrupt; of several processes at once one does it. No transaction is open meanwhile: an old
    snapshot would slow everybody's claims.
    """
    with held_alone(what=_LOCK, number=0) as is_ours:
        check = _under_way(at=at) if is_ours else None
        if check is None:
            return None
        walk, found = checking.begin(height=check.next_height), []
        last = checking.last_height()
        while walk.height <= last and walk.height < check.next_height + most:
            found += checking.check_next(walk)
        is_done = walk.height > last
        if is_done:
            found += unsealed(at=at)
        _keep(check, walk=walk, found=found, finished_at=at if is_done else None)
    return check


def last_verification() -> LogCheck | None:
    """The newest round that went through everything; its `is_whole` says whether it found nothing (M40)."""
    return LogCheck.objects.filter(finished_at__isnull=False).order_by("-started_at", "-pk").first()


def sealed_age(*, at: datetime) -> timedelta | None:
    """M40: how long ago the last block was sealed, or found to have nothing to seal. None before the first look."""
    marks = SealMark.objects.order_by("-looked_at").values_list("looked_at", flat=True)
    looked = marks.first()
    return None if looked is None else max(timedelta(0), at - looked)


def _under_way(*, at: datetime) -> LogCheck | None:
    running = LogCheck.objects.filter(finished_at__isnull=True).first()
    if running is not None:
        return running
    newest = LogCheck.objects.order_by("-started_at").first()
    if blocks.latest() is None or (newest is not None and newest.started_at > at - EVERY):
        return None
    check, _ = LogCheck.objects.get_or_create(finished_at=None, defaults={"started_at": at})
    return check


def _keep(check: LogCheck, *, walk: checking.Walk, found: list[Finding], finished_at: datetime | None) -> None:
    check.block_count += walk.height - check.next_height
    check.leaf_count += walk.leaf_count
    check.next_height = walk.height
    check.finding_count += len(found)
    check.findings = [*check.findings, *(finding.as_json() for finding in found)][:MOST_KEPT]
    check.finished_at = finished_at
    check.save()
