"""Made-up work in the labour log: jobs, stretches of time, decisions and pay; and made-up releases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain.transfers import transfer
from ledger.models import Transfer
from transparency.domain import log
from transparency.domain.release.tables import METHOD_VERSION
from transparency.models import JobFact, PublishedCell, PublishedTable, Release

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
MADE = datetime(2026, 11, 1, 5, tzinfo=UTC)
Cells = dict[tuple[str, str], tuple[int | None, dict[str, float]]]


def publish(month: date, **tables: Cells) -> Release:
    """A release with these tables: n and figures by row and column, an n of None for what is hidden."""
    release = Release.objects.create(
        month=month, state="made", method_version=METHOD_VERSION, started_at=MADE, made_at=MADE,
        floor_hourly_micros=12_020_000,
    )  # fmt: skip
    for table_id, cells in tables.items():
        table = PublishedTable.objects.create(release=release, table_id=table_id, title="-", unit="")
        for position, ((row, column), (n, values)) in enumerate(cells.items()):
            PublishedCell.objects.create(
                table=table, position=position, row=row, column=column, n=n, values=values if n else {},
                status="published" if n else "suppressed", reason="" if n else "k", as_of=month,
            )  # fmt: skip
    return release


@pytest.fixture
def past_job(requester: User) -> Callable[..., JobFact]:
    """Makes a published job of the past: `past_job(1, title="Birds")`."""

    def make(number: int, *, title: str = "", kind: str = "text_classification", by: User | None = None) -> JobFact:
        log.remember_job(
            job_number=number,
            public_id=f"job{number:013d}",
            requester_number=(by or requester).pk,
            title=title or f"Job {number}",
            purpose="Training a small classifier.",
            kind=kind,
            price_micros=100_000,
            expected_seconds=60,
            wanted_answers=1,
            micro_task_count=10,
            published_at=START + timedelta(minutes=number),
        )
        return JobFact.objects.get(job_number=number)

    return make


@pytest.fixture
def work() -> Callable[..., None]:
    """Logs one attempt: `work(job, seconds=60, micros=100_000)` is paid; without micros it was returned."""
    numbers = iter(range(1, 100_000))
    ends = {}

    def make(job: JobFact, *, seconds: int, micros: int = 0, worker: int = 7, outcome: str = "") -> None:
        number, started = next(numbers), ends.get((job.pk, worker), START)
        ended = ends[job.pk, worker] = started + timedelta(seconds=seconds)
        who = {
            "worker_number": worker,
            "requester_number": job.requester_number,
            "job_number": job.pk,
            "assignment_number": number,
        }
        end = log.Type.SUBMITTED if micros or outcome else log.Type.RETURNED
        log.record([log.Event(type=end, at=ended, started_at=started, ended_at=ended, **who)])
        if outcome == "rejected":
            log.record([log.Event(type=log.Type.REJECTED, at=ended, note="wrong", **who)])
        if micros:
            log.record([log.Event(type=log.Type.APPROVED, at=ended, **who)])
            log.record([log.Event(type=log.Type.PAID, at=ended, micros=micros, **who)])

    return make


@pytest.fixture
def set_aside(requester: User) -> Callable[..., None]:
    """Moves a requester's money to a job's escrow: `set_aside(job, micros=5_000_000)`."""

    def make(job: JobFact, *, micros: int) -> None:
        transfer(
            debit=books.funds(owner_id=requester.pk),
            credit=books.escrow(job_number=job.pk),
            amount_micros=micros,
            reason=Transfer.Reason.ESCROW,
            key=f"job:{job.pk}:escrow",
            at=START,
        )

    return make
