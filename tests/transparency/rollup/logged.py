"""Lines of the labour log, written in few words; moments are seconds after nine o'clock (UTC) of a Monday."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count

from transparency.domain import log

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
MONDAY = date(2026, 3, 2)
LATER = START + timedelta(days=30)
_numbers = count(1)


def moment(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def event(
    kind: str, at: float, *, since: float | None = None, worker: int = 7, job: int = 1, **more: object
) -> log.Event:
    """One event; with `since` it ends a stretch that began then."""
    stretch = {} if since is None else {"started_at": moment(since), "ended_at": moment(at)}
    about = {} if kind.startswith(("presence", "list", "payout")) else {"requester_number": 3, "job_number": job}
    return log.Event(type=log.Type(kind), at=moment(at), worker_number=worker, **{**about, **stretch, **more})  # type: ignore[arg-type]


def attempt(since: float, until: float, outcome: str, *, micros: int = 0, worker: int = 7, job: int = 1) -> int:
    """One attempt that was paid, rejected, returned or expired, or waits ("pending"); its number."""
    number = next(_numbers)
    kind = {"returned": "task.returned", "expired": "task.expired"}.get(outcome, "task.submitted")
    rows = [event(kind, until, since=since, worker=worker, job=job, assignment_number=number)]
    if outcome in ("paid", "rejected"):
        rows.append(decision(number, outcome, until, micros=micros, worker=worker, job=job))
    log.record(rows)
    return number


def decision(number: int, outcome: str, at: float, *, micros: int = 0, worker: int = 7, job: int = 1) -> log.Event:
    """What was decided on an attempt: with `micros` that were paid, or that a rejection keeps back."""
    about = {"worker": worker, "job": job, "assignment_number": number}
    if outcome == "paid":
        return event("task.paid", at, micros=micros, **about)  # type: ignore[arg-type]
    return event("task.rejected", at, note="wrong", withheld_micros=micros or None, **about)  # type: ignore[arg-type]


def presence(since: float, until: float, *, worker: int = 7) -> None:
    log.record([event("presence.stopped", until, since=since, worker=worker, note="stop")])
