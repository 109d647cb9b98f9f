"""Months of made-up people before the demonstration's own days, so that its public figures have something to say."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from accounts.models import User
from transparency.domain import log
from transparency.domain.demographics import bringing_in, consents
from transparency.domain.release import making, months
from transparency.models import JobDay, WorkerDay
from workers.demo import population

PEOPLE = 300
MONTHS_BACK = (2, 1)
# Part of the people who work in a month, so that the two months aren't of the same people.
EVERY = 8
# Numbers that no job of the demonstration reaches: these jobs are facts alone, as if they had been deleted since.
FIRST_JOB = 7_000_000
PRICES = (8_000, 8_000, 8_000, 30_000, 30_000, 30_000, 120_000, 120_000, 120_000)
KINDS = ("text_classification", "image_classification", "audio_transcription")
GIVERS = ("Lumière Lab", "Northern Archive", "Studio Ondes")


def fill(*, at: datetime) -> None:
    """People, their answers and their days in the two months before, and the releases of these. Repeated, it adds
    nothing.
    """
    first = months.before(months.first_of(at.date()), months=max(MONTHS_BACK))
    joined_at = months.bounds(first)[0] - timedelta(days=10)
    if User.objects.filter(email="population1@demo.example").exists():
        return
    jobs = _jobs(joined_at)
    made = population.people(PEOPLE)
    users = User.objects.bulk_create(
        User(
            email=f"population{place}@demo.example",
            display_name=f"Population {place}",
            is_worker=True,
            joined_at=joined_at,
            password="!",  # noqa: S106 (nobody signs in as them)
        )
        for place in range(1, PEOPLE + 1)
    )
    said = {user.pk: person.answers for user, person in zip(users, made, strict=True)}
    bringing_in.bring_in(said=said, purposes=[consents.Purpose.PUBLIC, consents.Purpose.RESEARCH], at=joined_at)
    for back in MONTHS_BACK:
        month = months.before(months.first_of(at.date()), months=back)
        _work(users, made, month, jobs, skipping=back)
        making.make_release(month=month, at=months.bounds(months.before(month, months=-1))[0] + timedelta(days=7))


def _jobs(at: datetime) -> list[int]:
    givers = User.objects.bulk_create(
        User(email=f"giver{place}@demo.example", display_name=name, is_requester=True, joined_at=at, password="!")  # noqa: S106
        for place, name in enumerate(GIVERS, start=1)
    )
    numbers = [FIRST_JOB + place for place in range(len(PRICES))]
    for place, (number, price) in enumerate(zip(numbers, PRICES, strict=True)):
        log.remember_job(
            job_number=number,
            public_id=f"DEMO{number}",
            requester_number=givers[place % len(givers)].pk,
            title=f"Past job {place + 1}",
            purpose="Demonstration data of months past.",
            kind=KINDS[place // len(KINDS)],
            price_micros=price,
            expected_seconds=max(3, price // 3000),
            wanted_answers=1,
            micro_task_count=400,
            published_at=at,
        )
    return numbers


def _work(users: list[User], made: list[population.MadeUp], month: date, jobs: list[int], *, skipping: int) -> None:
    days: list[WorkerDay] = []
    job_days: list[JobDay] = []
    for place, (user, person) in enumerate(zip(users, made, strict=True)):
        if place % EVERY != skipping:
            found = population.days_of(person, number=user.pk, month=month, jobs=jobs)
            days += found[0]
            job_days += found[1]
    WorkerDay.objects.bulk_create(days, batch_size=1000)
    JobDay.objects.bulk_create(job_days, batch_size=1000)
