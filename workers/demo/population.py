"""Made-up people with the shares of the article that this project grew from: what they say, and how they worked.

Casilli and Tubaro, “Travailleuses du clic, la double invisibilité”, L'Humanité Dimanche 2019, on Foule Factory: 56.1 %
women, mostly aged 25 to 44, about 60 % with a main job, women more often part-time, more often with children (55 %)
and with much more domestic work. Where the article gives no figure, the one here is our own.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from transparency.models import CLUSTER_MINUTES, JobDay, WorkerDay

WOMEN = 0.561
# Of each hundred people so many leave a question open.
LEFT_OPEN = 6
# Part of the people who come for less than an hour a month.
SELDOM = 0.15
# Of each hundred women and of each hundred men: codes of the questionnaire.
SAID: Mapping[str, tuple[Mapping[str, int], Mapping[str, int]]] = {
    "Q2": (
        {"18-24": 12, "25-34": 33, "35-44": 30, "45-54": 16, "55-64": 9},
        {"18-24": 16, "25-34": 36, "35-44": 26, "45-54": 14, "55-64": 8},
    ),
    "Q3": ({"FR": 84, "MG": 9, "BE": 7}, {"FR": 84, "MG": 9, "BE": 7}),
    "Q4": ({"3-4": 38, "5": 22, "6": 20, "7": 20}, {"3-4": 40, "5": 22, "6": 18, "7": 20}),
    "Q7": (
        {"alone": 18, "couple": 22, "couple_children": 42, "single_parent": 13, "with_parents": 5},
        {"alone": 30, "couple": 25, "couple_children": 30, "single_parent": 2, "with_parents": 13},
    ),
    "Q8a": ({"0": 45, "1": 25, "2": 22, "3+": 8}, {"0": 66, "1": 16, "2": 13, "3+": 5}),
    "Q9": (
        {"0-4": 8, "5-9": 17, "10-19": 32, "20-29": 23, "30-39": 12, "40+": 8},
        {"0-4": 28, "5-9": 36, "10-19": 25, "20-29": 8, "30-39": 2, "40+": 1},
    ),
    "Q10": (
        {"employed": 56, "self_employed": 4, "unemployed": 14, "student": 8, "at_home": 15, "retired": 3},
        {"employed": 55, "self_employed": 5, "unemployed": 18, "student": 16, "at_home": 2, "retired": 4},
    ),
    "Q11": (
        {"none": 40, "<10": 4, "10-19": 8, "20-29": 12, "30-34": 6, "35-39": 22, "40+": 8},
        {"none": 40, "<10": 2, "10-19": 3, "20-29": 4, "30-34": 3, "35-39": 33, "40+": 15},
    ),
    "Q12": (
        {"none": 40, "full": 33, "part_chosen": 8, "part_no_full_time": 8, "part_care": 9, "part_health_study": 2},
        {"none": 40, "full": 50, "part_chosen": 3, "part_no_full_time": 4, "part_care": 1, "part_health_study": 2},
    ),
    "Q14": (
        {"<3m": 12, "3-12m": 26, "1-3y": 36, "3-5y": 16, ">5y": 10},
        {"<3m": 14, "3-12m": 28, "1-3y": 34, "3-5y": 15, ">5y": 9},
    ),
    "Q16": (
        {"0-9": 58, "10-24": 22, "25-49": 10, "50-74": 5, "75-100": 5},
        {"0-9": 62, "10-24": 19, "25-49": 9, "50-74": 5, "75-100": 5},
    ),
    "Q16b": ({"yes": 8, "no": 92}, {"yes": 11, "no": 89}),
    "Q18a": ({"0": 40, "1": 28, "2": 18, "3-4": 10, "5+": 4}, {"0": 34, "1": 28, "2": 20, "3-4": 12, "5+": 6}),
    "Q19a": (
        {"desktop": 24, "laptop": 48, "tablet": 6, "phone": 22},
        {"desktop": 44, "laptop": 40, "tablet": 2, "phone": 14},
    ),
    "Q20": (
        {"home_own_space": 34, "home_shared_space": 54, "workplace": 8, "public": 4},
        {"home_own_space": 56, "home_shared_space": 30, "workplace": 10, "public": 4},
    ),
    "Q21": (
        {"very_easy": 4, "easy": 14, "fairly_easy": 30, "fairly_difficult": 30, "difficult": 15, "very_difficult": 7},
        {"very_easy": 6, "easy": 17, "fairly_easy": 31, "fairly_difficult": 27, "difficult": 13, "very_difficult": 6},
    ),
}
REASONS = {
    "complement_income": 62, "dead_time": 30, "enjoyment": 18, "care_flexibility": 14, "home_only_option": 12,
    "only_income": 9, "waiting_for_job": 12, "learn_skills": 10,
}  # fmt: skip
# Parts of a worker's time, which add up to one: paid, and M23's kinds.
TIME = {
    "paid": 0.75, "search": 0.09, "waiting": 0.03, "instructions": 0.03, "preview": 0.02, "returned": 0.02,
    "rejected": 0.01, "expired": 0.01, "qualification": 0.02, "messages": 0.01, "payment": 0.01,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MadeUp:
    """One of them: answers by question, how many hours a week they work here and what a paid hour brings."""

    answers: Mapping[str, Sequence[str]]
    weekly_hours: float
    hourly_micros: int

    @property
    def is_woman(self) -> bool:
        return self.answers.get("Q1") == ["woman"]


def people(count: int, *, seed: int = 2019) -> list[MadeUp]:
    """So many people, always the same. Codes are dealt out, not drawn; then some leave some questions open."""
    chance = random.Random(seed)  # noqa: S311 (a demonstration, no secret)
    women = round(WOMEN * count)
    dealt = [_deal(women, 0, chance), _deal(count - women, 1, chance)]
    found = []
    for sex, group in zip(("woman", "man"), dealt, strict=True):
        for answers in group:
            reasons = [code for code, percent in REASONS.items() if chance.random() * 100 < percent][:3]
            said = {**_gender(sex, chance), **{question: [code] for question, code in answers.items()}}
            if reasons:
                said["Q15"] = reasons
            found.append(
                MadeUp(
                    said,
                    weekly_hours=_weekly_hours(chance),
                    hourly_micros=round(min(30.0, chance.lognormvariate(2.35, 0.4)) * 1_000_000),
                )
            )
    return found


def _gender(sex: str, chance: random.Random) -> dict[str, list[str]]:
    return {"Q1": [sex]} if chance.random() * 100 >= LEFT_OPEN else {}


def _weekly_hours(chance: random.Random) -> float:
    """Some come for minutes, most for a few hours, and few for what is a job."""
    if chance.random() < SELDOM:
        return chance.uniform(0.03, 0.2)
    return min(45.0, chance.lognormvariate(1.0, 1.0))


def _deal(count: int, column: int, chance: random.Random) -> list[dict[str, str]]:
    """For so many people of one gender a code each, in the wanted shares, in an order of its own for each question."""
    hands: list[dict[str, str]] = [{} for _person in range(count)]
    for question, by_gender in SAID.items():
        codes: list[str] = []
        reached = 0
        for code, percent in by_gender[column].items():
            reached += percent
            codes += [code] * (round(count * reached / 100) - len(codes))
        chance.shuffle(codes)
        for hand, code in zip(hands, codes, strict=True):
            if chance.random() * 100 >= LEFT_OPEN:
                hand[question] = code
    return hands


def days_of(person: MadeUp, *, number: int, month: date, jobs: Sequence[int]) -> tuple[list[WorkerDay], list[JobDay]]:
    """How one of them worked in a month, day by day: the same whenever it is asked."""
    chance = random.Random(f"{number} {month}")  # noqa: S311 (a demonstration, no secret)
    end = (month.replace(day=28) + timedelta(days=7)).replace(day=1)
    month_hours = person.weekly_hours * (end - month).days / 7
    count = max(1, min((end - month).days, round(month_hours / chance.uniform(0.8, 2.5))))
    dates = sorted(chance.sample([month + timedelta(days=day) for day in range((end - month).days)], count))
    rows, jobs_of = [], []
    for day in dates:
        row = _day(person, number, day, month_hours * 3600 / count, chance)
        rows.append(row)
        jobs_of.append(_job_day(row, chance.choice(jobs), chance))
    return rows, jobs_of


def _day(person: MadeUp, number: int, day: date, seconds: float, chance: random.Random) -> WorkerDay:
    start = chance.choice([8, 9, 13, 14, 20, 21, 22]) if person.is_woman else chance.choice([9, 14, 18, 19, 20, 21, 23])
    hours, rest = [0.0] * 24, seconds
    for place in range(24):
        take = min(3600.0, rest)
        hours[(start + place) % 24] += take
        rest -= take
    weights = {kind: part * chance.uniform(0.5, 1.5) for kind, part in TIME.items()}
    times = {kind: seconds * weight / sum(weights.values()) for kind, weight in weights.items()}
    paid = times.pop("paid")
    answers = max(1, round(paid / chance.choice([4, 12, 25, 45, 90, 240])))
    counted = paid + times["returned"] + times["expired"] + times["rejected"]
    night = sum(hours[hour] for hour in (22, 23, 0, 1, 2, 3, 4, 5))
    weekend = seconds if day.isoweekday() > 5 else 0.0
    return WorkerDay(
        worker_number=number,
        day=day,
        pay_micros=round(paid / 3600 * person.hourly_micros),
        paid_seconds=paid,
        counted_seconds=counted,
        presence_seconds=seconds,
        submitted_count=answers,
        paid_count=answers,
        night_seconds=night,
        weekend_seconds=weekend,
        night_or_weekend_seconds=weekend or night,
        cluster_seconds=[min(seconds, counted + gap * 30) for gap in CLUSTER_MINUTES],
        hour_seconds=hours,
        **{f"{kind}_seconds": amount for kind, amount in times.items()},
    )


def _job_day(row: WorkerDay, job_number: int, chance: random.Random) -> JobDay:
    return JobDay(
        job_number=job_number,
        worker_number=row.worker_number,
        day=row.day,
        pay_micros=row.pay_micros,
        paid_seconds=row.paid_seconds,
        counted_seconds=row.counted_seconds,
        submitted_count=row.submitted_count,
        paid_count=row.paid_count,
        search_seconds=row.search_seconds,
    )
