"""Made-up months for releases: people with days of work and answers, none of them through a browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

import pytest

from accounts.models import User
from transparency.domain.demographics import bringing_in, consents
from transparency.domain.release import making
from transparency.models import JobDay, JobFact, PublishedCell, PublishedTable, Release, WorkerDay
from workers.demo import population

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
ASKED_AT = datetime(2026, 9, 20, 9, tzinfo=UTC)
IN_NOVEMBER, IN_DECEMBER = datetime(2026, 11, 8, 5, tzinfo=UTC), datetime(2026, 12, 8, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def a_key(settings):
    settings.RELEASE_KEY = "the same in every run, so that roundings are"


@pytest.fixture
def jobs(db: None) -> list[int]:
    """Three jobs each by three requesters, at three prices."""
    numbers = list(range(901, 910))
    JobFact.objects.bulk_create(
        JobFact(
            job_number=number,
            public_id=f"made-up-{number}",
            requester_number=number % 3,
            title="Made up",
            purpose="-",
            kind="text_classification",
            price_micros=price,
            expected_seconds=30,
            wanted_answers=1,
            micro_task_count=100,
            published_at=ASKED_AT,
        )
        for number, price in zip(numbers, (8_000,) * 3 + (40_000,) * 3 + (300_000,) * 3, strict=True)
    )
    return numbers


@pytest.fixture
def crowd(jobs: list[int]) -> Callable[..., list[User]]:
    """Registers people who agree, answer and work: `crowd(population.people(200), OCTOBER)`."""

    def make(people: list[population.MadeUp], *months: date, answering: bool = True) -> list[User]:
        users = User.objects.bulk_create(
            User(email=f"made-up-{place}@example.org", is_worker=True, joined_at=ASKED_AT, password="!")
            for place, _person in enumerate(people)
        )
        said = {user.pk: one.answers for user, one in zip(users, people, strict=True)} if answering else {}
        bringing_in.bring_in(said=said, purposes=[consents.Purpose.PUBLIC], at=ASKED_AT)
        for month in months:
            work(dict(zip(users, people, strict=True)), month, jobs)
        return users

    return make


def work(people: Mapping[User, population.MadeUp], month: date, jobs: list[int]) -> None:
    """The days of some people in a month."""
    found = [population.days_of(person, number=user.pk, month=month, jobs=jobs) for user, person in people.items()]
    WorkerDay.objects.bulk_create(row for days, _jobs in found for row in days)
    JobDay.objects.bulk_create(row for _days, job_days in found for row in job_days)


@pytest.fixture
def release() -> Callable[..., Release]:
    """Makes a month's release on the eighth of the next: `release(OCTOBER)`."""

    def make(month: date) -> Release:
        return making.make_release(month=month, at={OCTOBER: IN_NOVEMBER, NOVEMBER: IN_DECEMBER}[month])

    return make


@pytest.fixture
def circles(db: None) -> Callable[..., Release]:
    """Makes a release with one table: `circles(date(2026, 10, 1), dormant=45)`."""

    def make(month: date, *, state: str = "made", **counts: int | None) -> Release:
        release = Release.objects.create(
            month=month,
            state=state,
            method_version=1,
            started_at=IN_NOVEMBER,
            made_at=IN_NOVEMBER if state == "made" else None,
        )
        table = PublishedTable.objects.create(release=release, table_id="circles", title="-", unit="people")
        for position, (row, n) in enumerate(counts.items()):
            PublishedCell.objects.create(
                table=table, position=position, row=row, n=n, values={} if n is None else {"share": 1.0},
                status="suppressed" if n is None else "published", reason="k" if n is None else "", as_of=month,
            )  # fmt: skip
        return release

    return make
